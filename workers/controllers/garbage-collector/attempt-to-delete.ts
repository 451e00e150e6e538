/** Deciding whether an object has to go, or can go at last (source: pkg/controller/garbagecollector/garbagecollector.go, 1.36). */
import type { ObjectMeta, OwnerReference } from '../../api/meta';
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import { FOREGROUND, hasFinalizer, ORPHAN } from './graph';
import type { Graph, Identity, Node } from './graph';
import { deleteRequest, dropFinalizerRequest, dropOwnersRequest, getRequest, unblockOwnersRequest } from './requests';
import type { Propagation } from './requests';
import type { ServedResources } from '../served-resources';

export interface CollectorContext {
  readonly graph: Graph;
  readonly resources: Pick<ServedResources, 'find'>;
  /** The object's metadata in the caches, if it is there under this uid. */
  readonly cached: (identity: Identity) => ObjectMeta | undefined;
  readonly attemptToDelete: (uid: string) => void;
  /** Asks to be called again for `uid` when this kind is served. */
  readonly waitForKind: (apiVersion: string, kind: string, uid: string) => void;
}

/** What becomes of the owners that an object names. */
interface Owners {
  readonly solid: readonly OwnerReference[];
  readonly dangling: readonly OwnerReference[];
  /** Owners that wait in foreground deletion. */
  readonly waiting: readonly OwnerReference[];
}

/**
 * Differs: what the caches hold is not read again from the API server, since caches are as fresh as replies here; only an owner that
 * they miss is asked for. References to kinds that nobody serves are looked up again when such a kind comes, not again and again.
 */
export function* attemptToDelete(context: CollectorContext, uid: string): Script {
  const node = context.graph.get(uid);
  if (!node || (node.beingDeleted && !node.deletingDependents)) return undefined;
  const resource = find(context, node.identity, uid);
  if (!resource || (resource.namespaced && node.identity.namespace === '')) return undefined;
  if (node.virtual) return yield* checkVirtual(context, node, getRequest(resource, node.identity.namespace, node.identity.name));
  const metadata = context.cached(node.identity);
  if (!metadata) return undefined;
  if (node.deletingDependents) return yield* finishForeground(context, node, metadata);
  if (!metadata.ownerReferences?.length) return undefined;
  const owners = yield* classify(context, node.identity, metadata.ownerReferences);
  if (!owners) return undefined;
  if ('failure' in owners) return owners.failure;
  const { solid, dangling, waiting } = owners;
  if (solid.length > 0) {
    const gone = [...dangling, ...waiting].map((owner) => owner.uid);
    return gone.length > 0 ? yield* act(dropOwnersRequest(resource, node.identity, gone, metadata)) : undefined;
  }
  if (waiting.length > 0 && node.dependents.size > 0) {
    const circular = [...node.dependents.values()].some(({ deletingDependents }) => deletingDependents);
    const failure = circular ? yield* act(unblockOwnersRequest(resource, node.identity, metadata)) : undefined;
    return failure ?? (yield* act(deleteRequest(resource, node.identity, 'Foreground')));
  }
  return yield* act(deleteRequest(resource, node.identity, propagationOf(metadata)));
}

function find({ resources, waitForKind }: CollectorContext, { apiVersion, kind }: OwnerReference | Identity, uid: string) {
  const resource = resources.find(apiVersion, kind);
  if (!resource) waitForKind(apiVersion, kind, uid);
  return resource;
}

/** Forgets an owner that turns out not to exist; its dependents are then looked at. */
function* checkVirtual({ graph }: CollectorContext, node: Node, request: ApiRequest): Script {
  const reply = yield* send(request);
  const current = graph.get(node.identity.uid);
  if (!current?.virtual) return undefined;
  if (isFailure(reply)) {
    if (reasonOf(reply) !== 'NotFound') return reply;
    graph.removeVirtual(current);
  } else if ((reply.body as { metadata: ObjectMeta }).metadata.uid !== node.identity.uid) graph.removeVirtual(current);
  return undefined;
}

