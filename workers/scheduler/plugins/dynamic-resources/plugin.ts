import type { Pod } from '../../../resources/core/pods/types';
import type { ClusterObjects, PluginFactory } from '../../framework/plugin';
import { status } from '../../framework/status';
import type { Status } from '../../framework/status';
import { availableOn, canAllocate, isAllocated } from './allocate';
import type { ResourceClaim } from './allocate';

const NAME = 'DynamicResources';
const SKIP = status(NAME, 'Skip');
const NO_CLAIMS = status(NAME, 'Unschedulable', 'no new claims to deallocate');
const STILL_NOT = status(NAME, 'Unschedulable', 'still not schedulable');
/** What the original says where its PreFilter never ran. */
const NO_STATE = status(NAME, 'Error', 'not found');
const ELSEWHERE = status(NAME, 'UnschedulableAndUnresolvable', 'resourceclaim not available on the node');
const NO_DEVICES = status(NAME, 'UnschedulableAndUnresolvable', 'cannot allocate all claims');
const RAN = `${NAME}/ran`;

interface Ran {
  readonly claims: readonly ResourceClaim[];
}

/**
 * Claims for devices (source: kube-scheduler plugins/dynamicresources, 1.36).
 * Differs: a claim that fits is not written as allocated or reserved; see also allocate.ts.
 */
export const dynamicResources: PluginFactory = {
  name: NAME,
  create: ({ objects }) => ({
    name: NAME,
    events: [
      { resource: 'Node', actions: ['Add', 'UpdateNodeAllocatable', 'UpdateNodeLabel'] },
      {
        resource: 'Pod',
        actions: ['UpdatePodGeneratedResourceClaim'],
        hint: (pod, { after }) => (after?.metadata?.uid === pod.uid ? 'Queue' : 'QueueSkip'),
      },
      { resource: 'resource.k8s.io/DeviceClass', actions: ['Add', 'Update'] },
      { resource: 'resource.k8s.io/ResourceClaim', actions: ['Add', 'Update'] },
      { resource: 'resource.k8s.io/ResourceSlice', actions: ['Add', 'Update'] },
    ],
    preEnqueue: (pod) => missingClaim(pod, objects),
    preFilter(state, { pod }) {
      const missing = missingClaim(pod, objects);
      const claims = missing ? [] : claimsOf(pod, objects);
      state.write(RAN, { claims } satisfies Ran);
      if (missing) return { status: missing };
      return claims.length > 0 ? undefined : { status: SKIP };
    },
    filter(state, _pod, node) {
      const claims = state.read<Ran>(RAN)?.claims ?? [];
      if (claims.some((claim) => isAllocated(claim) && !availableOn(claim, node))) return ELSEWHERE;
      const open = claims.filter((claim) => !isAllocated(claim));
      return open.length > 0 && !canAllocate(objects, open, node) ? NO_DEVICES : undefined;
    },
    postFilter(state) {
      const ran = state.read<Ran>(RAN);
      if (!ran) return { status: NO_STATE };
      return { status: ran.claims.length > 0 ? STILL_NOT : NO_CLAIMS };
    },
    score: () => 0,
  }),
};

function claimsOf(pod: Pod, objects: ClusterObjects): ResourceClaim[] {
  const namespace = pod.metadata.namespace ?? '';
  const claims = (pod.spec?.resourceClaims ?? []).map(({ resourceClaimName }) =>
    objects.get('resourceclaims', namespace, resourceClaimName ?? ''),
  );
  return claims.filter((claim) => claim !== undefined) as ResourceClaim[];
}

function missingClaim(pod: Pod, objects: ClusterObjects): Status | undefined {
  const namespace = pod.metadata.namespace ?? '';
  for (const { resourceClaimName } of pod.spec?.resourceClaims ?? []) {
    if (resourceClaimName && !objects.get('resourceclaims', namespace, resourceClaimName)) {
      return status(NAME, 'UnschedulableAndUnresolvable', `could not find ResourceClaim "${namespace}/${resourceClaimName}"`);
    }
  }
  return undefined;
}
