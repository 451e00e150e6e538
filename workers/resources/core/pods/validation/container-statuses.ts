/**
 * Users and device health in container statuses
 * (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateContainerStatusUsers and below, 1.36).
 */
import { duplicate, forbiddenField, invalid, notSupported } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import { printed } from '../../../schema/emptied';
import type { Pod } from '../types';

const LISTS = ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const;
const SPECS = { containerStatuses: 'containers', initContainerStatuses: 'initContainers' } as const;
const HEALTHS = ['Healthy', 'Unhealthy', 'Unknown'];
const ID_MAX = 2_147_483_647;
const CLAIM_PREFIX = 'claim:';
const NO_CLAIM = `must match one of the container's resource claims in a format '${CLAIM_PREFIX}<claimName>/<request>' or '${CLAIM_PREFIX}<claimName>' if request is empty`;

interface User {
  readonly uid?: number;
  readonly gid?: number;
  readonly supplementalGroups?: readonly number[];
}

interface ResourceStatus {
  readonly name?: string;
  readonly resources?: readonly { readonly resourceID?: string; readonly health?: string }[];
}

type Container = NonNullable<Pod['spec']>['containers'][number];

export function validateContainerStatuses({ spec, status }: Pick<Pod, 'spec' | 'status'>, errors: FieldError[]): void {
  for (const list of LISTS) {
    for (const [index, { user }] of (status?.[list] ?? []).entries()) {
      if (!user?.linux) continue;
      const at = `status.${list}[${index}].user.linux`;
      if (spec?.os?.name === 'windows') errors.push(forbiddenField(at, 'cannot be set for a windows pod'));
      else validateUser(user.linux as User, at, errors);
    }
  }
  for (const list of LISTS) {
    for (const [index, found] of (status?.[list] ?? []).entries()) {
      const at = `status.${list}[${index}].allocatedResourcesStatus`;
      const allocated = printed(found, 'allocatedResourcesStatus') as readonly ResourceStatus[] | null;
      if (allocated === null) continue;
      if (list === 'ephemeralContainerStatuses') {
        errors.push(forbiddenField(at, 'must not be specified in container status'));
        continue;
      }
      const container = (spec?.[SPECS[list]] as readonly Container[] | undefined)?.find(({ name }) => name === found.name);
      if (container) validateAllocated(allocated, container, at, errors);
    }
  }
}

function validateUser({ uid = 0, gid = 0, supplementalGroups = [] }: User, at: string, errors: FieldError[]): void {
  const checkId = (id: number, field: string) => {
    if (id < 0 || id > ID_MAX) errors.push(invalid(`${at}.${field}`, id, `must be between 0 and ${ID_MAX}, inclusive`));
  };
  checkId(uid, 'uid');
  checkId(gid, 'gid');
  for (const [index, group] of supplementalGroups.entries()) checkId(group, `supplementalGroups[${index}]`);
}

function validateAllocated(allocated: readonly ResourceStatus[], { resources }: Container, at: string, errors: FieldError[]): void {
  const claims = new Set((resources?.claims ?? []).map(({ name, request }) => `${CLAIM_PREFIX}${name}${request ? `/${request}` : ''}`));
  for (const [index, { name = '', resources: devices = [] }] of allocated.entries()) {
    const field = `${at}[${index}]`;
    if (name.startsWith(CLAIM_PREFIX)) {
      if (!claims.has(name)) errors.push(invalid(`${field}.name`, name, NO_CLAIM));
    } else if (!Object.hasOwn(resources?.requests ?? {}, name)) {
      errors.push(invalid(`${field}.name`, name, "must match one of the container's resource requests"));
    }
    const seen = new Set<string>();
    for (const [position, { resourceID = '', health = '' }] of devices.entries()) {
      const device = `${field}.resources[${position}]`;
      if (!HEALTHS.includes(health)) errors.push(notSupported(`${device}.health`, health, HEALTHS));
      if (seen.has(resourceID)) errors.push(duplicate(`${device}.resourceID`, resourceID));
      seen.add(resourceID);
    }
  }
}
