/** One sync of a ReplicaSet or ReplicationController (source: pkg/controller/replicaset/replica_set.go syncReplicaSet, 1.36). */
import { isFailure } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import { controllerOf } from '../../api/meta';
import { matches } from '../../api/labels';
import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Pod } from '../../resources/core/pods/types';
import { claim } from '../controller-ref-manager';
import { controlledBy, orphansIn } from '../controller-index';
import { isPodActive, isPodTerminating } from '../pod-status';
import { PODS } from '../resources';
import { BURST_REPLICAS, createPods, deletePods } from './manage-replicas';
import type { ReplicaFailure } from './manage-replicas';
import { desiredReplicas } from './replicator';
import type { Family, Replicator, ReplicatorStatus } from './replicator';
import { calculateStatus, nextAvailabilityMs, statusDiffers } from './status';
import { podsToDelete } from './victims';

export interface ReplicatorContext {
  readonly family: Family;
  readonly replicators: Informer<Replicator>;
  readonly pods: Informer<Pod>;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  /** Asks for another sync of the key later. */
  readonly requeue: (key: string, afterMs: number) => void;
}

export function* sync(context: ReplicatorContext, key: string): Script {
  const { family, pods, nowMs } = context;
  const replicator = context.replicators.get(key);
  if (!replicator) return undefined;
  const { uid = '', namespace = '', deletionTimestamp } = replicator.metadata;
  const selector = family.selectorOf(replicator);
  const owned = controlledBy(pods, uid);
  const candidates = [...owned, ...orphansIn(pods, namespace)].filter(isPodActive);
  const { claimed: activePods, failure } = yield* claim({ ...family, metadata: replicator.metadata }, selector, candidates, PODS);
  if (failure) return failure;
  const terminating = owned.filter((pod) => isPodTerminating(pod) && matches(selector, pod.metadata.labels)).length;
  const replicaFailure = deletionTimestamp === undefined ? yield* manageReplicas(context, replicator, activePods) : undefined;
  const status = calculateStatus(replicator, {
    activePods,
    terminating: family.countsTerminating ? terminating : undefined,
    failure: replicaFailure?.message,
    nowMs: nowMs(),
  });
  const statusFailure = yield* updateStatus(family, replicator, status);
  if (statusFailure) return statusFailure;
  if (replicaFailure) return replicaFailure.reply;
  const minReadySeconds = replicator.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && (status.readyReplicas ?? 0) !== (status.availableReplicas ?? 0)) {
    context.requeue(key, nextAvailabilityMs(activePods, minReadySeconds, nowMs()) ?? minReadySeconds * 1000);
  }
  return undefined;
}

function* manageReplicas(context: ReplicatorContext, replicator: Replicator, activePods: readonly Pod[]): Script<ReplicaFailure | undefined> {
  const surplus = activePods.length - desiredReplicas(replicator);
  if (surplus < 0) return yield* createPods(context.family, replicator, -surplus, context.recorder);
  if (surplus === 0) return undefined;
  const victims = podsToDelete(activePods, relatedPods(context, replicator), Math.min(surplus, BURST_REPLICAS), context.nowMs());
  return yield* deletePods(replicator, victims, context.recorder);
}

/** The pods that any ReplicaSet of the same owner selects, which says how crowded the nodes are with them. */
function relatedPods({ family, replicators, pods }: ReplicatorContext, replicator: Replicator): readonly Pod[] {
  const owner = controllerOf(replicator);
  if (!owner) return [];
  const found = new Map<string, Pod>();
  for (const sibling of controlledBy(replicators, owner.uid)) {
    const selector = family.selectorOf(sibling);
    const namespace = sibling.metadata.namespace ?? '';
    const selectable = [...controlledBy(pods, sibling.metadata.uid ?? ''), ...orphansIn(pods, namespace)];
    for (const pod of selectable) if (matches(selector, pod.metadata.labels)) found.set(pod.metadata.uid ?? '', pod);
  }
  return [...found.values()];
}

/** Writes the status; if that fails it tries once more on the object as it is now. */
function* updateStatus(family: Family, replicator: Replicator, newStatus: ReplicatorStatus): Script {
  if (!statusDiffers(replicator, newStatus)) return undefined;
  const status = { ...newStatus, observedGeneration: replicator.metadata.generation ?? 0 };
  const { group, version, resource } = family;
  const { namespace = '', name = '' } = replicator.metadata;
  const update = (object: Replicator): ApiRequest => {
    return { verb: 'update', group, version, resource, subresource: 'status', namespace, name, body: { ...object, status } };
  };
  const first = yield* send(update(replicator));
  if (!isFailure(first)) return undefined;
  const current: ApiReply = yield* send({ verb: 'get', group, version, resource, namespace, name });
  if (isFailure(current)) return current;
  const second = yield* send(update(current.body as Replicator));
  return isFailure(second) ? second : undefined;
}
