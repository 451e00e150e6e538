/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodSpecSecurityContext and ValidateSecurityContext, 1.36. */
import { duplicate, forbiddenField, invalid, jsonText, notSupported, required, tooLong } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { internalForm } from '../../../schema/internal-form';
import { validateEnum } from '../../../validation/values';
import type { Container } from './containers';
import { validateLocalDescendingPath } from './paths';
import type { PodSpec } from './pod-spec';
import { validateWindowsOptions } from './windows';

type PodSecurity = NonNullable<PodSpec['securityContext']>;
type ContainerSecurity = NonNullable<Container['securityContext']>;
type Profile = NonNullable<PodSecurity['seccompProfile']>;

const MAX_ID = 2_147_483_647;
const ID_RANGE = `must be between 0 and ${MAX_ID}, inclusive`;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const SYSCTL_MESSAGE = String.raw`must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$`;
const NET_SYSCTL = /^net\./;
const IPC_SYSCTL = /^(kernel\.(shmall|shmmax|shmmni|shm_rmid_forced|msgmax|msgmnb|msgmni|sem)$|fs\.mqueue\.)/;
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];
const PROFILE_BYTES_MAX = 4095;

export function validatePodSecurity(spec: PodSpec, at: string, errors: FieldError[]): void {
  const security: PodSecurity = spec.securityContext ?? {};
  validateId(security.fsGroup, `${at}.fsGroup`, errors);
  validateId(security.runAsUser, `${at}.runAsUser`, errors);
  validateId(security.runAsGroup, `${at}.runAsGroup`, errors);
  for (const [index, group] of (security.supplementalGroups ?? []).entries()) {
    validateId(group, `${at}.supplementalGroups[${index}]`, errors);
  }
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(invalid(`${at}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  }
  validateSysctls(spec, `${at}.sysctls`, errors);
  validateEnum(security.fsGroupChangePolicy, ['Always', 'OnRootMismatch'], `${at}.fsGroupChangePolicy`, errors);
  validateSeccomp(security.seccompProfile, `${at}.seccompProfile`, errors);
  validateWindowsOptions(security.windowsOptions, `${at}.windowsOptions`, errors);
  validateAppArmor(security.appArmorProfile, `${at}.appArmorProfile`, errors);
  validateEnum(security.supplementalGroupsPolicy, ['Merge', 'Strict'], `${at}.supplementalGroupsPolicy`, errors);
  validateEnum(security.seLinuxChangePolicy, ['Recursive'], `${at}.seLinuxChangePolicy`, errors);
}

export function validateContainerSecurity(
  security: ContainerSecurity | undefined,
  field: string,
  hostUsers: boolean | undefined,
  errors: FieldError[],
): void {
  if (!security) return;
  validateId(security.runAsUser, `${field}.runAsUser`, errors);
  validateId(security.runAsGroup, `${field}.runAsGroup`, errors);
  const { procMount } = security;
  validateEnum(procMount, ['Default', 'Unmasked'], `${field}.procMount`, errors);
  if (procMount === 'Unmasked' && hostUsers !== false) {
    errors.push(invalid(`${field}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`'));
  }
  validateSeccomp(security.seccompProfile, `${field}.seccompProfile`, errors);
  if (security.allowPrivilegeEscalation === false) {
    const refuse = (what: string): void => {
      const shown = internalForm(security, 'SecurityContext');
      errors.push(invalid(field, shown, `cannot set \`allowPrivilegeEscalation\` to false and ${what}`));
    };
    if (security.privileged) refuse('`privileged` to true');
    for (const capability of security.capabilities?.add ?? []) {
      if (capability === 'CAP_SYS_ADMIN') refuse('`capabilities.Add` CAP_SYS_ADMIN');
    }
  }
  validateWindowsOptions(security.windowsOptions, `${field}.windowsOptions`, errors);
  validateAppArmor(security.appArmorProfile, `${field}.appArmorProfile`, errors);
}

