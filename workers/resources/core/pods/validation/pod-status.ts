/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidatePodStatusUpdate, 1.36. */
import { duplicate, forbiddenField, invalid } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { AnyObject } from '../../../../api/meta';
import { isDns1123Subdomain, isQualifiedName } from '../../../../api/names';
import { pushInvalid } from '../../../validation/labels';
import { IMMUTABLE, isIp } from '../../../validation/values';
import { validateContainerStatuses } from './container-statuses';
import { validateExtendedClaimStatus } from './extended-claim-status';
import type { Pod } from '../types';
import { updateAnnotations } from './pod';

type Status = NonNullable<Pod['status']>;
type ContainerStatuses = Status['containerStatuses'];

const NOT_BELOW_ZERO = 'must be a non-negative integer';
const SYSTEM_CONDITIONS = ['PodScheduled', 'Ready', 'Initialized'];

export function validatePodStatusUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { status = {} as Status, spec } = object as unknown as Pod;
  const stored = before as unknown as Pod;
  const errors: FieldError[] = [];
  updateAnnotations(object, before, errors);
  for (const [index, { type = '', observedGeneration = 0 }] of (status.conditions ?? []).entries()) {
    const at = `status.conditions[${index}]`;
    if (observedGeneration < 0) errors.push(invalid(`${at}.observedGeneration`, observedGeneration, NOT_BELOW_ZERO));
    if (!SYSTEM_CONDITIONS.includes(type)) pushInvalid(errors, `${at}.Type`, type, isQualifiedName(type));
  }
  const nominated = status.nominatedNodeName ?? '';
  if (nominated !== '' && nominated !== stored.status?.nominatedNodeName) {
    pushInvalid(errors, 'status.nominatedNodeName', nominated, isDns1123Subdomain(nominated));
    if (stored.spec?.nodeName) {
      const message = 'Forbidden: may not be set on pods that are already bound to a node';
      errors.push({ type: 'FieldValueForbidden', field: 'status.nominatedNodeName', message });
    }
  }
  if (status.qosClass !== stored.status?.qosClass) errors.push(invalid('status.qosClass', status.qosClass ?? '', IMMUTABLE));
  const policy = stored.spec?.restartPolicy ?? 'Always';
  const sidecars = new Set(
    (stored.spec?.initContainers ?? []).flatMap(({ name, restartPolicy }) => (restartPolicy === 'Always' ? [name] : [])),
  );
  validateEnded(status.containerStatuses, stored.status?.containerStatuses, policy, new Set(), 'containerStatuses', errors);
  validateEnded(status.initContainerStatuses, stored.status?.initContainerStatuses, policy, sidecars, 'initContainerStatuses', errors);
  const ephemeral = 'ephemeralContainerStatuses';
  validateEnded(status[ephemeral], stored.status?.[ephemeral], 'Never', new Set(), ephemeral, errors);
  validateClaimStatuses(status, new Set((spec?.resourceClaims ?? []).map(({ name }) => name)), errors);
  const { observedGeneration = 0 } = status;
  if (observedGeneration < 0) errors.push(invalid('status.observedGeneration', observedGeneration, NOT_BELOW_ZERO));
  validateExtendedClaimStatus(object as unknown as Pod, errors);
  validateIps(status.podIPs ?? [], 'status.podIPs', errors);
  validateHostIps(status, errors);
  validateContainerStatuses(object as unknown as Pod, errors);
  return errors;
}

/** What ended for good stays ended. */
function validateEnded(
  now: ContainerStatuses,
  was: ContainerStatuses,
  restartPolicy: string,
  restartable: ReadonlySet<string>,
  list: string,
  errors: FieldError[],
): void {
  if (restartPolicy === 'Always') return;
  for (const [index, { name, state }] of (was ?? []).entries()) {
    const { terminated } = state ?? {};
    if (!terminated || restartable.has(name) || (terminated.exitCode !== 0 && restartPolicy === 'OnFailure')) continue;
    for (const status of now ?? []) {
      if (status.name !== name || status.state?.terminated) continue;
      errors.push(forbiddenField(`status.${list}[${index}].state`, 'may not be transitioned to non-terminated state'));
    }
  }
}

function validateClaimStatuses(status: Status, claims: ReadonlySet<string>, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, { name = '', resourceClaimName }] of (status.resourceClaimStatuses ?? []).entries()) {
    const at = `status.resourceClaimStatuses[${index}]`;
    const field = `${at}.name`;
    if (!claims.has(name)) errors.push(invalid(field, name, 'must match the name of an entry in `spec.resourceClaims`'));
    if (seen.has(name)) errors.push(duplicate(field, name));
    seen.add(name);
    if (resourceClaimName !== undefined)
      pushInvalid(errors, `${at}.resourceClaimName`, resourceClaimName, isDns1123Subdomain(resourceClaimName));
  }
}

type Address = { readonly ip?: string };

function validateIps(addresses: readonly Address[], list: string, errors: FieldError[]): void {
  for (const [index, { ip = '' }] of addresses.entries()) pushInvalid(errors, `${list}[${index}]`, ip, isIp(ip));
  validateFamilies(addresses, list, errors);
}

function validateHostIps({ hostIP = '', hostIPs = [] }: Status, errors: FieldError[]): void {
  const list = 'status.hostIPs';
  if (hostIPs.length === 0) return;
  const first = hostIPs[0]?.ip ?? '';
  if (first !== hostIP) errors.push(invalid(`${list}[0].ip`, first, 'must be equal to `hostIP`'));
  for (const [index, { ip = '' }] of hostIPs.entries()) pushInvalid(errors, `${list}[${index}]`, ip, isIp(ip));
  validateFamilies(hostIPs, list, errors);
}

/** One address of each family at most. */
function validateFamilies(addresses: readonly Address[], list: string, errors: FieldError[]): void {
  if (addresses.length < 2) return;
  const unreadable = addresses.findIndex(({ ip = '' }) => isIp(ip).some((text) => text.startsWith('must be a valid IP address')));
  if (unreadable >= 0) {
    const why = `failed to check for dual stack with error:invalid IP[${unreadable}]: ${addresses[unreadable]?.ip ?? ''}`;
    errors.push({ type: 'InternalError', field: list, message: `Internal error: ${why}` });
  }
  const sixes = addresses.filter(({ ip }) => ip?.includes(':')).length;
  if (unreadable < 0 && addresses.length === 2 && sixes === 1) return;
  const shown = addresses.map(({ ip = '' }) => ({ IP: ip }));
  errors.push(invalid(list, shown, 'may specify no more than one IP for each IP family'));
}
