/** Creating and deleting pods until there are as many as wanted (source: replica_set.go manageReplicas, controller_utils.go; 1.36). */
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import type { Status } from '../../api/status';
import type { EventRecorder } from '../../client/events';
import { trouble } from '../../client/script';
import type { Script } from '../../client/script';
import type { Pod } from '../../resources/core/pods/types';
import { controllerRef } from '../controller-ref-manager';
import { PODS } from '../resources';
import type { Family, Replicator } from './replicator';

/** At most this many pods are created or deleted in one go. */
export const BURST_REPLICAS = 500;
const POD_NAME_MAX = 253;

/** Why pods could not be created or deleted. */
export interface ReplicaFailure {
  readonly reply: ApiReply;
  readonly message: string;
}

/** Creates `missing` pods in batches of 1, 2, 4, ... so that what fails always fails cheaply. Ends at the first failing batch. */
export function* createPods(
  family: Family,
  replicator: Replicator,
  missing: number,
  recorder: EventRecorder,
): Script<ReplicaFailure | undefined> {
  const template = replicator.spec?.template;
  if (Object.keys(template?.metadata?.labels ?? {}).length === 0) {
    const message = 'unable to create pods, no labels';
    return { reply: trouble(message), message };
  }
  const request = createRequest(family, replicator);
  let remaining = Math.min(missing, BURST_REPLICAS);
  for (let size = 1; remaining > 0; size *= 2) {
    const batch = Math.min(size, remaining);
    const replies = yield Array.from({ length: batch }, () => request);
    let failure: ReplicaFailure | undefined;
    for (const reply of replies) {
      if (!isFailure(reply)) recorder.event(replicator, 'Normal', 'SuccessfulCreate', `Created pod: ${(reply.body as Pod).metadata.name}`);
      else if (!isNamespaceTerminating(reply)) {
        const message = messageOf(reply);
        recorder.event(replicator, 'Warning', 'FailedCreate', `Error creating: ${message}`);
        failure ??= { reply, message };
      }
    }
    if (failure) return failure;
    remaining -= batch;
  }
  return undefined;
}

export function* deletePods(replicator: Replicator, victims: readonly Pod[], recorder: EventRecorder): Script<ReplicaFailure | undefined> {
  const replies = yield victims.map(({ metadata }): ApiRequest => ({
    verb: 'delete',
    ...PODS,
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
  }));
  let failure: ReplicaFailure | undefined;
  replies.forEach((reply, index) => {
    if (!isFailure(reply)) recorder.event(replicator, 'Normal', 'SuccessfulDelete', `Deleted pod: ${victims[index]?.metadata.name}`);
    else if (reasonOf(reply) !== 'NotFound') {
      const message = messageOf(reply);
      recorder.event(replicator, 'Warning', 'FailedDelete', `Error deleting: ${message}`);
      failure ??= { reply, message: `unable to delete pods: ${message}` };
    }
  });
  return failure;
}

export function isNamespaceTerminating(reply: ApiReply): boolean {
  return isFailure(reply) && (reply.body.details?.causes ?? []).some(({ reason }) => reason === 'NamespaceTerminating');
}

export function messageOf(reply: ApiReply): string {
  return (reply.body as Status).message ?? '';
}

function createRequest(family: Family, replicator: Replicator): ApiRequest {
  const { namespace = '', name = '' } = replicator.metadata;
  const { metadata: { labels, annotations, finalizers } = {}, spec } = replicator.spec?.template ?? {};
  const metadata = {
    generateName: `${name}-`.length > POD_NAME_MAX ? name : `${name}-`,
    namespace,
    labels,
    ...(annotations ? { annotations } : {}),
    ...(finalizers?.length ? { finalizers } : {}),
    ownerReferences: [controllerRef({ ...family, metadata: replicator.metadata })],
  };
  return { verb: 'create', ...PODS, namespace, body: { apiVersion: 'v1', kind: 'Pod', metadata, spec } };
}
