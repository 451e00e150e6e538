/** How a sync of a rollout ends (source: pkg/controller/deployment/progress.go, 1.36). */
import type { Script } from '../../client/script';
import type { SyncContext } from './deployment-context';
import type { ReplicaSets } from './new-replica-set';
import { writeStatus } from './rollout';
import type { Rollout } from './rollout';
import { progressCheckMs, rolloutStatus, sameStatus } from './status';
import type { DeploymentStatus } from './status';

/** Writes the status, or waits for the deadline if nothing changed. */
export function* syncRolloutStatus(context: SyncContext, rollout: Rollout, { newSet, oldSets }: ReplicaSets): Script {
  const { deployment } = rollout;
  const status = rolloutStatus(deployment, oldSets, newSet, context.nowMs());
  if (!sameStatus(deployment.status as DeploymentStatus, status)) return yield* writeStatus(rollout, status);
  const checkMs = progressCheckMs(deployment, status, context.nowMs());
  if (checkMs !== undefined) context.requeue(context.key, checkMs);
  return undefined;
}