/** Users get a range of their own, which the host's namespaces do not know. */
export function validateHostUsers(spec: PodSpec, field: string, errors: FieldError[]): void {
  if (spec.hostUsers !== false) return;
  for (const [setting, shown] of [
    ['hostNetwork', 'hostNetwork'],
    ['hostPID', 'HostPID'],
    ['hostIPC', 'HostIPC'],
  ] as const) {
    if (spec[setting]) errors.push(forbiddenField(`${field}.${shown}`, 'when `hostUsers` is false'));
  }
  for (const list of ['containers', 'initContainers', 'ephemeralContainers'] as const) {
    for (const [index, { volumeDevices }] of (spec[list] ?? []).entries()) {
      if (volumeDevices?.length) errors.push(forbiddenField(`${field}.${list}[${index}].volumeDevices`, 'when `hostUsers` is false'));
    }
  }
}

function validateSysctls(spec: PodSpec, list: string, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, { name = '' }] of (spec.securityContext?.sysctls ?? []).entries()) {
    const field = `${list}[${index}].name`;
    if (name === '') errors.push(required(field));
    else if (name.length > 253 || !SYSCTL.test(name)) errors.push(invalid(field, name, SYSCTL_MESSAGE));
    else if (seen.has(name)) errors.push(duplicate(field, name));
    seen.add(name);
    const dotted = name.includes('.') && name.search(/[./]/) === name.indexOf('.') ? name : swapSeparators(name);
    if (spec.hostNetwork && NET_SYSCTL.test(dotted)) errors.push(invalid(field, name, "may not be specified when 'hostNetwork' is true"));
    else if (spec.hostIPC && IPC_SYSCTL.test(dotted)) errors.push(invalid(field, name, "may not be specified when 'hostIPC' is true"));
  }
}

/** "net/ipv4/x" is "net.ipv4.x". */
function swapSeparators(name: string): string {
  return name.replaceAll(/[./]/g, (separator) => (separator === '.' ? '/' : '.'));
}

function validateSeccomp(profile: Profile | undefined, field: string, errors: FieldError[]): void {
  if (!profile) return;
  const type: string = profile.type ?? '';
  const local = profile.localhostProfile;
  if (type === '') errors.push(required(`${field}.type`, 'type is required when seccompProfile is set'));
  else validateEnum(type, PROFILE_TYPES, `${field}.type`, errors);
  if (type === 'Localhost') {
    if (local === undefined) errors.push(required(`${field}.localhostProfile`, 'must be set when seccomp type is Localhost'));
    else validateLocalDescendingPath(local, `${field}.localhostProfile`, errors);
  } else if (local !== undefined) {
    const shown = { Type: type, LocalhostProfile: local };
    errors.push(invalid(`${field}.localhostProfile`, shown, 'can only be set when seccomp type is Localhost'));
  }
}

function validateAppArmor(profile: Profile | undefined, at: string, errors: FieldError[]): void {
  if (!profile) return;
  const type: string = profile.type ?? '';
  const local = profile.localhostProfile;
  const field = `${at}.localhostProfile`;
  if (type === '') {
    errors.push(required(`${at}.type`, 'type is required when appArmorProfile is set'));
  } else if (!PROFILE_TYPES.includes(type)) {
    errors.push(notSupported(`${at}.type`, type, PROFILE_TYPES));
  } else if (type !== 'Localhost') {
    if (local !== undefined) errors.push(invalid(field, jsonText(local), 'can only be set when AppArmor type is Localhost'));
  } else if (local !== undefined && local.trim() !== local) {
    errors.push(invalid(field, local, 'must not be padded with whitespace'));
  } else if (!local) {
    errors.push(required(field, 'must be set when AppArmor type is Localhost'));
  }
  if (type === 'Localhost' && local && local.length > PROFILE_BYTES_MAX) errors.push(tooLong(field, PROFILE_BYTES_MAX));
}

function validateId(id: number | undefined, field: string, errors: FieldError[]): void {
  if (id !== undefined && (id < 0 || id > MAX_ID)) errors.push(invalid(field, id, ID_RANGE));
}
