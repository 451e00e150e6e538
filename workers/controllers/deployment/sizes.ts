/** How many replicas each ReplicaSet of a Deployment may have (source: pkg/controller/deployment/util/deployment_util.go, 1.36). */
import { scaledValue } from '../../api/int-or-string';
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import { bySize, desiredOf, isActive, replicasOf, sumOf } from './replica-sets';
import { DESIRED_REPLICAS, MAX_REPLICAS, replicasAnnotation } from './annotations';

export interface NewSize {
  readonly replicaSet: ReplicaSet;
  readonly replicas: number;
}

export function isRollingUpdate(deployment: Deployment): boolean {
  return deployment.spec?.strategy?.type === 'RollingUpdate';
}

export function maxSurge(deployment: Deployment): number {
  return isRollingUpdate(deployment) ? fenceposts(deployment).surge : 0;
}

export function maxUnavailable(deployment: Deployment): number {
  const replicas = desiredOf(deployment);
  return isRollingUpdate(deployment) && replicas > 0 ? Math.min(fenceposts(deployment).unavailable, replicas) : 0;
}

/** Percentages that both round to nothing would block every rollout, so one pod may then be unavailable. */
function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const replicas = desiredOf(deployment);
  const { maxSurge: surgeSpec = 0, maxUnavailable: unavailableSpec = 0 } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(surgeSpec, replicas, true) ?? 0;
  const unavailable = scaledValue(unavailableSpec, replicas, false) ?? 0;
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

/** Replicas that the new ReplicaSet should have next; `total` is the sum over all ReplicaSets, `current` its own. */
export function newReplicaSetSize(deployment: Deployment, total: number, current: number): number {
  const desired = desiredOf(deployment);
  if (!isRollingUpdate(deployment)) return desired;
  const surge = scaledValue(deployment.spec?.strategy?.rollingUpdate?.maxSurge, desired, true) ?? 0;
  const limit = desired + surge;
  return total >= limit ? current : current + Math.min(limit - total, desired - current);
}

/**
 * Removes at most `limit` replicas that aren't available, oldest ReplicaSets (first in the list) first. `blocked`: a ReplicaSet has
 * more available pods than it should have, so its counts are out of date and nothing more may be scaled down now.
 */
export function withoutUnhealthy(oldSets: readonly ReplicaSet[], limit: number): { sizes: readonly NewSize[]; blocked: boolean } {
  let removed = 0;
  const sizes: NewSize[] = [];
  for (const replicaSet of oldSets) {
    const replicas = replicasOf(replicaSet);
    const unhealthy = replicas - (replicaSet.status?.availableReplicas ?? 0);
    const remove = removed < limit && replicas > 0 ? Math.min(limit - removed, unhealthy) : 0;
    if (remove < 0) return { sizes, blocked: true };
    removed += remove;
    sizes.push({ replicaSet, replicas: replicas - remove });
  }
  return { sizes, blocked: false };
}

/** Removes `count` replicas of the old ReplicaSets, oldest (first in the list) first. */
export function scaledDown(oldSets: readonly ReplicaSet[], count: number): readonly NewSize[] {
  let removed = 0;
  return oldSets.map((replicaSet) => {
    const remove = Math.max(0, Math.min(replicasOf(replicaSet), count - removed));
    removed += remove;
    return { replicaSet, replicas: replicasOf(replicaSet) - remove };
  });
}

/** The new ReplicaSet has all replicas, knows it, and all are available. */
export function isSaturated(deployment: Deployment, newSet: ReplicaSet | undefined): boolean {
  const desired = desiredOf(deployment);
  return (
    newSet !== undefined &&
    replicasOf(newSet) === desired &&
    newSet.metadata.annotations?.[DESIRED_REPLICAS] === String(desired) &&
    (newSet.status?.availableReplicas ?? 0) === desired
  );
}

/** Spreads a change of spec.replicas in the middle of a rollout over the active ReplicaSets in proportion to their size. */
export function proportionalSizes(deployment: Deployment, replicaSets: readonly ReplicaSet[]): readonly NewSize[] {
  const desired = desiredOf(deployment);
  const active = replicaSets.filter(isActive);
  const allowed = desired > 0 ? desired + maxSurge(deployment) : 0;
  const toAdd = allowed - sumOf(active, replicasOf);
  if (toAdd !== 0) active.sort(bySize(toAdd > 0));
  let added = 0;
  const sizes = active.map((replicaSet) => {
    const part = proportion(deployment, replicaSet, toAdd, added);
    added += part;
    return { replicaSet, replicas: replicasOf(replicaSet) + part };
  });
  const [largest, ...others] = sizes;
  if (!largest || toAdd === 0) return sizes;
  return [{ ...largest, replicas: Math.max(0, largest.replicas + toAdd - added) }, ...others];
}

function proportion(deployment: Deployment, replicaSet: ReplicaSet, toAdd: number, added: number): number {
  if (toAdd === 0 || toAdd === added) return 0;
  const part = fraction(deployment, replicaSet);
  return toAdd > 0 ? Math.min(part, toAdd - added) : Math.max(part, toAdd - added);
}

function fraction(deployment: Deployment, replicaSet: ReplicaSet): number {
  const replicas = replicasOf(replicaSet);
  if (desiredOf(deployment) === 0) return -replicas;
  const limit = desiredOf(deployment) + maxSurge(deployment);
  const limitBefore = replicasAnnotation(replicaSet, MAX_REPLICAS) || (deployment.status?.replicas ?? 0);
  return limitBefore === 0 ? 0 : Math.floor((replicas * limit) / limitBefore + 0.5) - replicas;
}
