/** What the user looks at. */
import { createStore } from 'zustand/vanilla';

/** A reference to one object; `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef {
  /** "Pod"; of a custom kind with its group, "CronTab.stable.example.com". */
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface SelectionState {
  readonly selected?: ObjectRef;
  /** Lower case; empty: no search. */
  readonly search: string;
}

export const selectionStore = createStore<SelectionState>(() => ({ search: '' }));

export function select(ref: ObjectRef | undefined): void {
  selectionStore.setState({ selected: ref });
}

/** What stands in the search box: dims everything whose name does not contain it. */
export function search(text: string): void {
  selectionStore.setState({ search: text.trim().toLowerCase() });
}

export function sameRef(a: ObjectRef | undefined, b: ObjectRef | undefined): boolean {
  return a?.kind === b?.kind && a?.namespace === b?.namespace && a?.name === b?.name;
}

/** Groups of the kinds that come with the API server; all others come from CustomResourceDefinitions. */
const builtInGroups =
  /^[a-z]*$|^sim\.kubarium\.dev$|^(admissionregistration|apiextensions|apiregistration|authentication|authorization|certificates|coordination|discovery|events|flowcontrol\.apiserver|metrics|networking|node|rbac\.authorization|resource|scheduling|storage)\.k8s\.io$/;

/** How {@link ObjectRef} names a kind. */
export function refKind(apiVersion: string, kind: string): string {
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
  return builtInGroups.test(group) ? kind : `${kind}.${group}`;
}

/** The kind as objects name it. */
export function kindName(refKind: string): string {
  const dot = refKind.indexOf('.');
  return dot < 0 ? refKind : refKind.slice(0, dot);
}

/** Its key in the cluster store's maps. */
export function refKey(ref: ObjectRef): string {
  return ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
}
