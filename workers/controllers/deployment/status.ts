/** A Deployment's status and the progress it shows (source: pkg/controller/deployment/{sync,progress}.go, 1.36). */
import { parseTime } from '../../api/time';
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import { conditionOf, newCondition, withCondition, withoutCondition } from './conditions';
import type { Conditions, DeploymentCondition } from './conditions';
import { desiredOf, replicasOf, sumOf, terminatingReplicas } from './replica-sets';
import { maxUnavailable } from './sizes';

export interface DeploymentStatus {
  readonly observedGeneration?: number;
  readonly replicas?: number;
  readonly updatedReplicas?: number;
  readonly readyReplicas?: number;
  readonly availableReplicas?: number;
  readonly unavailableReplicas?: number;
  readonly terminatingReplicas?: number;
  readonly conditions?: Conditions;
  readonly collisionCount?: number;
}

const DEADLINE_NONE = 2 ** 31 - 1;

export function hasProgressDeadline(deployment: Deployment): boolean {
  const seconds = deployment.spec?.progressDeadlineSeconds;
  return seconds !== undefined && seconds !== DEADLINE_NONE;
}

/** Counts and availability. Zero counts are left out, as on the wire. */
export function calculateStatus(
  deployment: Deployment,
  oldSets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const all = [...oldSets, newSet];
  const availableReplicas = sumOf(all, ({ status }) => status?.availableReplicas);
  const terminating = terminatingReplicas(all);
  const { conditions = [], collisionCount } = (deployment.status ?? {}) as DeploymentStatus;
  const enough = availableReplicas >= desiredOf(deployment) - maxUnavailable(deployment);
  const availability = enough
    ? newCondition(nowMs, 'Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.')
    : newCondition(nowMs, 'Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.');
  const counts = {
    observedGeneration: deployment.metadata.generation ?? 0,
    replicas: sumOf(all, ({ status }) => status?.replicas),
    updatedReplicas: sumOf([newSet], ({ status }) => status?.replicas),
    readyReplicas: sumOf(all, ({ status }) => status?.readyReplicas),
    availableReplicas,
    unavailableReplicas: Math.max(0, sumOf(all, replicasOf) - availableReplicas),
  };
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    ...(terminating === undefined ? {} : { terminatingReplicas: terminating }),
    conditions: withCondition(conditions, availability),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

/** {@link calculateStatus} plus the Progressing and ReplicaFailure conditions of a rollout. */
export function rolloutStatus(
  deployment: Deployment,
  oldSets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  nowMs: number,
): DeploymentStatus {
  const status = calculateStatus(deployment, oldSets, newSet, nowMs);
  const progressed = withProgress(deployment, status, newSet, nowMs);
  const failure = replicaFailure(oldSets, newSet);
  return { ...status, conditions: failure ? withCondition(progressed, failure) : withoutCondition(progressed, 'ReplicaFailure') };
}

function withProgress(deployment: Deployment, status: DeploymentStatus, newSet: ReplicaSet | undefined, nowMs: number): Conditions {
  const conditions = status.conditions ?? [];
  if (!hasProgressDeadline(deployment)) return withoutCondition(conditions, 'Progressing');
  const current = conditionOf((deployment.status as DeploymentStatus | undefined)?.conditions, 'Progressing');
  const settled = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable';
  if (settled) return conditions;
  const subject = newSet ? `ReplicaSet "${newSet.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  if (isComplete(deployment, status)) {
    return withCondition(
      conditions,
      newCondition(nowMs, 'Progressing', 'True', 'NewReplicaSetAvailable', `${subject} has successfully progressed.`),
    );
  }
  if (madeProgress(deployment.status ?? {}, status)) {
    const fresh = newCondition(nowMs, 'Progressing', 'True', 'ReplicaSetUpdated', `${subject} is progressing.`);
    const since = current?.status === 'True' ? current.lastTransitionTime : undefined;
    return withCondition(
      withoutCondition(conditions, 'Progressing'),
      since === undefined ? fresh : { ...fresh, lastTransitionTime: since },
    );
  }
  if (hasTimedOut(deployment, conditions, nowMs)) {
    return withCondition(
      conditions,
      newCondition(nowMs, 'Progressing', 'False', 'ProgressDeadlineExceeded', `${subject} has timed out progressing.`),
    );
  }
  return conditions;
}

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const desired = desiredOf(deployment);
  return (
    (status.updatedReplicas ?? 0) === desired &&
    (status.replicas ?? 0) === desired &&
    (status.availableReplicas ?? 0) === desired &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 0)
  );
}

/** More new pods, fewer old ones, or more of them ready or available than before. */
function madeProgress(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const oldReplicas = (status: DeploymentStatus): number => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    oldReplicas(after) < oldReplicas(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function hasTimedOut(deployment: Deployment, conditions: Conditions, nowMs: number): boolean {
  const condition = conditionOf(conditions, 'Progressing');
  if (!condition || condition.reason === 'NewReplicaSetAvailable') return false;
  return condition.reason === 'ProgressDeadlineExceeded' || deadlineMs(deployment, condition) < nowMs;
}

function deadlineMs(deployment: Deployment, progressing: DeploymentCondition): number {
  return parseTime(progressing.lastUpdateTime) + (deployment.spec?.progressDeadlineSeconds ?? 0) * 1000;
}

/**
 * Ms after which an unfinished rollout has to be looked at again, because then its deadline has passed; undefined where there is
 * nothing to wait for. Differs: upstream polls during the last second before the deadline.
 */
export function progressCheckMs(deployment: Deployment, status: DeploymentStatus, nowMs: number): number | undefined {
  const current = conditionOf((deployment.status as DeploymentStatus | undefined)?.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || !current || isComplete(deployment, status) || current.reason === 'ProgressDeadlineExceeded')
    return undefined;
  const leftMs = deadlineMs(deployment, current) - nowMs;
  // A deadline that has passed without a time-out (the rollout had ended before) has nothing more to say.
  if (leftMs < 0) return undefined;
  return leftMs < 1000 ? leftMs + 1 : leftMs + 1000;
}

/** The new ReplicaSet's failure to make pods counts more than an old one's. */
function replicaFailure(oldSets: readonly ReplicaSet[], newSet: ReplicaSet | undefined): DeploymentCondition | undefined {
  for (const replicaSet of [newSet, ...oldSets]) {
    const failure = (replicaSet?.status?.conditions as Conditions | undefined)?.find(({ type }) => type === 'ReplicaFailure');
    if (!failure) continue;
    const { type, status, lastTransitionTime, reason, message } = failure;
    const times = lastTransitionTime === undefined ? {} : { lastUpdateTime: lastTransitionTime, lastTransitionTime };
    return { type, status, ...times, ...(reason === undefined ? {} : { reason }), ...(message === undefined ? {} : { message }) };
  }
  return undefined;
}

/** Equality of statuses, whichever way their fields are ordered and zeros written. */
export function sameStatus(a: DeploymentStatus | undefined, b: DeploymentStatus): boolean {
  return canonical(a ?? {}) === canonical(b);
}

function canonical(status: DeploymentStatus): string {
  const {
    observedGeneration = 0,
    replicas = 0,
    updatedReplicas = 0,
    readyReplicas = 0,
    availableReplicas = 0,
    unavailableReplicas = 0,
  } = status;
  const conditions = (status.conditions ?? []).map(({ type, status: value, lastUpdateTime, lastTransitionTime, reason, message }) => {
    return [type, value, lastUpdateTime, lastTransitionTime, reason, message];
  });
  const counts = [observedGeneration, replicas, updatedReplicas, readyReplicas, availableReplicas, unavailableReplicas];
  return JSON.stringify([...counts, status.terminatingReplicas, status.collisionCount, conditions]);
}
