/** Requests about objects of any kind (source: pkg/controller/garbagecollector/{operations,patch}.go, 1.36). */
import type { ObjectMeta, OwnerReference } from '../../api/meta';
import type { ApiRequest } from '../../api/request';
import type { ServedResource } from '../resources';
import type { Identity } from './graph';

export type Propagation = 'Orphan' | 'Foreground' | 'Background';

export function getRequest(resource: ServedResource, namespace: string, name: string): ApiRequest {
  return { verb: 'get', ...target(resource, namespace), name };
}

export function deleteRequest(resource: ServedResource, { namespace, name, uid }: Identity, propagationPolicy: Propagation): ApiRequest {
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid }, propagationPolicy };
  return { verb: 'delete', ...target(resource, namespace), name, body };
}

/** Takes references to `uids` out of the object; `metadata`: its present state, which custom resources are patched from. */
export function dropOwnersRequest(
  resource: ServedResource,
  { namespace, name, uid }: Identity,
  uids: readonly string[],
  metadata: ObjectMeta,
): ApiRequest {
  if (resource.custom) {
    const ownerReferences = (metadata.ownerReferences ?? []).filter((owner) => !uids.includes(owner.uid));
    return mergeOwners(resource, namespace, name, metadata, ownerReferences);
  }
  const ownerReferences = uids.map((owner) => ({ $patch: 'delete', uid: owner }));
  return { verb: 'patch', ...target(resource, namespace), name, patchType: 'strategic', body: { metadata: { uid, ownerReferences } } };
}

/** Makes none of the object's references block its owners. */
export function unblockOwnersRequest(resource: ServedResource, { namespace, name, uid }: Identity, metadata: ObjectMeta): ApiRequest {
  const owners = metadata.ownerReferences ?? [];
  if (resource.custom) {
    const ownerReferences = owners.map((owner) => (owner.blockOwnerDeletion ? { ...owner, blockOwnerDeletion: false } : owner));
    return mergeOwners(resource, namespace, name, metadata, ownerReferences);
  }
  const ownerReferences = owners
    .filter(({ blockOwnerDeletion }) => blockOwnerDeletion)
    .map((owner) => ({ uid: owner.uid, blockOwnerDeletion: false }));
  return { verb: 'patch', ...target(resource, namespace), name, patchType: 'strategic', body: { metadata: { uid, ownerReferences } } };
}

/** Upstream tries a strategic patch first and is told that custom resources take none. */
function mergeOwners(
  resource: ServedResource,
  namespace: string,
  name: string,
  { uid, resourceVersion }: ObjectMeta,
  ownerReferences: readonly OwnerReference[],
): ApiRequest {
  const body = { metadata: { uid, resourceVersion, ownerReferences } };
  return { verb: 'patch', ...target(resource, namespace), name, patchType: 'merge', body };
}

export function dropFinalizerRequest(resource: ServedResource, identity: Identity, metadata: ObjectMeta, finalizer: string): ApiRequest {
  const finalizers = (metadata.finalizers ?? []).filter((other) => other !== finalizer);
  const body = { metadata: { resourceVersion: metadata.resourceVersion, finalizers } };
  return { verb: 'patch', ...target(resource, identity.namespace), name: identity.name, patchType: 'merge', body };
}

function target({ group, version, resource, namespaced }: ServedResource, namespace: string) {
  return { group, version, resource, ...(namespaced ? { namespace } : {}) };
}
