/** The loop that keeps ReplicaSets' pods (source: pkg/controller/replicaset/replica_set.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import { controllerOf, objectKey } from '../../api/meta';
import { runController } from '../../client/controller';
import { planOf } from '../../client/script';
import type { Script } from '../../client/script';
import type { Pod } from '../../resources/core/pods/types';
import { indexByController } from '../controller-index';
import { isPodReady } from '../pod-status';
import type { ControllerContext } from '../controller-context';
import { PODS, REPLICA_SETS } from '../resources';
import { PodTallies } from './pod-tally';
import { sync } from './replica-set';
import type { ReplicatorContext } from './replica-set';
import type { Family, Replicator } from './replicator';
import { SyncPace } from './sync-pace';

const REPLICA_SET: Family = {
  ...REPLICA_SETS,
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  loop: 'replicaset',
  component: 'replicaset-controller',
  countsTerminating: true,
  selectorOf: (replicaSet) => selectorFrom((replicaSet.spec as { selector?: LabelSelector } | undefined)?.selector),
};

export function startReplicaSet(context: ControllerContext): void {
  startReplicators(context, REPLICA_SET);
}

/** Starts the loop for one of the two kinds. */
export function startReplicators({ process, recorder }: ControllerContext, family: Family): void {
  const { group, version, resource } = family;
  const replicators = process.informer<Replicator>({ group, version, resource });
  const pods = process.informer<Pod>(PODS);
  indexByController(pods);
  indexByController(replicators);
  replicators.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  const syncContext: ReplicatorContext = {
    family,
    replicators,
    pods,
    tallies: new PodTallies(pods),
    recorder: recorder(family.component),
    nowMs: () => process.nowMs,
    requeue: (key, afterMs) => queue.addAfter(key, afterMs),
  };
  const queue = runController(process, {
    name: family.loop,
    ready: () => replicators.hasSynced && pods.hasSynced,
    reconcile: (key) => planOf(pacedSync(syncContext, pace, key)),
  });
  const pace = new SyncPace(process, (key) => queue.add(key));
  const enqueue = (replicator: Replicator): void => pace.add(objectKey(replicator));
  replicators.addHandler({
    onAdd: enqueue,
    onUpdate: (_, replicator) => enqueue(replicator),
    onDelete: ({ metadata }) => syncContext.tallies.forget(metadata.uid ?? ''),
  });
  pods.addHandler(podHandlers(syncContext, (key) => pace.add(key)));
}

function* pacedSync(context: ReplicatorContext, pace: SyncPace, key: string): Script {
  pace.begin(key);
  const failure = yield* sync(context, key);
  pace.end(key, failure !== undefined);
  return failure;
}

function podHandlers(context: ReplicatorContext, enqueue: (key: string) => void) {
  const { family, replicators, requeue } = context;
  const ownerOf = (pod: Pod): Replicator | undefined => {
    const controller = controllerOf(pod);
    if (controller?.kind !== family.kind) return undefined;
    const owner = replicators.get(`${pod.metadata.namespace}/${controller.name}`);
    return owner?.metadata.uid === controller.uid ? owner : undefined;
  };
  const enqueueOwner = (pod: Pod): void => {
    const owner = ownerOf(pod);
    if (owner) enqueue(objectKey(owner));
  };
  const enqueueMatching = (pod: Pod): void => {
    for (const replicator of replicators.byIndex('namespace', pod.metadata.namespace ?? '')) {
      const selector = family.selectorOf(replicator);
      if (selector.requirements.length > 0 && matches(selector, pod.metadata.labels)) enqueue(objectKey(replicator));
    }
  };
  return {
    onAdd(pod: Pod): void {
      if (controllerOf(pod)) enqueueOwner(pod);
      else if (pod.metadata.deletionTimestamp === undefined) enqueueMatching(pod);
    },
    onUpdate(before: Pod, pod: Pod): void {
      const controller = controllerOf(pod);
      const changedOwner = controller?.uid !== controllerOf(before)?.uid;
      if (changedOwner) enqueueOwner(before);
      if (!controller) {
        if (changedOwner || JSON.stringify(before.metadata.labels) !== JSON.stringify(pod.metadata.labels)) enqueueMatching(pod);
        return;
      }
      const owner = ownerOf(pod);
      if (!owner) return;
      enqueue(objectKey(owner));
      const minReadySeconds = owner.spec?.minReadySeconds ?? 0;
      if (minReadySeconds > 0 && !isPodReady(before) && isPodReady(pod)) requeue(objectKey(owner), minReadySeconds * 1000);
    },
    onDelete: enqueueOwner,
  };
}
