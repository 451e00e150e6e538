/** Kinds that CustomResourceDefinitions bring, with their objects: exactly as the API server said. */
import { createStore } from 'zustand/vanilla';
import { objectKey } from '../../workers/api/meta';
import type { AnyObject, KubeObject, WatchEvent } from '../../workers/api/meta';
import { compareVersions } from '../../workers/api/version-order';
import { columnsOf } from '../../workers/resources/apiextensions/customresourcedefinitions/columns';
import type { CustomResourceDefinition } from '../../workers/resources/apiextensions/customresourcedefinitions/types';
import type { TableDefinition } from '../../workers/resources/definition';

export interface CustomKind {
  /** "CronTab.stable.example.com": what tells it from a built-in kind of the same name. */
  readonly id: string;
  readonly kind: string;
  readonly group: string;
  readonly apiVersion: string;
  /** "/apis/stable.example.com/v1" */
  readonly prefix: string;
  readonly resource: string;
  readonly namespaced: boolean;
  /** Name of its definition. */
  readonly definition: string;
  /** Served versions with their schemas, as text: differs when the editor has to ask again. */
  readonly fingerprint: string;
  /** The columns of `kubectl get`, Name first. */
  readonly table: TableDefinition;
}

export type CustomObjects = ReadonlyMap<string, AnyObject>;

export interface CustomKindsState {
  readonly definitions: ReadonlyMap<string, CustomResourceDefinition>;
  /** Established ones that are followed, by name of definition. */
  readonly kinds: readonly CustomKind[];
  /** How many established kinds beyond those are not followed. */
  readonly more: number;
  /** By the kind's id, then by "namespace/name" (or "name"). */
  readonly objects: ReadonlyMap<string, CustomObjects>;
}

export const customKindsStore = createStore<CustomKindsState>(() => ({ definitions: new Map(), kinds: [], more: 0, objects: new Map() }));

/** The kind in its preferred version; undefined while the definition is not established or serves nothing. */
export function customKindOf({ metadata, spec, status }: CustomResourceDefinition): CustomKind | undefined {
  const isEstablished = status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True');
  const served = spec.versions.filter((version) => version.served);
  const [preferred] = served.toSorted((a, b) => compareVersions(a.name, b.name));
  if (!isEstablished || !preferred) return undefined;
  const { kind, plural } = status?.acceptedNames ?? spec.names;
  return {
    id: `${kind}.${spec.group}`,
    kind,
    group: spec.group,
    apiVersion: `${spec.group}/${preferred.name}`,
    prefix: `/apis/${spec.group}/${preferred.name}`,
    resource: plural,
    namespaced: spec.scope === 'Namespaced',
    definition: metadata.name ?? '',
    fingerprint: JSON.stringify(served),
    table: columnsOf(preferred),
  };
}

/** The cells of an object's row, as `kubectl get` shows them at `nowMs`; "" where there is nothing. */
export function cellsOf({ table }: CustomKind, object: AnyObject, nowMs: number): readonly string[] {
  return table.row(object, nowMs).map((cell) => (cell === undefined || cell === null ? '' : String(cell)));
}

/** Pure. An object keeps its identity while its resourceVersion is unchanged. */
export function listed(before: CustomObjects | undefined, items: readonly KubeObject[]): CustomObjects {
  return new Map(
    items.map((item) => {
      const known = before?.get(objectKey(item));
      return [objectKey(item), known && known.metadata?.resourceVersion === item.metadata?.resourceVersion ? known : (item as AnyObject)];
    }),
  );
}

/** Pure. */
export function changed(before: CustomObjects, events: readonly WatchEvent[]): CustomObjects {
  const after = new Map(before);
  for (const { type, object } of events) {
    if (type === 'DELETED') after.delete(objectKey(object));
    else after.set(objectKey(object), object);
  }
  return after;
}
