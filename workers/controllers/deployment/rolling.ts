/** Rolling updates: new replicas come and old ones go within the bounds (source: pkg/controller/deployment/rolling.go, 1.36). */
import type { Script } from '../../client/script';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import { cleanUp } from './cleanup';
import type { SyncContext } from './deployment-context';
import { newAndOldReplicaSets } from './new-replica-set';
import type { ReplicaSets } from './new-replica-set';
import { syncRolloutStatus } from './progress';
import { byCreation, desiredOf, isActive, replicasOf, sumOf } from './replica-sets';
import { scaleReplicaSet } from './rollout';
import type { Rollout } from './rollout';
import { maxUnavailable, newReplicaSetSize, scaledDown, withoutUnhealthy } from './sizes';
import type { NewSize } from './sizes';
import { isComplete } from './status';
import type { DeploymentStatus } from './status';

export function* rolloutRolling(context: SyncContext, rollout: Rollout): Script {
  const sets = yield* newAndOldReplicaSets(rollout, context.owned, true, context.replicaSets);
  if ('failure' in sets) return sets.failure;
  const { deployment } = rollout;
  const newSet = sets.newSet as ReplicaSet;
  const size = nextSize(rollout, sets);
  if (size !== replicasOf(newSet)) {
    const result = yield* scaleReplicaSet(rollout, newSet, size);
    return 'failure' in result ? result.failure : yield* syncRolloutStatus(context, rollout, sets);
  }
  if (yield* scaleDownOld(rollout, sets)) return yield* syncRolloutStatus(context, rollout, sets);
  if (isComplete(deployment, (deployment.status ?? {}) as DeploymentStatus)) {
    const failure = yield* cleanUp(rollout, sets.oldSets);
    if (failure) return failure;
  }
  return yield* syncRolloutStatus(context, rollout, sets);
}

function nextSize({ deployment }: Rollout, { newSet, oldSets }: ReplicaSets): number {
  const current = replicasOf(newSet as ReplicaSet);
  const desired = desiredOf(deployment);
  return current >= desired ? desired : newReplicaSetSize(deployment, sumOf([...oldSets, newSet], replicasOf), current);
}

/** Whether anything was scaled down. A failed write counts as no: the next event brings the next attempt. */
function* scaleDownOld(rollout: Rollout, { newSet, oldSets }: ReplicaSets): Script<boolean> {
  const { deployment } = rollout;
  const active = oldSets.filter(isActive).toSorted(byCreation);
  if (active.length === 0) return false;
  const newUnavailable = sumOf([newSet], (replicaSet) => replicasOf(replicaSet) - (replicaSet.status?.availableReplicas ?? 0));
  const minAvailable = desiredOf(deployment) - maxUnavailable(deployment);
  const spare = sumOf([...oldSets, newSet], replicasOf) - minAvailable - newUnavailable;
  if (spare <= 0) return false;
  const { sizes, blocked } = withoutUnhealthy(active, spare);
  const cleaned = yield* applySizes(rollout, sizes);
  if (!cleaned || blocked) return false;
  const available = sumOf([...cleaned.replicaSets, newSet], ({ status }) => status?.availableReplicas);
  const further = yield* applySizes(rollout, scaledDown(cleaned.replicaSets, Math.max(0, available - minAvailable)));
  return further !== undefined && cleaned.removed + further.removed > 0;
}

/** The ReplicaSets as they are then; undefined where a write failed. */
function* applySizes(rollout: Rollout, sizes: readonly NewSize[]): Script<{ replicaSets: ReplicaSet[]; removed: number } | undefined> {
  const replicaSets: ReplicaSet[] = [];
  let removed = 0;
  for (const { replicaSet, replicas } of sizes) {
    const result = yield* scaleReplicaSet(rollout, replicaSet, replicas);
    if ('failure' in result) return undefined;
    replicaSets.push(result.replicaSet);
    removed += replicasOf(replicaSet) - replicas;
  }
  return { replicaSets, removed };
}
