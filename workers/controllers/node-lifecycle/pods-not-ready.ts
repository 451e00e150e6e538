import type { EventRecorder } from '../../client/events';
import type { PlanStep } from '../../client/plan';
import { isFailure } from '../../api/request';
import type { Pod } from '../../resources/core/pods/types';
import { PODS } from '../resources';

/** Sets Ready to False on pods where it isn't, and says so once that is written (source: pkg/controller/util/node, MarkPodsNotReady, 1.36). */
export function markNotReady(pods: readonly Pod[], recorder: EventRecorder, now: string): PlanStep[] {
  const ready = pods.filter((pod) => pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status !== 'False'));
  if (ready.length === 0) return [];
  return [
    {
      requests: ready.map((pod) => ({
        ...PODS,
        verb: 'patch',
        patchType: 'merge',
        subresource: 'status',
        namespace: pod.metadata.namespace ?? '',
        name: pod.metadata.name ?? '',
        body: {
          metadata: { uid: pod.metadata.uid },
          status: { conditions: pod.status?.conditions?.map((one) => (one.type === 'Ready' ? { ...one, status: 'False', lastTransitionTime: now } : one)) },
        },
      })),
      tolerate: ['NotFound', 'Conflict'],
      then(replies) {
        replies.forEach((reply, at) => {
          const pod = ready[at];
          if (pod && !isFailure(reply)) recorder.event({ ...pod, apiVersion: 'v1', kind: 'Pod' }, 'Warning', 'NodeNotReady', 'Node is not ready');
        });
        return undefined;
      },
    },
  ];
}