/** An owner in foreground deletion goes when no dependent blocks it any more. */
function* finishForeground(context: CollectorContext, node: Node, metadata: ObjectMeta): Script {
  const blocking = [...node.dependents.values()].filter(({ owners }) =>
    owners.some(({ uid, blockOwnerDeletion }) => uid === node.identity.uid && blockOwnerDeletion),
  );
  for (const dependent of blocking) if (!dependent.beingDeleted) context.attemptToDelete(dependent.identity.uid);
  return blocking.length === 0 ? yield* removeFinalizer(context, node.identity, metadata, FOREGROUND) : undefined;
}

/** undefined: a cluster-scoped object names an owner in a namespace, or an owner of an unknown kind; neither can be decided. */
function* classify(
  context: CollectorContext,
  identity: Identity,
  references: readonly OwnerReference[],
): Script<Owners | { readonly failure: ApiReply } | undefined> {
  const solid: OwnerReference[] = [];
  const dangling: OwnerReference[] = [];
  const waiting: OwnerReference[] = [];
  for (const reference of references) {
    if (context.graph.isAbsent(reference, identity.namespace)) {
      dangling.push(reference);
      continue;
    }
    const resource = find(context, reference, identity.uid);
    if (!resource || (resource.namespaced && identity.namespace === '')) return undefined;
    const { apiVersion, kind, name, uid } = reference;
    const owner: Identity = { apiVersion, kind, name, uid, namespace: resource.namespaced ? identity.namespace : '' };
    let metadata = context.cached(owner);
    if (!metadata) {
      const reply = yield* send(getRequest(resource, owner.namespace, owner.name));
      if (isFailure(reply) && reasonOf(reply) !== 'NotFound') return { failure: reply };
      const found = isFailure(reply) ? undefined : (reply.body as { metadata: ObjectMeta }).metadata;
      if (found?.uid === owner.uid) metadata = found;
      else context.graph.markAbsent(owner);
    }
    if (!metadata) dangling.push(reference);
    else if (metadata.deletionTimestamp !== undefined && hasFinalizer(metadata, FOREGROUND)) waiting.push(reference);
    else solid.push(reference);
  }
  return { solid, dangling, waiting };
}

function propagationOf(metadata: ObjectMeta): Propagation {
  if (hasFinalizer(metadata, ORPHAN)) return 'Orphan';
  return hasFinalizer(metadata, FOREGROUND) ? 'Foreground' : 'Background';
}

/** Takes the owner out of all its dependents' references, then lets the owner go. */
export function* attemptToOrphan(context: CollectorContext, uid: string): Script {
  const node = context.graph.get(uid);
  if (!node) return undefined;
  const requests: ApiRequest[] = [];
  for (const { identity } of node.dependents.values()) {
    const resource = context.resources.find(identity.apiVersion, identity.kind);
    const metadata = context.cached(identity);
    if (resource && metadata) requests.push(dropOwnersRequest(resource, identity, [uid], metadata));
  }
  const replies = requests.length > 0 ? yield requests : [];
  const failure = replies.find((reply) => isFailure(reply) && !['NotFound', 'Invalid'].includes(reasonOf(reply)));
  const metadata = context.cached(node.identity);
  if (failure || !metadata) return failure;
  return yield* removeFinalizer(context, node.identity, metadata, ORPHAN);
}

function* removeFinalizer({ resources }: CollectorContext, identity: Identity, metadata: ObjectMeta, finalizer: string): Script {
  const resource = resources.find(identity.apiVersion, identity.kind);
  if (!resource || !hasFinalizer(metadata, finalizer)) return undefined;
  const reply = yield* send(dropFinalizerRequest(resource, identity, metadata, finalizer));
  if (reasonOf(reply) === 'Conflict') {
    const fresh = yield* send(getRequest(resource, identity.namespace, identity.name));
    if (isFailure(fresh)) return reasonOf(fresh) === 'NotFound' ? undefined : fresh;
    const current = (fresh.body as { metadata: ObjectMeta }).metadata;
    return current.uid === identity.uid ? yield* act(dropFinalizerRequest(resource, identity, current, finalizer)) : undefined;
  }
  return isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
}

/** What is gone needs no change. */
function* act(request: ApiRequest): Script {
  const reply = yield* send(request);
  return isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
}
