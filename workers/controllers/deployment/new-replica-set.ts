/** Finding, updating or creating the ReplicaSet with a Deployment's template (source: deployment/sync.go getNewReplicaSet, 1.36). */
import { controllerOf } from '../../api/meta';
import { reasonOf } from '../../api/request';
import type { ApiReply } from '../../api/request';
import type { Informer } from '../../client/informer';
import type { Script } from '../../client/script';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import { controllerRef } from '../controller-ref-manager';
import { DEPLOYMENTS } from '../resources';
import { isNamespaceTerminating, messageOf } from '../replicaset/manage-replicas';
import { maxRevision, newReplicaSetAnnotations, replicasAnnotations, REVISION, sameAnnotations } from './annotations';
import { conditionOf, newCondition, withCondition } from './conditions';
import type { DeploymentCondition } from './conditions';
import { podTemplateHash } from './pod-template-hash';
import { desiredOf, equalIgnoreHash, POD_TEMPLATE_HASH, replicasOf, splitReplicaSets, sumOf } from './replica-sets';
import { writeReplicaSet, writeStatus } from './rollout';
import type { Rollout } from './rollout';
import { maxSurge, newReplicaSetSize } from './sizes';
import { hasProgressDeadline } from './status';
import type { DeploymentStatus } from './status';

export type ReplicaSets = { readonly newSet: ReplicaSet | undefined; readonly oldSets: readonly ReplicaSet[] };
const NAME_MAX = 253;

/** Splits the ReplicaSets, brings the new one's annotations and the revisions up to date, and with `create` makes it if it is missing. */
export function* newAndOldReplicaSets(
  rollout: Rollout,
  replicaSets: readonly ReplicaSet[],
  create: boolean,
  cache: Informer<ReplicaSet>,
): Script<ReplicaSets | { readonly failure: ApiReply }> {
  const { newSet, oldSets } = splitReplicaSets(rollout.deployment, replicaSets);
  const revision = maxRevision(oldSets) + 1;
  if (!newSet && !create) return { newSet, oldSets };
  const result = newSet ? yield* updateNew(rollout, newSet, revision) : yield* createNew(rollout, oldSets, revision, cache);
  return 'failure' in result ? result : { newSet: result.replicaSet, oldSets };
}

type Result = { readonly replicaSet: ReplicaSet } | { readonly failure: ApiReply };

function* updateNew(rollout: Rollout, newSet: ReplicaSet, revision: number): Script<Result> {
  const { deployment, nowMs } = rollout;
  const annotations = newReplicaSetAnnotations(deployment, newSet.metadata.annotations ?? {}, revision);
  const minReadySeconds = deployment.spec?.minReadySeconds ?? 0;
  if (!sameAnnotations(newSet.metadata.annotations, annotations) || (newSet.spec?.minReadySeconds ?? 0) !== minReadySeconds) {
    const { minReadySeconds: _before, ...others } = newSet.spec ?? {};
    const spec = { ...others, ...(minReadySeconds > 0 ? { minReadySeconds } : {}) };
    return yield* writeReplicaSet('update', { ...newSet, metadata: { ...newSet.metadata, annotations }, spec } as ReplicaSet);
  }
  const unknown = hasProgressDeadline(deployment) && !conditionOf(statusOf(rollout).conditions, 'Progressing');
  const found = newCondition(nowMs(), 'Progressing', 'True', 'FoundNewReplicaSet', `Found new replica set "${newSet.metadata.name}"`);
  const failure = yield* writeRevision(rollout, annotations[REVISION] ?? '', unknown ? found : undefined);
  return failure ? { failure } : { replicaSet: newSet };
}

/** Writes the Deployment's revision and condition, if that changes anything. */
function* writeRevision(rollout: Rollout, revision: string, condition: DeploymentCondition | undefined): Script {
  const { deployment } = rollout;
  if (deployment.metadata.annotations?.[REVISION] === revision && !condition) return undefined;
  const annotations = { ...deployment.metadata.annotations, [REVISION]: revision };
  rollout.deployment = { ...deployment, metadata: { ...deployment.metadata, annotations } };
  const status = statusOf(rollout);
  return yield* writeStatus(rollout, condition ? { ...status, conditions: withCondition(status.conditions ?? [], condition) } : status);
}

