import type { QueuedPodView, QueueView } from '../../protocol/decision';
import type { Nominator } from './nominator';
import type { QueuedPod } from './queued-pod';
import type { SchedulingQueue } from './scheduling-queue';

/** Where every pending pod waits, sorted by key. */
export function queueView(queue: SchedulingQueue, nominator: Nominator): QueueView {
  const pods = [...queue.all()].sort((a, b) => (a.info.key < b.info.key ? -1 : 1));
  const view = ({ info, attempts, queuedAtMs }: QueuedPod): QueuedPodView => {
    const nominatedNode = nominator.nodeFor(info.uid);
    return { pod: info.key, priority: info.priority, attempts, queuedAtMs, ...(nominatedNode ? { nominatedNode } : {}) };
  };
  const at = (...places: QueuedPod['place'][]) => pods.filter(({ place }) => places.includes(place));
  return {
    active: at('active').map(view),
    backoff: at('backoff', 'errorBackoff').map((pod) => ({ ...view(pod), untilMs: pod.backoffUntilMs })),
    unschedulable: at('unschedulable').map((pod) => ({
      ...view(pod),
      ...(pod.gatedBy ? { gatedBy: pod.gatedBy } : {}),
      rejectedBy: [...pod.unschedulablePlugins, ...pod.pendingPlugins].sort(),
    })),
  };
}
