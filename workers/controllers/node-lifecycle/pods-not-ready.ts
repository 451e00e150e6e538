import type { EventRecorder } from '../../client/events';
import type { PlanStep } from '../../client/plan';
import { isFailure } from '../../api/request';
import type { Pod } from '../../resources/core/pods/types';
import { PODS } from '../resources';

/**
 * Sets Ready to False on pods where it isn't, one after the other, and says so once that is written
 * (source: pkg/controller/util/node, MarkPodsNotReady, 1.36).
 */
export function markNotReady(pods: readonly Pod[], recorder: EventRecorder, now: string): PlanStep[] {
  return pods
    .filter((pod) => pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status !== 'False'))
    .map((pod) => markOne(pod, recorder, now));
}

function markOne(pod: Pod, recorder: EventRecorder, now: string): PlanStep {
  const conditions = pod.status?.conditions?.map((one) =>
    one.type === 'Ready' ? { ...one, status: 'False', lastTransitionTime: now } : one,
  );
  const { namespace = '', name = '', uid } = pod.metadata;
  return {
    requests: [
      {
        ...PODS,
        verb: 'patch',
        patchType: 'merge',
        subresource: 'status',
        namespace,
        name,
        body: { metadata: { uid }, status: { conditions } },
      },
    ],
    handlesFailure: true,
    then([reply]) {
      if (reply && !isFailure(reply))
        recorder.event({ ...pod, apiVersion: 'v1', kind: 'Pod' }, 'Warning', 'NodeNotReady', 'Node is not ready');
      return undefined;
    },
  };
}
