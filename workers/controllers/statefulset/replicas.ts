/** One pass over a set's pods: create, wait, scale down, update (source: statefulset/stateful_set_control.go updateStatefulSet, 1.36). */
import type { ApiReply } from '../../api/request';
import type { Script } from '../../client/script';
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { Pod } from '../../resources/core/pods/types';
import type { History } from './history';
import { isStaleClaim, claimsFor } from './claims';
import {
  desiredOf,
  identityMatches,
  isAvailable,
  isCreated,
  isInRange,
  isRunningAndReady,
  isTerminating,
  newPod,
  ordinalOf,
  revisionOf,
  startOrdinal,
  storageMatches,
} from './identity';
import { claimsMatch, createMissingClaims, createPod, deletePod, updateClaimOwners, updatePod } from './pod-control';
import { templateOf } from './revisions';
import type { StatefulSetContext } from './stateful-set-context';
import { statusOf } from './status';
import type { StatefulSetStatus } from './status';

export interface Pass {
  readonly status: StatefulSetStatus;
  readonly failure?: ApiReply;
}

/** What became of one pod: "wait" ends an ordered pass. */
type Outcome = 'go on' | 'wait' | ApiReply;

interface Replicas {
  /** By ordinal; what doesn't exist yet is drawn up. */
  readonly replicas: readonly Pod[];
  /** Beyond the range, highest ordinal first. */
  readonly condemned: readonly Pod[];
}

export function* updateReplicas(context: StatefulSetContext, set: StatefulSet, history: History, pods: readonly Pod[]): Script<Pass> {
  const nowMs = context.nowMs();
  const before = statusOf(set, history, pods, nowMs);
  if (set.metadata.deletionTimestamp !== undefined) return { status: before };
  const { replicas, condemned } = sortOut(set, history, pods);
  const status = statusOf(set, history, [...replicas, ...condemned], nowMs);
  const ordered = set.spec?.podManagementPolicy !== 'Parallel';
  const unavailable = [...replicas, ...condemned.toReversed()].find((pod) => !isAvailable(set, pod, nowMs) || isTerminating(pod));
  const steps: (readonly [readonly Pod[], (pod: Pod) => Script<Outcome>])[] = [
    [replicas, (pod) => processReplica(context, set, pod, ordered)],
    [condemned, (pod) => fixClaims(context, set, pod)],
    [condemned, (pod) => processCondemned(context, set, pod, ordered, unavailable)],
  ];
  for (const [list, process] of steps) {
    for (const pod of list) {
      const outcome = yield* process(pod);
      if (typeof outcome === 'object') return { status, failure: outcome };
      if (outcome === 'wait' && ordered) return { status };
    }
  }
  return set.spec?.updateStrategy?.type === 'OnDelete' ? { status } : yield* updateNext(context, set, history, replicas, status);
}

function sortOut(set: StatefulSet, history: History, pods: readonly Pod[]): Replicas {
  const start = startOrdinal(set);
  const existing = new Map(pods.filter((pod) => isInRange(set, pod)).map((pod) => [ordinalOf(pod), pod]));
  const replicas = Array.from({ length: desiredOf(set) }, (_, index) => existing.get(start + index) ?? draw(set, history, start + index));
  const condemned = pods.filter((pod) => ordinalOf(pod) >= 0 && !isInRange(set, pod)).toSorted((a, b) => ordinalOf(b) - ordinalOf(a));
  return { replicas, condemned };
}

/** Below the partition a new pod still gets the current revision. */
function draw(set: StatefulSet, { current, update }: History, ordinal: number): Pod {
  const strategy = set.spec?.updateStrategy;
  const kept = strategy?.rollingUpdate
    ? (strategy.rollingUpdate.partition ?? 0)
    : strategy?.type === 'RollingUpdate'
      ? (set.status?.currentReplicas ?? 0)
      : 0;
  const revision = ordinal < startOrdinal(set) + kept ? current : update;
  return newPod(set, { template: templateOf(revision), revision: revision.metadata.name ?? '' }, ordinal);
}

function* processReplica(context: StatefulSetContext, set: StatefulSet, pod: Pod, ordered: boolean): Script<Outcome> {
  if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') {
    const failure = isTerminating(pod) ? undefined : yield* deletePod(context, set, pod);
    return failure ?? 'wait';
  }
  if (!isCreated(pod)) {
    if (claimsFor(set, ordinalOf(pod)).some(({ metadata }) => isStale(context, set, pod, `${metadata.namespace}/${metadata.name}`)))
      return 'wait';
    return (yield* createPod(context, set, pod)) ?? 'wait';
  }
  if (pod.status?.phase === 'Pending') {
    const failure = yield* createMissingClaims(context, set, pod);
    if (failure) return failure;
  }
  if (ordered && (isTerminating(pod) || !isRunningAndReady(pod) || !isAvailable(set, pod, context.nowMs()))) return 'wait';
  if (identityMatches(set, pod) && storageMatches(set, pod) && claimsMatch(context, set, pod)) return 'go on';
  return (yield* updatePod(context, set, pod)) ?? 'go on';
}

function isStale({ claims }: StatefulSetContext, set: StatefulSet, pod: Pod, key: string): boolean {
  const claim = claims.get(key);
  return claim !== undefined && isStaleClaim(set, pod, claim);
}

function* fixClaims(context: StatefulSetContext, set: StatefulSet, pod: Pod): Script<Outcome> {
  return (claimsMatch(context, set, pod) ? undefined : yield* updateClaimOwners(context, set, pod)) ?? 'go on';
}

/** Scaling down takes one pod at a time and waits for the others to be well, unless this is the one that isn't. */
function* processCondemned(
  context: StatefulSetContext,
  set: StatefulSet,
  pod: Pod,
  ordered: boolean,
  firstUnavailable: Pod | undefined,
): Script<Outcome> {
  if (isTerminating(pod)) return 'wait';
  const well = isRunningAndReady(pod) && isAvailable(set, pod, context.nowMs());
  if (!well && ordered && pod !== firstUnavailable) return 'wait';
  return (yield* deletePod(context, set, pod)) ?? 'wait';
}

/** Deletes the highest pod of an older revision once all above it are well; it comes back updated. */
function* updateNext(
  context: StatefulSetContext,
  set: StatefulSet,
  { update }: History,
  replicas: readonly Pod[],
  status: StatefulSetStatus,
): Script<Pass> {
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  for (let index = replicas.length - 1; index >= partition; index--) {
    const pod = replicas[index] as Pod;
    if (revisionOf(pod) !== update.metadata.name && !isTerminating(pod)) {
      const failure = yield* deletePod(context, set, pod);
      return failure ? { status, failure } : { status: { ...status, currentReplicas: status.currentReplicas - 1 } };
    }
    if (!isAvailable(set, pod, context.nowMs()) || isTerminating(pod)) return { status };
  }
  return { status };
}
