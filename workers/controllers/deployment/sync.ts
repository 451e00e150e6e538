/** One sync of a Deployment (source: pkg/controller/deployment/{deployment_controller,sync}.go, 1.36). */
import { selectorFrom } from '../../api/labels';
import type { ApiReply } from '../../api/request';
import type { Script } from '../../client/script';
import type { Deployment } from '../../resources/apps/deployments/types';
import { controlledBy, orphansIn } from '../controller-index';
import { claim } from '../controller-ref-manager';
import { DEPLOYMENTS, REPLICA_SETS } from '../resources';
import { DESIRED_REPLICAS, replicasAnnotation, ROLLBACK_TO } from './annotations';
import { cleanUp } from './cleanup';
import { conditionOf, newCondition, withCondition } from './conditions';
import type { DeploymentContext, SyncContext } from './deployment-context';
import { newAndOldReplicaSets } from './new-replica-set';
import type { ReplicaSets } from './new-replica-set';
import { rolloutRecreate } from './recreate';
import { byCreation, desiredOf, isActive, replicasOf } from './replica-sets';
import { rollback } from './rollback';
import { rolloutRolling } from './rolling';
import { scaleReplicaSet, writeStatus } from './rollout';
import type { Rollout } from './rollout';
import { isRollingUpdate, isSaturated, proportionalSizes } from './sizes';
import { calculateStatus, hasProgressDeadline, sameStatus } from './status';
import type { DeploymentStatus } from './status';

export function* sync(context: DeploymentContext, key: string): Script {
  const deployment = context.deployments.get(key);
  if (!deployment) return undefined;
  const { recorder, nowMs } = context;
  const rollout: Rollout = { deployment, written: false, recorder, nowMs };
  const selector = selectorFrom(deployment.spec?.selector);
  if (selector.requirements.length === 0) return yield* refuseToSelectAll(rollout);
  const { uid = '', namespace = '' } = deployment.metadata;
  const candidates = [...controlledBy(context.replicaSets, uid), ...orphansIn(context.replicaSets, namespace)];
  const owner = { ...DEPLOYMENTS, apiVersion: 'apps/v1', kind: 'Deployment', metadata: deployment.metadata };
  const { claimed, failure } = yield* claim(owner, selector, candidates, REPLICA_SETS);
  if (failure) return failure;
  const syncContext: SyncContext = { ...context, key, owned: claimed };
  if (deployment.metadata.deletionTimestamp !== undefined) return yield* syncOnly(syncContext, rollout, false);
  const pauseFailure = yield* notePausing(rollout);
  if (pauseFailure) return pauseFailure;
  if (deployment.spec?.paused) return yield* syncOnly(syncContext, rollout, true);
  if (/^[+-]?\d+$/.test(deployment.metadata.annotations?.[ROLLBACK_TO] ?? '')) return yield* rollback(syncContext, rollout);
  const sets = yield* newAndOldReplicaSets(rollout, claimed, false, context.replicaSets);
  if ('failure' in sets) return sets.failure;
  if (wasScaled(deployment, sets)) return yield* syncOnly(syncContext, rollout, true);
  return isRollingUpdate(deployment) ? yield* rolloutRolling(syncContext, rollout) : yield* rolloutRecreate(syncContext, rollout);
}

function* refuseToSelectAll(rollout: Rollout): Script {
  const { deployment, recorder } = rollout;
  recorder.event(deployment, 'Warning', 'SelectingAll', 'This deployment is selecting all pods. A non-empty selector is required.');
  const status = (deployment.status ?? {}) as DeploymentStatus;
  const observedGeneration = deployment.metadata.generation ?? 0;
  return (status.observedGeneration ?? 0) < observedGeneration ? yield* writeStatus(rollout, { ...status, observedGeneration }) : undefined;
}

/** Marks the Progressing condition when a rollout is paused or resumed, so that the pause doesn't count against its deadline. */
function* notePausing(rollout: Rollout): Script {
  const { deployment, nowMs } = rollout;
  const status = (deployment.status ?? {}) as DeploymentStatus;
  const current = conditionOf(status.conditions, 'Progressing');
  if (!hasProgressDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return undefined;
  const paused = deployment.spec?.paused === true;
  if (paused === (current?.reason === 'DeploymentPaused')) return undefined;
  const condition = paused
    ? newCondition(nowMs(), 'Progressing', 'Unknown', 'DeploymentPaused', 'Deployment is paused')
    : newCondition(nowMs(), 'Progressing', 'Unknown', 'DeploymentResumed', 'Deployment is resumed');
  return yield* writeStatus(rollout, { ...status, conditions: withCondition(status.conditions ?? [], condition) });
}

/** An active ReplicaSet remembers another number of desired replicas: spec.replicas was changed. */
function wasScaled(deployment: Deployment, { newSet, oldSets }: ReplicaSets): boolean {
  const active = [...oldSets, ...(newSet ? [newSet] : [])].filter(isActive);
  return active.some((replicaSet) => {
    const remembered = replicasAnnotation(replicaSet, DESIRED_REPLICAS);
    return remembered !== undefined && remembered !== desiredOf(deployment);
  });
}

/** Scaling, pauses and deletion: no rollout goes on, only sizes (with `scaling`) and the status are brought up to date. */
function* syncOnly(context: SyncContext, rollout: Rollout, scaling: boolean): Script {
  const sets = yield* newAndOldReplicaSets(rollout, context.owned, false, context.replicaSets);
  if ('failure' in sets) return sets.failure;
  if (scaling) {
    const failure = yield* scale(rollout, sets);
    if (failure) return failure;
    if (rollout.deployment.spec?.paused && rollout.deployment.metadata.annotations?.[ROLLBACK_TO] === undefined) {
      const cleanupFailure = yield* cleanUp(rollout, sets.oldSets);
      if (cleanupFailure) return cleanupFailure;
    }
  }
  const status = calculateStatus(rollout.deployment, sets.oldSets, sets.newSet, context.nowMs());
  return sameStatus(rollout.deployment.status as DeploymentStatus, status) ? undefined : yield* writeStatus(rollout, status);
}

function* scale(rollout: Rollout, { newSet, oldSets }: ReplicaSets): Script {
  const { deployment } = rollout;
  const all = [...oldSets.toSorted((a, b) => byCreation(b, a)), ...(newSet ? [newSet] : [])];
  const active = all.filter(isActive);
  if (active.length <= 1) {
    const only = active[0] ?? newSet ?? all[0];
    if (!only || replicasOf(only) === desiredOf(deployment)) return undefined;
    return failureOf(yield* scaleReplicaSet(rollout, only, desiredOf(deployment)));
  }
  if (isSaturated(deployment, newSet)) {
    for (const old of oldSets.filter(isActive)) {
      const failure = failureOf(yield* scaleReplicaSet(rollout, old, 0));
      if (failure) return failure;
    }
    return undefined;
  }
  if (!isRollingUpdate(deployment)) return undefined;
  for (const { replicaSet, replicas } of proportionalSizes(deployment, all)) {
    const failure = failureOf(yield* scaleReplicaSet(rollout, replicaSet, replicas, true));
    if (failure) return failure;
  }
  return undefined;
}

function failureOf(result: { readonly failure?: ApiReply } | object): ApiReply | undefined {
  return 'failure' in result ? result.failure : undefined;
}
