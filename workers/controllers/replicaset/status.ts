/** The status that a ReplicaSet's pods give it (source: pkg/controller/replicaset/replica_set_utils.go, 1.36). */
import { matches } from '../../api/labels';
import type { Selector } from '../../api/labels';
import { rfc3339 } from '../../api/time';
import type { Pod } from '../../resources/core/pods/types';
import { readySinceMs } from '../pod-status';
import { desiredReplicas } from './replicator';
import type { Replicator, ReplicatorCondition, ReplicatorStatus } from './replicator';

const REPLICA_FAILURE = 'ReplicaFailure';

export interface PodCounts {
  readonly active: number;
  readonly fullyLabeled: number;
  readonly ready: number;
  /** Ready for at least minReadySeconds. */
  readonly available: number;
}

export interface StatusInput {
  readonly counts: PodCounts;
  /** undefined for kinds whose status doesn't count them. */
  readonly terminating: number | undefined;
  /** Message of the failure to create or delete pods, if there was one. */
  readonly failure: string | undefined;
  readonly nowMs: number;
}

export function countPods(activePods: readonly Pod[], template: Selector, minReadyMs: number, nowMs: number): PodCounts {
  const counts = { active: activePods.length, fullyLabeled: 0, ready: 0, available: 0 };
  for (const pod of activePods) {
    if (matches(template, pod.metadata.labels)) counts.fullyLabeled++;
    const sinceMs = readySinceMs(pod);
    if (sinceMs === undefined) continue;
    counts.ready++;
    if (minReadyMs === 0 || sinceMs + minReadyMs <= nowMs) counts.available++;
  }
  return counts;
}

/** Zero counts are left out as on the wire, except `replicas` and `terminatingReplicas`. */
export function calculateStatus(replicator: Replicator, { counts, terminating, failure, nowMs }: StatusInput): ReplicatorStatus {
  const { active, fullyLabeled, ready, available } = counts;
  const conditions = failureConditions(replicator, active, failure, nowMs);
  const { observedGeneration } = replicator.status ?? {};
  return {
    replicas: active,
    ...(fullyLabeled ? { fullyLabeledReplicas: fullyLabeled } : {}),
    ...(ready ? { readyReplicas: ready } : {}),
    ...(available ? { availableReplicas: available } : {}),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    ...(observedGeneration ? { observedGeneration } : {}),
    ...(conditions.length ? { conditions } : {}),
  };
}

/** Whether the status has to be written: something counted changed, or a new generation wants to be acknowledged. */
export function statusDiffers(replicator: Replicator, status: ReplicatorStatus): boolean {
  const before = replicator.status ?? { replicas: 0 };
  return (
    before.replicas !== status.replicas ||
    (before.fullyLabeledReplicas ?? 0) !== (status.fullyLabeledReplicas ?? 0) ||
    (before.readyReplicas ?? 0) !== (status.readyReplicas ?? 0) ||
    (before.availableReplicas ?? 0) !== (status.availableReplicas ?? 0) ||
    before.terminatingReplicas !== status.terminatingReplicas ||
    (before.observedGeneration ?? 0) !== replicator.metadata.generation ||
    JSON.stringify(before.conditions ?? []) !== JSON.stringify(status.conditions ?? [])
  );
}

function failureConditions(
  replicator: Replicator,
  active: number,
  failure: string | undefined,
  nowMs: number,
): readonly ReplicatorCondition[] {
  const before = replicator.status?.conditions ?? [];
  const known = before.some(({ type }) => type === REPLICA_FAILURE);
  if (failure !== undefined && !known) {
    const surplus = active - desiredReplicas(replicator);
    const reason = surplus < 0 ? 'FailedCreate' : surplus > 0 ? 'FailedDelete' : '';
    return [...before, { type: REPLICA_FAILURE, status: 'True', lastTransitionTime: rfc3339(nowMs), reason, message: failure }];
  }
  return failure === undefined && known ? before.filter(({ type }) => type !== REPLICA_FAILURE) : before;
}

/** Ms until the next of these ready pods becomes available; undefined where none waits for that. */
export function nextAvailabilityMs(pods: readonly Pod[], minReadySeconds: number, nowMs: number): number | undefined {
  let next: number | undefined;
  for (const pod of pods) {
    const sinceMs = readySinceMs(pod);
    if (sinceMs === undefined || Number.isNaN(sinceMs)) continue;
    const waitMs = sinceMs + minReadySeconds * 1000 - nowMs;
    if (waitMs > 0 && (next === undefined || waitMs < next)) next = waitMs;
  }
  return next;
}
