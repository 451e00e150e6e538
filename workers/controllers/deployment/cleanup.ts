/** Forgetting old revisions (source: pkg/controller/deployment/sync.go cleanupDeployment, 1.36). */
import { isFailure, reasonOf } from '../../api/request';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import { REPLICA_SETS } from '../resources';
import { revisionOf } from './annotations';
import { byCreation } from './replica-sets';
import type { Rollout } from './rollout';

const LIMIT_NONE = 2 ** 31 - 1;

/** Deletes the oldest of the ReplicaSets that are out of use, but for as many as revisionHistoryLimit says. */
export function* cleanUp({ deployment }: Rollout, oldSets: readonly ReplicaSet[]): Script {
  const limit = deployment.spec?.revisionHistoryLimit;
  if (limit === undefined || limit === LIMIT_NONE) return undefined;
  const alive = oldSets.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const surplus = alive.length - limit;
  if (surplus <= 0) return undefined;
  alive.sort(byRevision);
  for (const replicaSet of alive.slice(0, surplus)) {
    if (!isUnused(replicaSet)) continue;
    const { namespace = '', name = '' } = replicaSet.metadata;
    const reply = yield* send({ verb: 'delete', ...REPLICA_SETS, namespace, name });
    if (isFailure(reply) && reasonOf(reply) !== 'NotFound') return reply;
  }
  return undefined;
}

function byRevision(a: ReplicaSet, b: ReplicaSet): number {
  const [left, right] = [revisionOf(a), revisionOf(b)];
  return left === undefined || right === undefined || left === right ? byCreation(a, b) : left - right;
}

function isUnused({ metadata, spec, status }: ReplicaSet): boolean {
  return (status?.replicas ?? 0) === 0 && spec?.replicas === 0 && (metadata.generation ?? 0) <= (status?.observedGeneration ?? 0);
}
