/** daemonset-controller (source: pkg/controller/daemon/daemon_controller.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import { controllerOf, objectKey } from '../../api/meta';
import { runController } from '../../client/controller';
import { planOf } from '../../client/script';
import { deepEqual } from '../../lib/equal';
import type { ControllerRevision } from '../../resources/apps/controllerrevisions/types';
import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { indexByController } from '../controller-index';
import { indexByNode, podsOnNode } from '../node-pods';
import { isPodReady } from '../pod-status';
import { CONTROLLER_REVISIONS, DAEMON_SETS, NODES, PODS } from '../resources';
import { FailureBackoffs } from './failure-backoff';
import { nodeFit } from './node-fit';
import { syncDaemonSet } from './sync';
import type { DaemonSetContext } from './sync';

export function startDaemonSet({ process, recorder }: ControllerContext): void {
  const sets = process.informer<DaemonSet>(DAEMON_SETS);
  const pods = process.informer<Pod>(PODS);
  const nodes = process.informer<Node>(NODES);
  const revisions = process.informer<ControllerRevision>(CONTROLLER_REVISIONS);
  indexByController(pods);
  indexByNode(pods);
  indexByController(revisions);
  const backoffs = new FailureBackoffs(() => process.nowMs);
  const context: DaemonSetContext = {
    sets,
    pods,
    nodes,
    revisions,
    recorder: recorder('daemonset-controller'),
    nowMs: () => process.nowMs,
    requeue: (key, afterMs) => queue.addAfter(key, afterMs),
    backoff: (key) => (node) => backoffs.next(`${key}/${node}`),
  };
  const queue = runController(process, {
    name: 'daemonset',
    ready: () => sets.hasSynced && pods.hasSynced && nodes.hasSynced && revisions.hasSynced,
    reconcile: (key) => planOf(syncDaemonSet(context, key)),
  });
  const enqueue = (set: DaemonSet): void => queue.add(objectKey(set));
  sets.addHandler({ onAdd: enqueue, onUpdate: (_, set) => enqueue(set), onDelete: enqueue });

  const ownerOf = (object: Pod | ControllerRevision): DaemonSet | undefined => {
    const owner = controllerOf(object);
    const set = owner?.kind === 'DaemonSet' ? sets.get(`${object.metadata.namespace}/${owner.name}`) : undefined;
    return set?.metadata.uid === owner?.uid ? set : undefined;
  };
  const follow = (pod: Pod): void => {
    const owner = ownerOf(pod);
    if (owner) enqueue(owner);
    else if (!controllerOf(pod)) {
      for (const set of sets.list()) {
        if (
          set.metadata.namespace === pod.metadata.namespace &&
          matches(selectorFrom(set.spec?.selector as LabelSelector), pod.metadata.labels)
        )
          enqueue(set);
      }
    }
  };
  pods.addHandler({
    onAdd: follow,
    onUpdate: (before, pod) => {
      if (controllerOf(before)?.uid !== controllerOf(pod)?.uid) follow(before);
      follow(pod);
      const owner = ownerOf(pod);
      const minReadySeconds = owner?.spec?.minReadySeconds ?? 0;
      if (owner && minReadySeconds > 0 && !isPodReady(before) && isPodReady(pod)) queue.addAfter(objectKey(owner), minReadySeconds * 1000);
    },
    onDelete: (pod) => {
      const owner = ownerOf(pod);
      if (owner) enqueue(owner);
    },
  });
  // A node's change matters only where a pod is missing or must not stay; counts follow with the next change of a pod.
  const nodeChanged = (node: Node): void => {
    for (const set of sets.list()) {
      const { run, keep } = nodeFit(set, node);
      const present = podsOnNode(pods, node.metadata.name ?? '').some((pod) => controllerOf(pod)?.uid === set.metadata.uid);
      if ((run && !present) || (!keep && present)) enqueue(set);
    }
  };
  nodes.addHandler({ onAdd: nodeChanged, onUpdate: (before, node) => (sameFit(before, node) ? undefined : nodeChanged(node)) });
}

/** Whether nothing changed that decides about daemon pods. */
function sameFit(before: Node, node: Node): boolean {
  return deepEqual(before.metadata.labels, node.metadata.labels) && deepEqual(before.spec, node.spec);
}
