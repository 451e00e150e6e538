/** The loop that keeps StatefulSets' pods (source: pkg/controller/statefulset/stateful_set.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import { controllerOf, objectKey } from '../../api/meta';
import type { KubeObject } from '../../api/meta';
import { isFailure } from '../../api/request';
import { runController } from '../../client/controller';
import { planOf, send } from '../../client/script';
import type { Script } from '../../client/script';
import type { ControllerRevision } from '../../resources/apps/controllerrevisions/types';
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { PersistentVolumeClaim } from '../../resources/core/persistentvolumeclaims/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { controlledBy, indexByController, orphansIn } from '../controller-index';
import { claim } from '../controller-ref-manager';
import { isPodReady } from '../pod-status';
import { nextAvailabilityMs } from '../replicaset/status';
import { CONTROLLER_REVISIONS, PODS, STATEFUL_SETS } from '../resources';
import { CLAIMS } from './claims';
import { findRevisions, ownerOf, truncateHistory } from './history';
import { isMemberOf } from './identity';
import { updateReplicas } from './replicas';
import type { StatefulSetContext } from './stateful-set-context';
import { completed, statusDiffers, wireStatus } from './status';
import type { StatefulSetStatus } from './status';

export function startStatefulSet({ process, recorder }: ControllerContext): void {
  const context: StatefulSetContext = {
    sets: process.informer<StatefulSet>(STATEFUL_SETS),
    pods: process.informer<Pod>(PODS),
    claims: process.informer<PersistentVolumeClaim>(CLAIMS),
    revisions: process.informer<ControllerRevision>(CONTROLLER_REVISIONS),
    recorder: recorder('statefulset-controller'),
    nowMs: () => process.nowMs,
    requeue: (key, afterMs) => queue.addAfter(key, afterMs),
  };
  const { sets, pods, claims, revisions } = context;
  indexByController(pods);
  indexByController(revisions);
  sets.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  const queue = runController(process, {
    name: 'statefulset',
    ready: () => [sets, pods, claims, revisions].every(({ hasSynced }) => hasSynced),
    reconcile: (key) => planOf(sync(context, key)),
  });
  const enqueue = (object: KubeObject): void => queue.add(objectKey(object));
  sets.addHandler({ onAdd: enqueue, onUpdate: (_, set) => enqueue(set), onDelete: enqueue });
  pods.addHandler(podHandlers(context, enqueue));
}

function podHandlers({ sets, requeue }: StatefulSetContext, enqueue: (set: StatefulSet) => void) {
  const setOf = (pod: Pod): StatefulSet | undefined => {
    const controller = controllerOf(pod);
    if (controller?.kind !== 'StatefulSet') return undefined;
    const set = sets.get(`${pod.metadata.namespace}/${controller.name}`);
    return set?.metadata.uid === controller.uid ? set : undefined;
  };
  const enqueueOwner = (pod: Pod): void => {
    const set = setOf(pod);
    if (set) enqueue(set);
  };
  const enqueueMatching = ({ metadata }: Pod): void => {
    for (const set of sets.byIndex('namespace', metadata.namespace ?? '')) {
      if (matches(selectorFrom(set.spec?.selector), metadata.labels)) enqueue(set);
    }
  };
  return {
    onAdd(pod: Pod): void {
      if (controllerOf(pod)) enqueueOwner(pod);
      else if (pod.metadata.deletionTimestamp === undefined) enqueueMatching(pod);
    },
    onUpdate(before: Pod, pod: Pod): void {
      const changedOwner = controllerOf(before)?.uid !== controllerOf(pod)?.uid;
      if (changedOwner) enqueueOwner(before);
      const set = setOf(pod);
      if (set) enqueue(set);
      else if (!controllerOf(pod) && (changedOwner || JSON.stringify(before.metadata.labels) !== JSON.stringify(pod.metadata.labels)))
        enqueueMatching(pod);
      const minReadySeconds = set?.spec?.minReadySeconds ?? 0;
      if (set && minReadySeconds > 0 && !isPodReady(before) && isPodReady(pod)) requeue(objectKey(set), minReadySeconds * 1000);
    },
    onDelete: enqueueOwner,
  };
}

function* sync(context: StatefulSetContext, key: string): Script {
  const set = context.sets.get(key);
  if (!set) return undefined;
  const { uid = '', namespace = '' } = set.metadata;
  const members = orphansIn(context.pods, namespace).filter((pod) => isMemberOf(set, pod));
  const { claimed: pods, failure } = yield* claim(
    ownerOf(set),
    selectorFrom(set.spec?.selector),
    [...controlledBy(context.pods, uid), ...members],
    PODS,
  );
  if (failure) return failure;
  const history = yield* findRevisions(context, set);
  if ('failure' in history) return history.failure;
  const pass = yield* updateReplicas(context, set, history, pods);
  const status = completed(set, pass.status);
  const statusFailure = yield* writeStatus(set, status);
  const historyFailure = yield* truncateHistory(set, pods, history);
  const minReadySeconds = set.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && status.readyReplicas !== status.availableReplicas) {
    context.requeue(key, nextAvailabilityMs(pods, minReadySeconds, context.nowMs()) ?? minReadySeconds * 1000);
  }
  return pass.failure ?? statusFailure ?? historyFailure;
}

function* writeStatus(set: StatefulSet, status: StatefulSetStatus): Script {
  if (!statusDiffers(set, status)) return undefined;
  const { namespace = '', name = '' } = set.metadata;
  const reply = yield* send({
    verb: 'update',
    ...STATEFUL_SETS,
    subresource: 'status',
    namespace,
    name,
    body: { ...set, status: wireStatus(status) },
  });
  return isFailure(reply) ? reply : undefined;
}
