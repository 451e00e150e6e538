/** The server-side rollback that old clients ask for with an annotation (source: pkg/controller/deployment/rollback.go, 1.36). */
import { isFailure } from '../../api/request';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import { DEPLOYMENTS } from '../resources';
import { copiedAnnotations, keptAnnotations, revisionOf, ROLLBACK_TO } from './annotations';
import type { Annotations } from './annotations';
import type { SyncContext } from './deployment-context';
import { newAndOldReplicaSets } from './new-replica-set';
import { equalIgnoreHash, POD_TEMPLATE_HASH } from './replica-sets';
import { SUPERSEDED } from './rollout';
import type { Rollout } from './rollout';

const NOT_FOUND = 'DeploymentRollbackRevisionNotFound';

export function* rollback(context: SyncContext, rollout: Rollout): Script {
  const sets = yield* newAndOldReplicaSets(rollout, context.owned, true, context.replicaSets);
  if ('failure' in sets) return sets.failure;
  const { deployment, recorder } = rollout;
  const all = [...sets.oldSets, ...(sets.newSet ? [sets.newSet] : [])];
  const wanted = Number(deployment.metadata.annotations?.[ROLLBACK_TO]);
  const revision = wanted === 0 ? lastRevision(all) : wanted;
  const target = revision === 0 ? undefined : all.find((replicaSet) => revisionOf(replicaSet) === revision);
  if (!target) {
    const message = revision === 0 ? 'Unable to find last revision.' : 'Unable to find the revision to rollback to.';
    recorder.event(deployment, 'Warning', NOT_FOUND, message);
    return yield* finish(rollout, deployment);
  }
  const { name } = deployment.metadata;
  if (equalIgnoreHash(deployment.spec?.template, target.spec?.template)) {
    const message = `The rollback revision contains the same template as current deployment "${name}"`;
    recorder.event(deployment, 'Warning', 'DeploymentRollbackTemplateUnchanged', message);
    return yield* finish(rollout, deployment);
  }
  const failure = yield* finish(rollout, rolledBack(deployment, target));
  if (!failure) recorder.event(deployment, 'Normal', 'DeploymentRollback', `Rolled back deployment "${name}" to revision ${revision}`);
  return failure;
}

/** The second highest revision; 0 where there is none. */
function lastRevision(replicaSets: readonly ReplicaSet[]): number {
  const revisions = replicaSets.map((replicaSet) => revisionOf(replicaSet) ?? 0).toSorted((a, b) => b - a);
  return revisions[1] ?? 0;
}

function rolledBack(deployment: Deployment, { metadata, spec }: ReplicaSet): Deployment {
  const { [POD_TEMPLATE_HASH]: _hash, ...labels } = (spec?.template?.metadata?.labels ?? {}) as Annotations;
  const template = { ...spec?.template, metadata: { ...spec?.template?.metadata, labels } };
  const annotations = { ...keptAnnotations(deployment.metadata.annotations), ...copiedAnnotations(metadata.annotations) };
  return { ...deployment, metadata: { ...deployment.metadata, annotations }, spec: { ...deployment.spec, template } } as Deployment;
}

/** Writes the Deployment without the request to roll back. */
function* finish(rollout: Rollout, deployment: Deployment): Script {
  if (rollout.written) return SUPERSEDED;
  const { [ROLLBACK_TO]: _done, ...annotations } = deployment.metadata.annotations ?? {};
  const { namespace = '', name = '' } = deployment.metadata;
  const body = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  const reply = yield* send({ verb: 'update', ...DEPLOYMENTS, namespace, name, body });
  return isFailure(reply) ? reply : undefined;
}
