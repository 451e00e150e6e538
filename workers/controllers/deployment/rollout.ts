/** The writes of one sync of a Deployment (source: pkg/controller/deployment/sync.go, 1.36). */
import { isFailure } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import type { EventRecorder } from '../../client/events';
import { send, trouble } from '../../client/script';
import type { Script } from '../../client/script';
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';
import { DEPLOYMENTS, REPLICA_SETS } from '../resources';
import { replicasAnnotations, sameAnnotations } from './annotations';
import { desiredOf, replicasOf } from './replica-sets';
import { maxSurge } from './sizes';
import type { DeploymentStatus } from './status';

/**
 * The Deployment as this sync sees and changes it. Once its status has been written, the copy at hand is out of date: the sync may
 * go on with ReplicaSets, but a second write would conflict and ends it. The first write's event starts the next sync.
 */
export interface Rollout {
  deployment: Deployment;
  written: boolean;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
}

/** How a sync ends that would write a Deployment it has already written. */
export const SUPERSEDED: ApiReply = trouble('the Deployment was written earlier in this sync');

export function* writeStatus(rollout: Rollout, status: DeploymentStatus): Script {
  if (rollout.written) return SUPERSEDED;
  rollout.deployment = { ...rollout.deployment, status } as Deployment;
  const { namespace = '', name = '' } = rollout.deployment.metadata;
  const reply = yield* send({ verb: 'update', ...DEPLOYMENTS, subresource: 'status', namespace, name, body: rollout.deployment });
  rollout.written = true;
  return isFailure(reply) ? reply : undefined;
}

/** The reply's ReplicaSet, or its failure. */
export type ReplicaSetResult = { readonly replicaSet: ReplicaSet } | { readonly failure: ApiReply };

export function* writeReplicaSet(verb: 'create' | 'update', replicaSet: ReplicaSet): Script<ReplicaSetResult> {
  const { namespace = '', name = '' } = replicaSet.metadata;
  const request: ApiRequest = { verb, ...REPLICA_SETS, namespace, ...(verb === 'update' ? { name } : {}), body: replicaSet };
  const reply = yield* send(request);
  return isFailure(reply) ? { failure: reply } : { replicaSet: reply.body as ReplicaSet };
}

/**
 * Gives a ReplicaSet its size and says so in an event. With `always` its annotations are brought up to date even where the size
 * stays. Returns the ReplicaSet as it is then.
 */
export function* scaleReplicaSet(rollout: Rollout, replicaSet: ReplicaSet, replicas: number, always = false): Script<ReplicaSetResult> {
  const { deployment, recorder } = rollout;
  const before = replicasOf(replicaSet);
  const desired = desiredOf(deployment);
  const annotations = { ...replicaSet.metadata.annotations, ...replicasAnnotations(desired, desired + maxSurge(deployment)) };
  const resized = before !== replicas;
  if (!resized && (!always || sameAnnotations(replicaSet.metadata.annotations, annotations))) return { replicaSet };
  const next = { ...replicaSet, metadata: { ...replicaSet.metadata, annotations }, spec: { ...replicaSet.spec, replicas } } as ReplicaSet;
  const result = yield* writeReplicaSet('update', next);
  if ('replicaSet' in result && resized) {
    const direction = before < replicas ? 'up' : 'down';
    recorder.event(
      deployment,
      'Normal',
      'ScalingReplicaSet',
      `Scaled ${direction} replica set ${replicaSet.metadata.name} from ${before} to ${replicas}`,
    );
  }
  return result;
}
