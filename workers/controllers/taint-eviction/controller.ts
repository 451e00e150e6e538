/**
 * taint-eviction-controller: deletes pods that don't tolerate their node's NoExecute taints, or not any longer
 * (source: pkg/controller/tainteviction/taint_eviction.go, timed_workers.go; 1.36).
 */
import { objectKey, splitKey } from '../../api/meta';
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply } from '../../api/request';
import { rfc3339 } from '../../api/time';
import { deepEqual } from '../../lib/equal';
import { runController } from '../../client/controller';
import { planOf, send } from '../../client/script';
import type { Script } from '../../client/script';
import type { TimerHandle } from '../../client/timers';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { indexByNode, podsOnNode } from '../node-pods';
import { NODES, PODS } from '../resources';
import { noExecuteTaints, tolerationSeconds } from './tolerations';

/** An eviction to come; `timer` absent: it has come, and the pod is not evicted a second time. */
interface Eviction {
  readonly createdMs: number;
  readonly timer?: TimerHandle;
}

export function startTaintEviction({ process, recorder }: ControllerContext): void {
  const nodes = process.informer<Node>(NODES);
  const pods = process.informer<Pod>(PODS);
  const events = recorder('taint-eviction-controller');
  indexByNode(pods);
  const evictions = new Map<string, Eviction>();

  const tell = (key: string, message: string): void => {
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: splitKey(key) };
    events.event(pod, 'Normal', 'TaintManagerEviction', `${message} Pod ${key}`);
  };
  const cancel = (key: string): void => {
    const eviction = evictions.get(key);
    evictions.delete(key);
    if (!eviction?.timer) return;
    eviction.timer.cancel();
    tell(key, 'Cancelling deletion of');
  };

  const schedule = (key: string, pod: Pod): void => {
    const taints = noExecuteTaints(nodes.get(pod.spec?.nodeName ?? ''));
    if (taints.length === 0) {
      cancel(key);
      return;
    }
    const seconds = tolerationSeconds(taints, pod.spec?.tolerations ?? []);
    const now = process.nowMs;
    const before = evictions.get(key);
    if (seconds === 0) {
      if (before && !before.timer) return;
      cancel(key);
      evictions.set(key, { createdMs: now });
      evictionQueue.add(key);
      return;
    }
    if (seconds === Number.POSITIVE_INFINITY) {
      cancel(key);
      return;
    }
    if (before && !before.timer) return;
    // A tolerated time that was already running goes on running.
    if (before && before.createdMs + seconds * 1000 < now + seconds * 1000) return;
    if (before) cancel(key);
    const timer = process.timers.at(now + seconds * 1000, () => {
      evictions.set(key, { createdMs: now });
      evictionQueue.add(key);
    });
    evictions.set(key, { createdMs: now, timer });
  };

  const queue = runController(process, {
    name: 'taint-eviction',
    ready: () => nodes.hasSynced && pods.hasSynced,
    reconcile(key) {
      const [kind, name] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
      if (kind === 'node') for (const pod of podsOnNode(pods, name)) schedule(objectKey(pod), pod);
      else {
        const pod = pods.get(name);
        if (!pod) cancel(name);
        else if (pod.spec?.nodeName && noExecuteTaints(nodes.get(pod.spec.nodeName)).length) schedule(name, pod);
      }
      return [];
    },
  });
  // Drained after the queue above, which fills it.
  const evictionQueue = runController(process, {
    name: 'taint-eviction-delete',
    ready: () => true,
    reconcile(key) {
      const pod = pods.get(key);
      if (!pod) return [];
      tell(key, 'Marking for deletion');
      return planOf(evict(pod, rfc3339(process.nowMs)));
    },
  });
  nodes.addHandler({
    onAdd: (node) => queue.add(`node ${objectKey(node)}`),
    onUpdate: (before, after) => {
      if (!deepEqual(noExecuteTaints(before), noExecuteTaints(after))) queue.add(`node ${objectKey(after)}`);
    },
    onDelete: (node) => queue.add(`node ${objectKey(node)}`),
  });
  pods.addHandler({
    onAdd: (pod) => queue.add(`pod ${objectKey(pod)}`),
    onUpdate: (before, after) => {
      if (before.spec?.nodeName !== after.spec?.nodeName || !deepEqual(before.spec?.tolerations, after.spec?.tolerations))
        queue.add(`pod ${objectKey(after)}`);
    },
    onDelete: (pod) => queue.add(`pod ${objectKey(pod)}`),
  });
}

/** Says why on the pod, then deletes it. */
export function* evict(pod: Pod, now: string): Script {
  const { namespace = '', name = '', uid, generation } = pod.metadata;
  const condition = {
    type: 'DisruptionTarget',
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    status: 'True',
    lastTransitionTime: now,
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  const conditions = [...(pod.status?.conditions ?? []).filter((one) => one.type !== condition.type), condition];
  const marked = yield* send({
    ...PODS,
    verb: 'patch',
    patchType: 'merge',
    subresource: 'status',
    namespace,
    name,
    body: { metadata: { uid }, status: { conditions } },
  });
  if (isFailure(marked)) return isGone(marked) ? undefined : marked;
  const deleted = yield* send({
    ...PODS,
    verb: 'delete',
    namespace,
    name,
    body: { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid } },
  });
  return isFailure(deleted) && !isGone(deleted) ? deleted : undefined;
}

/** Deleted, or replaced by another pod of the same name. */
function isGone(reply: ApiReply): boolean {
  return reasonOf(reply) === 'NotFound' || reasonOf(reply) === 'Conflict';
}
