/** The Recreate strategy: all old pods go before the first new one comes (source: pkg/controller/deployment/recreate.go, 1.36). */
import type { Script } from '../../client/script';
import { controlledBy } from '../controller-index';
import { isPodTerminal } from '../pod-status';
import { cleanUp } from './cleanup';
import type { SyncContext } from './deployment-context';
import { newAndOldReplicaSets } from './new-replica-set';
import type { ReplicaSets } from './new-replica-set';
import { syncRolloutStatus } from './progress';
import { desiredOf, isActive, sumOf } from './replica-sets';
import { scaleReplicaSet } from './rollout';
import type { Rollout } from './rollout';
import { isComplete } from './status';
import type { DeploymentStatus } from './status';

export function* rolloutRecreate(context: SyncContext, rollout: Rollout): Script {
  let sets = yield* newAndOldReplicaSets(rollout, context.owned, false, context.replicaSets);
  if ('failure' in sets) return sets.failure;
  const active = sets.oldSets.filter(isActive);
  for (const old of active) {
    const result = yield* scaleReplicaSet(rollout, old, 0);
    if ('failure' in result) return result.failure;
  }
  if (active.length > 0 || oldPodsRun(context, sets)) return yield* syncRolloutStatus(context, rollout, sets);
  if (!sets.newSet) {
    sets = yield* newAndOldReplicaSets(rollout, context.owned, true, context.replicaSets);
    if ('failure' in sets) return sets.failure;
  }
  const { deployment } = rollout;
  if (sets.newSet) {
    const result = yield* scaleReplicaSet(rollout, sets.newSet, desiredOf(deployment));
    if ('failure' in result) return result.failure;
  }
  if (isComplete(deployment, (deployment.status ?? {}) as DeploymentStatus)) {
    const failure = yield* cleanUp(rollout, sets.oldSets);
    if (failure) return failure;
  }
  return yield* syncRolloutStatus(context, rollout, sets);
}

/** Pods that are on their way out still count until they have ended. */
function oldPodsRun({ pods, owned }: SyncContext, { newSet, oldSets }: ReplicaSets): boolean {
  if (sumOf(oldSets, ({ status }) => status?.replicas) > 0) return true;
  return owned.some(
    ({ metadata: { uid = '' } }) => uid !== newSet?.metadata.uid && controlledBy(pods, uid).some((pod) => !isPodTerminal(pod)),
  );
}
