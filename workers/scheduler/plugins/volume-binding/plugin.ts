import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import type { Pod } from '../../../resources/core/pods/types';
import { claimReferences } from '../../framework/claims';
import type { ClusterEventHint } from '../../framework/cluster-event';
import type { PluginFactory } from '../../framework/plugin';
import { valueOf } from '../../framework/quantity';
import { status } from '../../framework/status';
import type { Status } from '../../framework/status';
import { volumeConflicts } from './find-volumes';
import { podClaims } from './pod-claims';
import type { PodClaims } from './pod-claims';

const NAME = 'VolumeBinding';
const SKIP = status(NAME, 'Skip');
const UNBOUND = status(NAME, 'UnschedulableAndUnresolvable', 'pod has unbound immediate PersistentVolumeClaims');
const CLAIMS = `${NAME}/claims`;

/**
 * Claims must be bound, or be bindable on the node (source: kube-scheduler plugins/volumebinding, 1.36).
 * Differs: nothing is bound before the pod; delayed claims stay as they are.
 */
export const volumeBinding: PluginFactory = {
  name: NAME,
  create: ({ objects }) => ({
    name: NAME,
    events: EVENTS,
    preFilter(state, { pod }) {
      const claims = podClaims(objects, pod);
      if (claims === undefined) return { status: SKIP };
      if (typeof claims === 'string') return { status: status(NAME, 'UnschedulableAndUnresolvable', claims) };
      if (claims.immediate.length > 0) return { status: UNBOUND };
      state.write(CLAIMS, claims);
      return undefined;
    },
    filter(state, _pod, node): Status | undefined {
      const claims = state.read<PodClaims>(CLAIMS);
      const reasons = claims ? volumeConflicts(objects, claims, node) : [];
      if (typeof reasons === 'string') return status(NAME, 'Error', reasons);
      return reasons.length > 0 ? status(NAME, 'UnschedulableAndUnresolvable', ...reasons) : undefined;
    },
    preScore: () => SKIP,
    score: () => 0,
    reserve: () => undefined,
    preBind: () => [],
  }),
};

const MIGRATED_PLUGINS = 'storage.alpha.kubernetes.io/migrated-plugins';

function migrated(node: AnyObject | undefined): string | undefined {
  return node?.metadata?.annotations?.[MIGRATED_PLUGINS];
}

function usesInline({ spec }: Pod, driver: AnyObject | undefined): boolean {
  return (spec?.volumes ?? []).some(({ csi }) => csi?.driver === driver?.metadata?.name);
}

function asksCapacity(driver: AnyObject | undefined): boolean {
  return (driver?.['spec'] as { storageCapacity?: boolean } | undefined)?.storageCapacity === true;
}

function grew(before: AnyObject, after: AnyObject | undefined): boolean {
  const limit = (capacity: AnyObject | undefined) => (capacity?.['maximumVolumeSize'] ?? capacity?.['capacity']) as string | undefined;
  const now = limit(after);
  const old = limit(before);
  return now !== undefined && (old === undefined || valueOf(now) > valueOf(old));
}

const EVENTS: readonly ClusterEventHint[] = [
  {
    resource: 'storage.k8s.io/StorageClass',
    actions: ['Add', 'Update'],
    hint: (_pod, { before, after }) =>
      before && deepEqual(before['allowedTopologies'], after?.['allowedTopologies']) ? 'QueueSkip' : 'Queue',
  },
  {
    resource: 'PersistentVolumeClaim',
    actions: ['Add', 'Update'],
    hint: ({ pod, namespace }, { after }) =>
      after?.metadata?.namespace === namespace && claimReferences(pod).some(({ name }) => name === after.metadata?.name)
        ? 'Queue'
        : 'QueueSkip',
  },
  { resource: 'PersistentVolume', actions: ['Add', 'Update'] },
  { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] },
  {
    resource: 'storage.k8s.io/CSINode',
    actions: ['Add', 'Update'],
    hint: (_pod, { before, after }) => (!before || migrated(before) !== migrated(after) ? 'Queue' : 'QueueSkip'),
  },
  {
    resource: 'storage.k8s.io/CSIDriver',
    actions: ['Update'],
    hint: ({ pod }, { before, after }) => (usesInline(pod, after) && asksCapacity(before) && !asksCapacity(after) ? 'Queue' : 'QueueSkip'),
  },
  {
    resource: 'storage.k8s.io/CSIStorageCapacity',
    actions: ['Add', 'Update'],
    hint: (_pod, { before, after }) => (!before || grew(before, after) ? 'Queue' : 'QueueSkip'),
  },
];
