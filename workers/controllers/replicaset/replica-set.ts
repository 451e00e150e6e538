/** One sync of a ReplicaSet or ReplicationController (source: pkg/controller/replicaset/replica_set.go syncReplicaSet, 1.36). */
import { isFailure } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import { controllerOf } from '../../api/meta';
import { matches, selectorFromSet } from '../../api/labels';
import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Pod } from '../../resources/core/pods/types';
import { claim } from '../controller-ref-manager';
import { controlledBy, orphansIn } from '../controller-index';
import { isPodActive } from '../pod-status';
import { PODS } from '../resources';
import { BURST_REPLICAS, createPods, deletePods } from './manage-replicas';
import type { ReplicaFailure } from './manage-replicas';
import type { PodTallies } from './pod-tally';
import { desiredReplicas } from './replicator';
import type { Family, Replicator, ReplicatorStatus } from './replicator';
import { calculateStatus, countPods, nextAvailabilityMs, statusDiffers } from './status';
import type { PodCounts } from './status';
import { podsToDelete } from './victims';

export interface ReplicatorContext {
  readonly family: Family;
  readonly replicators: Informer<Replicator>;
  readonly pods: Informer<Pod>;
  readonly tallies: PodTallies;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  /** Asks for another sync of the key later. */
  readonly requeue: (key: string, afterMs: number) => void;
}

export function* sync(context: ReplicatorContext, key: string): Script {
  const { family, nowMs } = context;
  const replicator = context.replicators.get(key);
  if (!replicator) return undefined;
  const own = yield* claimPods(context, replicator);
  if ('failure' in own) return own.failure;
  const goes = replicator.metadata.deletionTimestamp !== undefined;
  const replicaFailure = goes ? undefined : yield* manageReplicas(context, replicator, own);
  const status = calculateStatus(replicator, {
    counts: own,
    terminating: family.countsTerminating ? own.terminating : undefined,
    failure: replicaFailure?.message,
    nowMs: nowMs(),
  });
  const statusFailure = yield* updateStatus(family, replicator, status);
  if (statusFailure) return statusFailure;
  if (replicaFailure) return replicaFailure.reply;
  const minReadySeconds = replicator.spec?.minReadySeconds ?? 0;
  if (minReadySeconds > 0 && own.ready !== own.available) {
    context.requeue(key, nextAvailabilityMs(own.activePods(), minReadySeconds, nowMs()) ?? minReadySeconds * 1000);
  }
  return undefined;
}

/** The active pods that a sync works on: counted, and listed where the list is asked for. */
interface OwnPods extends PodCounts {
  readonly terminating: number;
  readonly activePods: () => readonly Pod[];
}

/** Adopts and releases pods, which is rare; mostly the tally says all there is to know. */
function* claimPods(context: ReplicatorContext, replicator: Replicator): Script<OwnPods | { readonly failure: ApiReply }> {
  const { family, pods, tallies, nowMs } = context;
  const { uid = '', namespace = '', deletionTimestamp } = replicator.metadata;
  const criteria = { selector: family.selectorOf(replicator), template: selectorFromSet(replicator.spec?.template?.metadata?.labels) };
  const { active, fullyLabeled, ready, strays, terminating } = tallies.of(uid, criteria);
  const minReadyMs = (replicator.spec?.minReadySeconds ?? 0) * 1000;
  const orphans = orphansIn(pods, namespace).filter((pod) => isPodActive(pod) && matches(criteria.selector, pod.metadata.labels));
  if (strays > 0 || (orphans.length > 0 && deletionTimestamp === undefined)) {
    const candidates = [...controlledBy(pods, uid).filter(isPodActive), ...orphans];
    const { claimed, failure } = yield* claim({ ...family, metadata: replicator.metadata }, criteria.selector, candidates, PODS);
    return failure
      ? { failure }
      : { ...countPods(claimed, criteria.template, minReadyMs, nowMs()), terminating, activePods: () => claimed };
  }
  const activePods = (): readonly Pod[] =>
    controlledBy(pods, uid).filter((pod) => isPodActive(pod) && matches(criteria.selector, pod.metadata.labels));
  const available = minReadyMs === 0 ? ready : countPods(activePods(), criteria.template, minReadyMs, nowMs()).available;
  return { active, fullyLabeled, ready, available, terminating, activePods };
}

function* manageReplicas(context: ReplicatorContext, replicator: Replicator, own: OwnPods): Script<ReplicaFailure | undefined> {
  const surplus = own.active - desiredReplicas(replicator);
  if (surplus < 0) return yield* createPods(context.family, replicator, -surplus, context.recorder);
  if (surplus === 0) return undefined;
  const victims = podsToDelete(own.activePods(), relatedPods(context, replicator), Math.min(surplus, BURST_REPLICAS), context.nowMs());
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
