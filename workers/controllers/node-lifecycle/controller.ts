/**
 * node-lifecycle-controller: notices silent nodes, marks them and their pods, and taints nodes by their conditions
 * (source: pkg/controller/nodelifecycle/node_lifecycle_controller.go, 1.36).
 */
import { objectKey } from '../../api/meta';
import { isFailure, reasonOf } from '../../api/request';
import { rfc3339 } from '../../api/time';
import { runController } from '../../client/controller';

import { planOf, send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Lease } from '../../resources/coordination/leases/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { LEASES, NODES, PODS } from '../resources';
import { indexByNode } from '../node-pods';
import { NodeMonitor } from './monitor';
import { markNotReady } from './pods-not-ready';
import { noScheduleChanges, swapTaints } from './taints';
import { labelCorrections } from './labels';
import { secondsFlag } from '../controller-flags';

/** --node-monitor-period */
const MONITOR_PERIOD_MS = 5_000;
const LEASE_NAMESPACE = 'kube-node-lease';

export function startNodeLifecycle(context: ControllerContext): void {
  const { process, flags } = context;
  const nodes = process.informer<Node>(NODES);
  const pods = process.informer<Pod>(PODS);
  const leases = process.informer<Lease>(LEASES, { namespace: LEASE_NAMESPACE });
  const recorder = context.recorder('node-controller');
  const ready = (): boolean => nodes.hasSynced && pods.hasSynced && leases.hasSynced;
  indexByNode(pods);

  const nodeQueue = runController(process, {
    name: 'node-lifecycle',
    ready,
    reconcile(name) {
      const node = nodes.get(name);
      return node ? planOf(syncNode(node, rfc3339(process.nowMs))) : [];
    },
  });
  nodes.addHandler({ onAdd: (node) => nodeQueue.add(objectKey(node)), onUpdate: (_, node) => nodeQueue.add(objectKey(node)) });

  const monitor = new NodeMonitor({ process, nodes, pods, lease: (name) => leases.get(`${LEASE_NAMESPACE}/${name}`), recorder, flags });
  const podQueue = runController(process, {
    name: 'node-lifecycle-pod',
    ready,
    reconcile(key) {
      const pod = pods.get(key);
      const nodeName = pod?.spec?.nodeName;
      // A pod that lands on a node that is not ready counts as not ready from the start.
      if (!pod || !nodeName || !nodes.get(nodeName) || monitor.isReady(nodeName) !== false) return [];
      return planOf(markNotReady([pod], recorder, rfc3339(process.nowMs)));
    },
  });
  const assigned = (before: Pod | undefined, after: Pod): void => {
    if (after.spec?.nodeName && before?.spec?.nodeName !== after.spec.nodeName) podQueue.add(objectKey(after));
  };
  pods.addHandler({ onAdd: (pod) => assigned(undefined, pod), onUpdate: assigned });

  const period = secondsFlag(flags, 'node-monitor-period', MONITOR_PERIOD_MS);
  const tick = (): void => {
    if (ready()) monitor.check();
    process.timers.at(process.nowMs + period, tick, { background: true });
  };
  process.timers.at(
    process.nowMs,
    function first() {
      if (ready()) tick();
      else process.timers.at(process.nowMs + 1, first, { background: true });
    },
    { background: true },
  );
}

/** Taints by condition, decided on the node as it is stored now, and the labels that have two names. */
export function* syncNode(node: Node, now: string): Script {
  const name = node.metadata.name ?? '';
  if (hasNoScheduleChanges(node)) {
    const reply = yield* send({ ...NODES, verb: 'get', name });
    if (isFailure(reply)) return reasonOf(reply) === 'NotFound' ? undefined : reply;
    const { add, remove } = noScheduleChanges(reply.body as Node);
    const failure = yield* swapTaints(reply.body as Node, add, remove, now);
    if (failure) return failure;
  }
  const labels = labelCorrections(node);
  if (!labels) return undefined;
  const reply = yield* send({ ...NODES, verb: 'patch', patchType: 'merge', name, body: { metadata: { labels } } });
  return isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
}

function hasNoScheduleChanges(node: Node): boolean {
  const { add, remove } = noScheduleChanges(node);
  return add.length > 0 || remove.length > 0;
}
