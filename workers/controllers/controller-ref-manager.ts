/**
 * Adoption and release: a controller takes matching orphans, lets go of its own objects that no longer match, and leaves alone
 * what others control (source: pkg/controller/controller_ref_manager.go, 1.36).
 */
import { matches } from '../api/labels';
import type { Selector } from '../api/labels';
import { controllerOf } from '../api/meta';
import type { GroupVersionResource, ObjectMeta, OwnerReference } from '../api/meta';
import { isFailure, reasonOf } from '../api/request';
import type { ApiReply, ApiRequest } from '../api/request';
import { send, trouble } from '../client/script';
import type { Script } from '../client/script';

interface Claimable {
  readonly metadata: ObjectMeta;
}

export interface ClaimingOwner extends GroupVersionResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface Claim<T> {
  readonly claimed: readonly T[];
  /** Something went wrong with an adoption or a release: the owner has to be synced again. */
  readonly failure?: ApiReply;
}

export interface ClaimOptions {
  /** Comes with an adoption and goes with a release. */
  readonly finalizer?: string;
}

export function controllerRef(owner: ClaimingOwner): OwnerReference {
  const { apiVersion, kind, metadata } = owner;
  return { apiVersion, kind, name: metadata.name ?? '', uid: metadata.uid ?? '', controller: true, blockOwnerDeletion: true };
}

/** Sorts `objects` (of `resource`) into what `owner` has, what it takes and what it lets go, and writes the last two. */
export function* claim<T extends Claimable>(
  owner: ClaimingOwner,
  selector: Selector,
  objects: readonly T[],
  resource: GroupVersionResource,
  options: ClaimOptions = {},
): Script<Claim<T>> {
  const { own, orphans, strays } = sortOut(owner, selector, objects);
  if (orphans.length === 0 && strays.length === 0) return { claimed: own };
  let failure: ApiReply | undefined;
  const adopted: T[] = [];
  const adoptable = orphans.length > 0 ? yield* recheckOwner(owner) : undefined;
  if (adoptable) failure = adoptable;
  else {
    const replies =
      orphans.length > 0 ? yield orphans.map((orphan) => patch(resource, orphan, [controllerRef(owner)], adoptedFinalizer(options))) : [];
    replies.forEach((reply, index) => {
      if (!isFailure(reply)) adopted.push(orphans[index] as T);
      else if (reasonOf(reply) !== 'NotFound') failure ??= reply;
    });
  }
  if (strays.length > 0) {
    const remove = [{ $patch: 'delete', uid: owner.metadata.uid }];
    const replies = yield strays.map((stray) => patch(resource, stray, remove, releasedFinalizer(options)));
    failure ??= replies.find((reply) => isFailure(reply) && !['NotFound', 'Invalid'].includes(reasonOf(reply)));
  }
  return { claimed: [...own, ...adopted], ...(failure ? { failure } : {}) };
}

/** Pure part of {@link claim}: an owner that is being deleted neither takes nor lets go. */
export function sortOut<T extends Claimable>(
  owner: Claimable,
  selector: Selector,
  objects: readonly T[],
): { own: T[]; orphans: T[]; strays: T[] } {
  const own: T[] = [];
  const orphans: T[] = [];
  const strays: T[] = [];
  const ownerGoes = owner.metadata.deletionTimestamp !== undefined;
  for (const object of objects) {
    const controller = controllerOf(object);
    if (controller && controller.uid !== owner.metadata.uid) continue;
    const fits = matches(selector, object.metadata.labels);
    if (controller && fits) own.push(object);
    else if (ownerGoes) continue;
    else if (controller) strays.push(object);
    else if (fits && object.metadata.deletionTimestamp === undefined) orphans.push(object);
  }
  return { own, orphans, strays };
}

/** Nothing is adopted unless the owner, read afresh, is still there and not being deleted. */
function* recheckOwner(owner: ClaimingOwner): Script {
  const { namespace = '', name = '', uid } = owner.metadata;
  const { group, version, resource } = owner;
  const reply = yield* send({ verb: 'get', group, version, resource, namespace, name });
  if (isFailure(reply)) return reply;
  const fresh = (reply.body as Claimable).metadata;
  if (fresh.uid !== uid) return trouble(`original ${owner.kind} ${namespace}/${name} is gone: got uid ${fresh.uid}, wanted ${uid}`);
  return fresh.deletionTimestamp === undefined
    ? undefined
    : trouble(`${namespace}/${name} has just been deleted at ${fresh.deletionTimestamp}`);
}

function adoptedFinalizer({ finalizer }: ClaimOptions): object {
  return finalizer === undefined ? {} : { finalizers: [finalizer] };
}

function releasedFinalizer({ finalizer }: ClaimOptions): object {
  return finalizer === undefined ? {} : { '$deleteFromPrimitiveList/finalizers': [finalizer] };
}

function patch(resource: GroupVersionResource, object: Claimable, ownerReferences: readonly unknown[], more: object): ApiRequest {
  const { namespace = '', name = '', uid } = object.metadata;
  const { group, version, resource: plural } = resource;
  const body = { metadata: { uid, ownerReferences, ...more } };
  return { verb: 'patch', group, version, resource: plural, namespace, name, patchType: 'strategic', body };
}
