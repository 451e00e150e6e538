/** The loop that rolls out Deployments (source: pkg/controller/deployment/deployment_controller.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import { controllerOf, objectKey } from '../../api/meta';
import type { KubeObject } from '../../api/meta';
import { runController } from '../../client/controller';
import { planOf } from '../../client/script';
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import type { Pod } from '../../resources/core/pods/types';
import { controlledBy, indexByController } from '../controller-index';
import type { ControllerContext } from '../controller-context';
import { isNamespaceTerminating } from '../replicaset/manage-replicas';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../resources';
import type { DeploymentContext } from './deployment-context';
import { SUPERSEDED } from './rollout';
import { sync } from './sync';

/** A sync that failed this often in a row waits for the next event. */
const RETRIES_MAX = 15;

export function startDeployment({ process, recorder }: ControllerContext): void {
  const deployments = process.informer<Deployment>(DEPLOYMENTS);
  const replicaSets = process.informer<ReplicaSet>(REPLICA_SETS);
  const pods = process.informer<Pod>(PODS);
  indexByController(replicaSets);
  indexByController(pods);
  deployments.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  const context: DeploymentContext = {
    deployments,
    replicaSets,
    pods,
    recorder: recorder('deployment-controller'),
    nowMs: () => process.nowMs,
    // Only progress deadlines wait here: upkeep that "run until idle" need not see.
    requeue: (key, afterMs) => queue.addAfter(key, afterMs, { background: true }),
  };
  const queue = runController(process, {
    name: 'deployment',
    ready: () => deployments.hasSynced && replicaSets.hasSynced && pods.hasSynced,
    reconcile: (key) => planOf(sync(context, key)),
    onFailure(key, failure) {
      if (failure === SUPERSEDED) return true;
      if (!isNamespaceTerminating(failure) && queue.numRequeues(key) < RETRIES_MAX) return false;
      queue.forget(key);
      return true;
    },
  });
  const enqueue = (deployment: Deployment): void => queue.add(objectKey(deployment));
  deployments.addHandler({ onAdd: enqueue, onUpdate: (_, deployment) => enqueue(deployment), onDelete: enqueue });
  replicaSets.addHandler(replicaSetHandlers(context, enqueue));
  pods.addHandler({ onDelete: (pod) => recreateWhenEmpty(context, pod, enqueue) });
}

function replicaSetHandlers(context: DeploymentContext, enqueue: (deployment: Deployment) => void) {
  const enqueueOwner = (replicaSet: ReplicaSet): void => {
    const owner = ownerOf(context, replicaSet);
    if (owner) enqueue(owner);
  };
  const enqueueMatching = ({ metadata }: ReplicaSet): void => {
    for (const deployment of context.deployments.byIndex('namespace', metadata.namespace ?? '')) {
      const selector = selectorFrom(deployment.spec?.selector);
      if (selector.requirements.length > 0 && matches(selector, metadata.labels)) enqueue(deployment);
    }
  };
  return {
    onAdd(replicaSet: ReplicaSet): void {
      if (controllerOf(replicaSet)) enqueueOwner(replicaSet);
      else if (replicaSet.metadata.deletionTimestamp === undefined) enqueueMatching(replicaSet);
    },
    onUpdate(before: ReplicaSet, replicaSet: ReplicaSet): void {
      const changedOwner = controllerOf(before)?.uid !== controllerOf(replicaSet)?.uid;
      if (changedOwner) enqueueOwner(before);
      if (controllerOf(replicaSet)) enqueueOwner(replicaSet);
      else if (changedOwner || JSON.stringify(before.metadata.labels) !== JSON.stringify(replicaSet.metadata.labels))
        enqueueMatching(replicaSet);
    },
    onDelete: enqueueOwner,
  };
}

function ownerOf({ deployments }: DeploymentContext, object: KubeObject): Deployment | undefined {
  const controller = controllerOf(object);
  if (controller?.kind !== 'Deployment') return undefined;
  const owner = deployments.get(`${object.metadata?.namespace}/${controller.name}`);
  return owner?.metadata.uid === controller.uid ? owner : undefined;
}

/** A Deployment of the Recreate strategy goes on when the last of its pods is gone. */
function recreateWhenEmpty(context: DeploymentContext, pod: Pod, enqueue: (deployment: Deployment) => void): void {
  const controller = controllerOf(pod);
  if (controller?.kind !== 'ReplicaSet') return;
  const replicaSet = context.replicaSets.get(`${pod.metadata.namespace}/${controller.name}`);
  if (!replicaSet || replicaSet.metadata.uid !== controller.uid) return;
  const deployment = ownerOf(context, replicaSet);
  if (deployment?.spec?.strategy?.type !== 'Recreate') return;
  const owned = controlledBy(context.replicaSets, deployment.metadata.uid ?? '');
  if (owned.every(({ metadata }) => controlledBy(context.pods, metadata.uid ?? '').length === 0)) enqueue(deployment);
}
