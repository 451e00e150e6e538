/** What the user looks at. */
import { createStore } from 'zustand/vanilla';

/** A reference to one object; `namespace` is absent for cluster-scoped kinds. */
export interface ObjectRef {
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

/** Its key in the cluster store's maps. */
export function refKey(ref: ObjectRef): string {
  return ref.namespace ? `${ref.namespace}/${ref.name}` : ref.name;
}
