/**
 * Takes back a DisruptionTarget condition that nothing came of in two minutes
 * (source: pkg/controller/disruption/disruption.go syncStalePodDisruption, 1.36).
 */
import { objectKey } from '../../api/meta';
import { parseTime, rfc3339 } from '../../api/time';
import { runController } from '../../client/controller';
import type { Informer } from '../../client/informer';
import { act } from '../../client/plan';
import type { Process } from '../../client/process';
import type { Pod } from '../../resources/core/pods/types';
import { isPodTerminal } from '../pod-status';
import { PODS } from '../resources';

const STALE_AFTER_MS = 120_000;

export function startStaleDisruption(process: Process, pods: Informer<Pod>): void {
  const queue = runController(process, {
    name: 'stale-pod-disruption',
    ready: () => pods.hasSynced,
    reconcile: (key) => {
      const pod = pods.get(key);
      const sinceMs = pod && targetedMs(pod);
      if (!pod || sinceMs === undefined) return [];
      const waitMs = sinceMs + STALE_AFTER_MS - process.nowMs;
      if (waitMs > 0) {
        queue.addAfter(key, waitMs, { background: true });
        return [];
      }
      const { namespace = '', name = '', uid } = pod.metadata;
      const condition = { type: 'DisruptionTarget', status: 'False', lastTransitionTime: rfc3339(process.nowMs) };
      const body = { metadata: { uid }, status: { conditions: [condition] } };
      return [act({ ...PODS, verb: 'patch', subresource: 'status', namespace, name, patchType: 'strategic', body }, 'NotFound')];
    },
  });
  const enqueue = (pod: Pod): void => {
    if (targetedMs(pod) !== undefined) queue.add(objectKey(pod));
  };
  pods.addHandler({ onAdd: enqueue, onUpdate: (_, pod) => enqueue(pod) });
}

/** Since when a pod that still lives has been about to be disrupted, in ms since the cluster's start. */
function targetedMs(pod: Pod): number | undefined {
  if (pod.metadata.deletionTimestamp !== undefined || isPodTerminal(pod)) return undefined;
  const target = pod.status?.conditions?.find(({ type, status }) => type === 'DisruptionTarget' && status === 'True');
  return target && parseTime(target.lastTransitionTime);
}
