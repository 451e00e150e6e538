/**
 * The part of meta/v1 that every object shares. Kinds' own types live beside their resource
 * (`workers/resources/<group>/<plural>/types.ts`).
 */

/** metadata.ownerReferences[*]; `controller` marks the one owner that manages the object. */
export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

export interface ObjectMeta {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly uid?: string;
  /** The store revision of the last write, in decimal. */
  readonly resourceVersion?: string;
  readonly generation?: number;
  /** RFC 3339, whole seconds of virtual time. */
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
  readonly deletionGracePeriodSeconds?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly ownerReferences?: readonly OwnerReference[];
  readonly finalizers?: readonly string[];
  readonly managedFields?: readonly unknown[];
  readonly selfLink?: string;
}

/** Any API object. Objects are read-only everywhere: change one by copying it. */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata?: ObjectMeta;
}

/** A KubeObject whose fields nobody has typed (a decoded body, an unknown kind). */
export type AnyObject = KubeObject & { readonly [field: string]: unknown };

export interface KubeList<T = AnyObject> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string; readonly remainingItemCount?: number };
  readonly items: readonly T[];
}

/** Group, version and plural name of a resource; group "" is core. */
export interface GroupVersionResource {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** One document of a watch stream. For ERROR, `object` is a Status. */
export interface WatchEvent<T = AnyObject> {
  readonly type: WatchEventType;
  readonly object: T;
}

/** "namespace/name", or "name" for a cluster-scoped object: what work queues carry. */
export function objectKey(object: KubeObject): string {
  const { namespace, name } = object.metadata ?? {};
  return namespace ? `${namespace}/${name}` : `${name}`;
}

/** Splits what {@link objectKey} made. */
export function splitKey(key: string): { namespace: string; name: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { namespace: '', name: key } : { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** The owner with `controller: true`, if there is one. */
export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata?.ownerReferences?.find((owner) => owner.controller);
}
