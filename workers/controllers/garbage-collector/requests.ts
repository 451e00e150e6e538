/** Requests about objects of any kind (source: pkg/controller/garbagecollector/{operations,patch}.go, 1.36). */
import type { ObjectMeta } from '../../api/meta';
import type { ApiRequest } from '../../api/request';
import type { ServedResource } from '../resources';
import type { Identity, Node } from './graph';

export type Propagation = 'Orphan' | 'Foreground' | 'Background';

export class ResourceMap {
  private readonly byKind = new Map<string, ServedResource>();

  constructor(resources: readonly ServedResource[]) {
    for (const resource of resources) this.byKind.set(`${apiVersionOf(resource)}|${resource.kind}`, resource);
  }

  find(apiVersion: string, kind: string): ServedResource | undefined {
    return this.byKind.get(`${apiVersion}|${kind}`);
  }
}

export function apiVersionOf({ group, version }: ServedResource): string {
  return group === '' ? version : `${group}/${version}`;
}

export function getRequest(resource: ServedResource, namespace: string, name: string): ApiRequest {
  return { verb: 'get', ...target(resource, namespace), name };
}

export function deleteRequest(resource: ServedResource, { namespace, name, uid }: Identity, propagationPolicy: Propagation): ApiRequest {
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid }, propagationPolicy };
  return { verb: 'delete', ...target(resource, namespace), name, body };
}

/** Takes references to `uids` out of the object. */
export function dropOwnersRequest(resource: ServedResource, { namespace, name, uid }: Identity, uids: readonly string[]): ApiRequest {
  const ownerReferences = uids.map((owner) => ({ $patch: 'delete', uid: owner }));
  return { verb: 'patch', ...target(resource, namespace), name, patchType: 'strategic', body: { metadata: { uid, ownerReferences } } };
}

/** Makes none of the object's references block its owners. */
export function unblockOwnersRequest(resource: ServedResource, { identity, owners }: Node): ApiRequest {
  const ownerReferences = owners
    .filter(({ blockOwnerDeletion }) => blockOwnerDeletion)
    .map(({ uid }) => ({ uid, blockOwnerDeletion: false }));
  const { namespace, name, uid } = identity;
  return { verb: 'patch', ...target(resource, namespace), name, patchType: 'strategic', body: { metadata: { uid, ownerReferences } } };
}

export function dropFinalizerRequest(resource: ServedResource, identity: Identity, metadata: ObjectMeta, finalizer: string): ApiRequest {
  const finalizers = (metadata.finalizers ?? []).filter((other) => other !== finalizer);
  const body = { metadata: { resourceVersion: metadata.resourceVersion, finalizers } };
  return { verb: 'patch', ...target(resource, identity.namespace), name: identity.name, patchType: 'merge', body };
}

function target({ group, version, resource, namespaced }: ServedResource, namespace: string) {
  return { group, version, resource, ...(namespaced ? { namespace } : {}) };
}
