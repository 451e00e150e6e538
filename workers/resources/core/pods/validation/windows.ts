/** What only Windows has, and what it lacks (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go, 1.36). */
import { forbiddenField, invalid, jsonText, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { isDns1123Subdomain } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import type { PodSpec } from './pod-spec';

type Options = NonNullable<NonNullable<PodSpec['securityContext']>['windowsOptions']>;
/** Settings whose types the decoder has checked. */
type Settings = Readonly<Record<string, unknown>> | undefined;

const LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;
const SYSTEMS = ['linux', 'windows'];
const GMSA_KIB_MAX = 64;
const DOMAIN_MAX = 256;
const USER_MAX = 104;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;
const NET_BIOS = /^[^\\/:*?|."<>]{1,15}$/;
const DNS_DOMAIN = /^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)*[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/;
const NOT_WINDOWS = 'cannot be set for a windows pod';
/** In the order in which upstream looks at them; those with "@" are fields of the spec itself. */
const LINUX_POD = [
  'appArmorProfile',
  'seLinuxOptions',
  '@hostUsers',
  '@hostPID',
  '@hostIPC',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  '@shareProcessNamespace',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
  'seLinuxChangePolicy',
];
const LINUX_CONTAINER = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
];

export function validateWindowsOptions(options: Options | undefined, at: string, errors: FieldError[]): void {
  if (!options) return;
  const { gmsaCredentialSpecName, gmsaCredentialSpec, runAsUserName } = options;
  if (gmsaCredentialSpecName !== undefined) {
    pushInvalid(errors, `${at}.gmsaCredentialSpecName`, jsonText(gmsaCredentialSpecName), isDns1123Subdomain(gmsaCredentialSpecName));
  }
  if (gmsaCredentialSpec === '') {
    errors.push(invalid(`${at}.gmsaCredentialSpec`, gmsaCredentialSpec, 'gmsaCredentialSpec cannot be an empty string'));
  } else if (gmsaCredentialSpec && gmsaCredentialSpec.length > GMSA_KIB_MAX * 1024) {
    errors.push(
      invalid(`${at}.gmsaCredentialSpec`, jsonText(gmsaCredentialSpec), `gmsaCredentialSpec size must be under ${GMSA_KIB_MAX} KiB`),
    );
  }
  if (runAsUserName !== undefined) pushInvalid(errors, `${at}.runAsUserName`, jsonText(runAsUserName), userNameErrors(runAsUserName));
}

/** Either all containers are processes of the host, in its network, or none. */
export function validateHostProcess(spec: PodSpec, field: string, errors: FieldError[]): void {
  const ofPod = spec.securityContext?.windowsOptions?.hostProcess;
  let all = 0;
  let host = 0;
  for (const list of LISTS) {
    for (const [index, { securityContext }] of (spec[list] ?? []).entries()) {
      const own = securityContext?.windowsOptions?.hostProcess;
      all++;
      if (own ?? ofPod) host++;
      if (own !== undefined && ofPod !== undefined && own !== ofPod) {
        const why = `pod hostProcess value must be identical if both are specified, was ${ofPod}`;
        errors.push(invalid(`${field}.${list}[${index}].securityContext.windowsOptions.hostProcess`, own, why));
      }
    }
  }
  if (host === 0) return;
  if (host !== all) {
    errors.push(invalid(field, '', 'If pod contains any hostProcess containers then all containers must be HostProcess containers'));
  }
  if (!spec.hostNetwork) {
    errors.push(invalid(`${field}.hostNetwork`, false, 'hostNetwork must be true if pod contains any hostProcess containers'));
  }
}

export function validateOs(spec: PodSpec, field: string, errors: FieldError[]): void {
  if (!spec.os) return;
  const name: string = spec.os.name ?? '';
  if (name === '') {
    errors.push(required(`${field}.os.name`));
  } else if (!SYSTEMS.includes(name)) {
    errors.push(notSupported(`${field}.os`, name, SYSTEMS));
  } else {
    const isWindows = name === 'windows';
    if (isWindows && spec.resources) errors.push(forbiddenField(`${field}.resources`, 'may not be set for a windows pod'));
    const refused = isWindows ? LINUX_CONTAINER : ['windowsOptions'];
    const why = isWindows ? NOT_WINDOWS : 'windows options cannot be set for a linux pod';
    const security = spec.securityContext as Settings;
    for (const setting of isWindows ? LINUX_POD : refused) {
      const plain = setting.replace('@', '');
      const [holder, at] = plain === setting ? [security, `${field}.securityContext`] : [spec as unknown as Settings, field];
      if (isSet(holder?.[plain])) errors.push(forbiddenField(`${at}.${plain}`, why));
    }
    for (const list of LISTS) {
      for (const [index, { securityContext }] of (spec[list] ?? []).entries()) {
        for (const setting of refused) {
          if ((securityContext as Settings)?.[setting] === undefined) continue;
          errors.push(forbiddenField(`${field}.${list}[${index}].securityContext.${setting}`, why));
        }
      }
    }
  }
}

/** False says nothing for the namespaces that are shared only when asked for; the decoder leaves it out there. */
function isSet(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

/** "DOMAIN\user" or "user". */
function userNameErrors(name: string): readonly string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  if (CONTROL.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\');
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const [user = '', domain] = parts.toReversed();
  const errors: string[] = [];
  if (domain !== undefined && domain.length >= DOMAIN_MAX) {
    errors.push(`runAsUserName's Domain length must be under ${DOMAIN_MAX} characters`);
  }
  if (domain !== undefined && !NET_BIOS.test(domain) && !DNS_DOMAIN.test(domain)) {
    errors.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
  if (user === '') errors.push("runAsUserName's User cannot be empty");
  else if (user.length > USER_MAX) errors.push(`runAsUserName's User length must not be longer than ${USER_MAX} characters`);
  if (/^[. ]+$/.test(user)) errors.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    errors.push(String.raw`runAsUserName's User cannot contain the following characters: "/\:;|=,+*?<>@[]`);
  }
  return errors;
}
