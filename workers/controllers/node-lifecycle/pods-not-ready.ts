import { isFailure } from '../../api/request';
import type { EventRecorder } from '../../client/events';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Pod } from '../../resources/core/pods/types';
import { PODS } from '../resources';

/**
 * Sets Ready to False on pods where it isn't, one after the other, and says so once that is written. A pod that cannot be
 * written is passed over (source: pkg/controller/util/node, MarkPodsNotReady, 1.36).
 */
export function* markNotReady(pods: readonly Pod[], recorder: EventRecorder, now: string): Script {
  for (const pod of pods) {
    if (!pod.status?.conditions?.some((one) => one.type === 'Ready' && one.status !== 'False')) continue;
    const conditions = pod.status.conditions.map((one) =>
      one.type === 'Ready' ? { ...one, status: 'False', lastTransitionTime: now } : one,
    );
    const { namespace = '', name = '', uid } = pod.metadata;
    const body = { metadata: { uid }, status: { conditions } };
    const reply = yield* send({ ...PODS, verb: 'patch', patchType: 'merge', subresource: 'status', namespace, name, body });
    if (!isFailure(reply)) recorder.event({ ...pod, apiVersion: 'v1', kind: 'Pod' }, 'Warning', 'NodeNotReady', 'Node is not ready');
  }
  return undefined;
}