function statusOf({ deployment }: Rollout): DeploymentStatus {
  return (deployment.status ?? {}) as DeploymentStatus;
}

function* createNew(rollout: Rollout, oldSets: readonly ReplicaSet[], revision: number, cache: Informer<ReplicaSet>): Script<Result> {
  const { deployment, nowMs, recorder } = rollout;
  const draft = newReplicaSet(rollout, oldSets, revision);
  const { name = '', namespace } = draft.metadata;
  const created = yield* writeReplicaSet('create', draft);
  if ('failure' in created) {
    if (reasonOf(created.failure) === 'AlreadyExists') {
      const existing = cache.get(`${namespace}/${name}`);
      const isOurs =
        existing &&
        controllerOf(existing)?.uid === deployment.metadata.uid &&
        equalIgnoreHash(existing.spec?.template, deployment.spec?.template);
      if (!isOurs) return { failure: yield* bumpCollisionCount(rollout, created.failure) };
      const failure = yield* writeRevision(rollout, String(revision), undefined);
      return failure ? { failure } : { replicaSet: existing };
    }
    if (!isNamespaceTerminating(created.failure)) yield* reportFailure(rollout, name, created.failure);
    return created;
  }
  const replicas = replicasOf(draft);
  if (replicas > 0) recorder.event(deployment, 'Normal', 'ScalingReplicaSet', `Scaled up replica set ${name} from 0 to ${replicas}`);
  const condition = newCondition(nowMs(), 'Progressing', 'True', 'NewReplicaSetCreated', `Created new replica set "${name}"`);
  const failure = yield* writeRevision(rollout, String(revision), hasProgressDeadline(deployment) ? condition : undefined);
  return failure ? { failure } : created;
}

function newReplicaSet({ deployment }: Rollout, oldSets: readonly ReplicaSet[], revision: number): ReplicaSet {
  const { metadata, spec, status } = deployment;
  const hash = podTemplateHash(spec?.template, (status as DeploymentStatus | undefined)?.collisionCount);
  const labels = { ...spec?.template?.metadata?.labels, [POD_TEMPLATE_HASH]: hash };
  const desired = desiredOf(deployment);
  const annotations = {
    ...newReplicaSetAnnotations(deployment, {}, revision),
    ...replicasAnnotations(desired, desired + maxSurge(deployment)),
  };
  const selector = { ...spec?.selector, matchLabels: { ...spec?.selector?.matchLabels, [POD_TEMPLATE_HASH]: hash } };
  const name = `${(metadata.name ?? '').slice(0, NAME_MAX - 1 - hash.length)}-${hash}`;
  const ownerReferences = [controllerRef({ ...DEPLOYMENTS, apiVersion: 'apps/v1', kind: 'Deployment', metadata })];
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: metadata.namespace ?? '', labels, annotations, ownerReferences },
    spec: {
      replicas: newReplicaSetSize(deployment, sumOf(oldSets, replicasOf), 0),
      ...(spec?.minReadySeconds ? { minReadySeconds: spec.minReadySeconds } : {}),
      selector,
      template: { ...spec?.template, metadata: { ...spec?.template?.metadata, labels } },
    },
  } as ReplicaSet;
}

/** Somebody else has the name: the next hash is taken over another collision count. */
function* bumpCollisionCount(rollout: Rollout, collision: ApiReply): Script<ApiReply> {
  const status = statusOf(rollout);
  yield* writeStatus(rollout, { ...status, collisionCount: (status.collisionCount ?? 0) + 1 });
  return collision;
}

function* reportFailure(rollout: Rollout, name: string, failure: ApiReply): Script<void> {
  const message = `Failed to create new replica set "${name}": ${messageOf(failure)}`;
  if (hasProgressDeadline(rollout.deployment)) {
    const status = statusOf(rollout);
    const condition = newCondition(rollout.nowMs(), 'Progressing', 'False', 'ReplicaSetCreateError', message);
    yield* writeStatus(rollout, { ...status, conditions: withCondition(status.conditions ?? [], condition) });
  }
  rollout.recorder.event(rollout.deployment, 'Warning', 'ReplicaSetCreateError', message);
}
