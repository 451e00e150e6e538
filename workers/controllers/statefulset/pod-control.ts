/** Creating, updating and deleting one pod of a set, with its claims and events (source: statefulset/stateful_pod_control.go, 1.36). */
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply } from '../../api/request';
import { send, trouble } from '../../client/script';
import type { Script } from '../../client/script';
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { PersistentVolumeClaim } from '../../resources/core/persistentvolumeclaims/types';
import type { Pod } from '../../resources/core/pods/types';
import { messageOf } from '../replicaset/manage-replicas';
import { PODS } from '../resources';
import { claimOwners, CLAIMS, claimsFor } from './claims';
import { identityMatches, isInRange, ordinalOf, storageMatches, withIdentity } from './identity';
import type { StatefulSetContext } from './stateful-set-context';

export function* createPod(context: StatefulSetContext, set: StatefulSet, pod: Pod): Script {
  const claimFailure = yield* createClaims(context, set, pod);
  if (claimFailure) {
    record(context, 'Create', set, pod, claimFailure);
    return claimFailure;
  }
  const { namespace = '' } = pod.metadata;
  const reply = yield* send({ verb: 'create', ...PODS, namespace, body: pod });
  if (reasonOf(reply) === 'AlreadyExists') return reply;
  if (!isFailure(reply)) {
    const failure = yield* updateClaimOwners(context, set, reply.body as Pod);
    if (failure) {
      record(context, 'Update', set, pod, failure);
      return failure;
    }
  }
  record(context, 'Create', set, pod, isFailure(reply) ? reply : undefined);
  return isFailure(reply) ? reply : undefined;
}

export function* deletePod(context: StatefulSetContext, set: StatefulSet, pod: Pod): Script {
  const { namespace = '', name = '' } = pod.metadata;
  const reply = yield* send({ verb: 'delete', ...PODS, namespace, name });
  const failure = isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
  record(context, 'Delete', set, pod, failure);
  return failure;
}

/** Puts names, volumes and the claims' owners right. */
export function* updatePod(context: StatefulSetContext, set: StatefulSet, pod: Pod): Script {
  const storage = storageMatches(set, pod);
  if (!storage) {
    const failure = yield* createClaims(context, set, pod);
    if (failure) return failure;
  }
  const ownersChanged = !claimsMatch(context, set, pod);
  const ownersFailure = ownersChanged ? yield* updateClaimOwners(context, set, pod) : undefined;
  if (ownersFailure) {
    record(context, 'Update', set, pod, ownersFailure);
    return ownersFailure;
  }
  if (storage && identityMatches(set, pod) && !ownersChanged) return undefined;
  const { namespace = '', name = '' } = pod.metadata;
  const reply = yield* send({ verb: 'update', ...PODS, namespace, name, body: withIdentity(set, pod, ordinalOf(pod)) });
  record(context, 'Update', set, pod, isFailure(reply) ? reply : undefined);
  return isFailure(reply) ? reply : undefined;
}

export function* createMissingClaims(context: StatefulSetContext, set: StatefulSet, pod: Pod): Script {
  return (yield* createClaims(context, set, pod)) ?? (yield* updateClaimOwners(context, set, pod));
}

function* createClaims(context: StatefulSetContext, set: StatefulSet, pod: Pod): Script {
  let failure: ApiReply | undefined;
  for (const claim of claimsFor(set, ordinalOf(pod))) {
    const { namespace = '', name = '' } = claim.metadata;
    const known = context.claims.get(`${namespace}/${name}`);
    if (known) {
      if (known.metadata.deletionTimestamp !== undefined) failure ??= trouble(`pvc ${name} is being deleted`);
      continue;
    }
    const reply = yield* send({ verb: 'create', ...CLAIMS, namespace, body: claim });
    if (isFailure(reply)) failure ??= trouble(`failed to create PVC ${name}: ${messageOf(reply)}`);
    if (reasonOf(reply) !== 'AlreadyExists') recordClaim(context, set, pod, name, isFailure(reply) ? reply : undefined);
  }
  return failure;
}

/** Whether the claims' owners are as the retention policy wants them. */
export function claimsMatch(context: StatefulSetContext, set: StatefulSet, pod: Pod): boolean {
  return existingClaims(context, set, pod).every((claim) => sameOwners(set, pod, claim));
}

function sameOwners(set: StatefulSet, pod: Pod, claim: PersistentVolumeClaim): boolean {
  return JSON.stringify(claimOwners(set, pod, claim, isInRange(set, pod))) === JSON.stringify(claim.metadata.ownerReferences ?? []);
}

export function* updateClaimOwners(context: StatefulSetContext, set: StatefulSet, pod: Pod): Script {
  for (const claim of existingClaims(context, set, pod)) {
    if (sameOwners(set, pod, claim)) continue;
    const { namespace = '', name = '' } = claim.metadata;
    const ownerReferences = claimOwners(set, pod, claim, isInRange(set, pod));
    const body = { ...claim, metadata: { ...claim.metadata, ownerReferences } };
    const reply = yield* send({ verb: 'update', ...CLAIMS, namespace, name, body });
    if (isFailure(reply)) return trouble(`could not update claim ${name} for delete policy ownerRefs: ${messageOf(reply)}`);
  }
  return undefined;
}

function existingClaims({ claims }: StatefulSetContext, set: StatefulSet, pod: Pod): PersistentVolumeClaim[] {
  return claimsFor(set, ordinalOf(pod)).flatMap(({ metadata }) => claims.get(`${metadata.namespace}/${metadata.name}`) ?? []);
}

function record({ recorder }: StatefulSetContext, verb: string, set: StatefulSet, pod: Pod, failure: ApiReply | undefined): void {
  const what = `${verb} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
  if (failure) recorder.event(set, 'Warning', `Failed${verb}`, `${what} failed error: ${messageOf(failure)}`);
  else recorder.event(set, 'Normal', `Successful${verb}`, `${what} successful`);
}

function recordClaim({ recorder }: StatefulSetContext, set: StatefulSet, pod: Pod, claim: string, failure: ApiReply | undefined): void {
  const where = `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
  if (failure) recorder.event(set, 'Warning', 'FailedCreate', `Create Claim ${claim} for ${where} failed error: ${messageOf(failure)}`);
  else recorder.event(set, 'Normal', 'SuccessfulCreate', `Create Claim ${claim} ${where} success`);
}
