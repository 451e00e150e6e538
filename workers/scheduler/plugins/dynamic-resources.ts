import type { Pod } from '../../resources/core/pods/types';
import type { ClusterObjects, PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';
import type { Status } from '../framework/status';

const NAME = 'DynamicResources';
const SKIP = status(NAME, 'Skip');
const NO_CLAIMS = status(NAME, 'Unschedulable', 'no new claims to deallocate');
const STILL_NOT = status(NAME, 'Unschedulable', 'still not schedulable');
/** What the original says where its PreFilter never ran. */
const NO_STATE = status(NAME, 'Error', 'not found');
const RAN = `${NAME}/ran`;

interface Ran {
  readonly claims: boolean;
}

/**
 * Claims for devices (source: kube-scheduler plugins/dynamicresources, 1.36).
 * Differs: devices are not allocated; a pod with claims is told that the claim is missing, or fits no node.
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
      const claims = (pod.spec?.resourceClaims ?? []).length > 0;
      const missing = missingClaim(pod, objects);
      state.write(RAN, { claims: claims && !missing } satisfies Ran);
      if (missing) return { status: missing };
      return claims ? undefined : { status: SKIP };
    },
    filter: () => status(NAME, 'UnschedulableAndUnresolvable', 'cannot allocate all claims'),
    postFilter(state) {
      const ran = state.read<Ran>(RAN);
      if (!ran) return { status: NO_STATE };
      return { status: ran.claims ? STILL_NOT : NO_CLAIMS };
    },
    score: () => 0,
  }),
};

function missingClaim(pod: Pod, objects: ClusterObjects): Status | undefined {
  const namespace = pod.metadata.namespace ?? '';
  for (const { resourceClaimName } of pod.spec?.resourceClaims ?? []) {
    if (resourceClaimName && !objects.get('resourceclaims', namespace, resourceClaimName)) {
      return status(NAME, 'UnschedulableAndUnresolvable', `could not find ResourceClaim "${namespace}/${resourceClaimName}"`);
    }
  }
  return undefined;
}
