/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validatePodSpecSecurityContext and ValidateSecurityContext, 1.36. */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Subdomain } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import type { Container } from './containers';
import type { PodSpec } from './pod-spec';

type PodSecurity = NonNullable<PodSpec['securityContext']>;
type ContainerSecurity = NonNullable<Container['securityContext']>;

const MAX_ID = 2_147_483_647;
const ID_RANGE = `must be between 0 and ${MAX_ID}, inclusive`;
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;
const SYSCTL_MESSAGE = String.raw`must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$`;
const PROFILE_TYPES = ['Localhost', 'RuntimeDefault', 'Unconfined'];

export function validatePodSecurity(spec: PodSpec, field: string, errors: FieldError[]): void {
  if (spec.hostNetwork) {
    validateHostNetworkPorts(spec, field, errors);
  }
  const at = `${field}.securityContext`;
  if (spec.shareProcessNamespace && spec.hostPID) {
    errors.push(invalid(`${at}.shareProcessNamespace`, true, 'ShareProcessNamespace and HostPID cannot both be enabled'));
  }
  if (spec.hostUsers === false) {
    for (const setting of ['hostPID', 'hostIPC'] as const) {
      if (spec[setting]) {
        errors.push(forbiddenField(`${field}.${setting === 'hostPID' ? 'HostPID' : 'HostIPC'}`, 'when `hostUsers` is false'));
      }
    }
  }
  if (spec.securityContext) {
    validateSettings(spec.securityContext, at, errors);
  }
}

export function validateContainerSecurity(
  security: ContainerSecurity | undefined,
  field: string,
  hostUsers: boolean | undefined,
  errors: FieldError[],
): void {
  if (!security) {
    return;
  }
  for (const id of ['runAsUser', 'runAsGroup'] as const) {
    validateId(security[id], `${field}.${id}`, errors);
  }
  const { procMount } = security;
  if (procMount !== undefined && procMount !== 'Default' && procMount !== 'Unmasked') {
    errors.push(notSupported(`${field}.procMount`, procMount, ['Default', 'Unmasked']));
  }
  if (procMount === 'Unmasked' && hostUsers !== false) {
    errors.push(invalid(`${field}.procMount`, procMount, '`hostUsers` must be false to use `Unmasked`'));
  }
  validateProfile(security.seccompProfile, `${field}.seccompProfile`, 'seccompProfile', errors);
  validateProfile(security.appArmorProfile, `${field}.appArmorProfile`, 'appArmorProfile', errors);
  if (security.allowPrivilegeEscalation === false) {
    if (security.privileged) {
      errors.push(invalid(field, internalForm(security), 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true'));
    }
    if (security.capabilities?.add?.includes('CAP_SYS_ADMIN')) {
      errors.push(
        invalid(field, internalForm(security), 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN'),
      );
    }
  }
  const spec = security.windowsOptions?.gmsaCredentialSpecName;
  if (spec !== undefined) {
    pushInvalid(errors, `${field}.windowsOptions.gmsaCredentialSpecName`, spec, isDns1123Subdomain(spec));
  }
}

function validateHostNetworkPorts(spec: PodSpec, field: string, errors: FieldError[]): void {
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, container] of (spec[list] ?? []).entries()) {
      for (const [position, { hostPort, containerPort }] of (container.ports ?? []).entries()) {
        if (hostPort && hostPort !== containerPort) {
          errors.push(
            invalid(
              `${field}.${list}[${index}].ports[${position}].hostPort`,
              hostPort,
              'must match `containerPort` when `hostNetwork` is true',
            ),
          );
        }
      }
    }
  }
}

function validateSettings(security: PodSecurity, at: string, errors: FieldError[]): void {
  validateId(security.fsGroup, `${at}.fsGroup`, errors);
  validateId(security.runAsUser, `${at}.runAsUser`, errors);
  validateId(security.runAsGroup, `${at}.runAsGroup`, errors);
  for (const [index, group] of (security.supplementalGroups ?? []).entries()) {
    validateId(group, `${at}.supplementalGroups[${index}]`, errors);
  }
  const seen = new Set<string>();
  for (const [index, { name }] of (security.sysctls ?? []).entries()) {
    const field = `${at}.sysctls[${index}].name`;
    if (!name) {
      errors.push(required(field));
    } else if (name.length > 253 || !SYSCTL.test(name)) {
      errors.push(invalid(field, name, SYSCTL_MESSAGE));
    } else if (seen.has(name)) {
      errors.push(duplicate(field, name));
    }
    seen.add(name);
  }
  const change = security.fsGroupChangePolicy;
  if (change !== undefined && change !== 'Always' && change !== 'OnRootMismatch') {
    errors.push(notSupported(`${at}.fsGroupChangePolicy`, change, ['Always', 'OnRootMismatch']));
  }
  validateProfile(security.seccompProfile, `${at}.seccompProfile`, 'seccompProfile', errors);
  validateProfile(security.appArmorProfile, `${at}.appArmorProfile`, 'appArmorProfile', errors);
}

function validateProfile(profile: PodSecurity['seccompProfile'] | undefined, field: string, name: string, errors: FieldError[]): void {
  if (!profile) {
    return;
  }
  const type: string = profile.type ?? '';
  if (type === '') {
    errors.push(required(`${field}.type`, `type is required when ${name} is set`));
  } else if (!PROFILE_TYPES.includes(type)) {
    errors.push(notSupported(`${field}.type`, type, PROFILE_TYPES));
  } else if (type === 'Localhost' && !profile.localhostProfile) {
    errors.push(
      required(`${field}.localhostProfile`, `must be set when ${name === 'seccompProfile' ? 'seccomp' : 'AppArmor'} type is Localhost`),
    );
  } else if (type !== 'Localhost' && profile.localhostProfile !== undefined) {
    errors.push(
      invalid(
        `${field}.localhostProfile`,
        profile.localhostProfile,
        `can only be set when ${name === 'seccompProfile' ? 'seccomp' : 'AppArmor'} type is Localhost`,
      ),
    );
  }
}

function validateId(id: number | undefined, field: string, errors: FieldError[]): void {
  if (id !== undefined && (id < 0 || id > MAX_ID)) {
    errors.push(invalid(field, id, ID_RANGE));
  }
}

/** As Go prints the internal type: every field, in its order. */
function internalForm(security: ContainerSecurity): object {
  const { capabilities } = security;
  return {
    Capabilities: capabilities ? { Add: capabilities.add ?? null, Drop: capabilities.drop ?? null } : null,
    Privileged: security.privileged ?? null,
    SELinuxOptions: security.seLinuxOptions ?? null,
    WindowsOptions: security.windowsOptions ?? null,
    RunAsUser: security.runAsUser ?? null,
    RunAsGroup: security.runAsGroup ?? null,
    RunAsNonRoot: security.runAsNonRoot ?? null,
    ReadOnlyRootFilesystem: security.readOnlyRootFilesystem ?? null,
    AllowPrivilegeEscalation: security.allowPrivilegeEscalation ?? null,
    ProcMount: security.procMount ?? null,
    SeccompProfile: security.seccompProfile ?? null,
    AppArmorProfile: security.appArmorProfile ?? null,
  };
}
