/** What the page knows of the cluster: objects by kind, exactly as the API server said. */
import { createStore } from 'zustand/vanilla';
import { objectKey } from '../../workers/api/meta';
import type { KubeObject, WatchEvent } from '../../workers/api/meta';
import type { KindTypes, WatchedKind } from './kinds';
import { kindPlaces } from './kinds';

/** Objects by "namespace/name" (or "name"). A map is replaced whenever anything in it changed, and only then. */
export type ObjectsByKind = { readonly [K in WatchedKind]: ReadonlyMap<string, KindTypes[K]> };

export interface ClusterState {
  readonly objects: ObjectsByKind;
  /** Kinds whose first list has arrived. */
  readonly synced: ReadonlySet<WatchedKind>;
  /** How many changes of Events and objects have been seen, for the density strip. */
  readonly changes: number;
}

export type Change =
  | { readonly type: 'list'; readonly kind: WatchedKind; readonly items: readonly KubeObject[] }
  | { readonly type: 'event'; readonly kind: WatchedKind; readonly event: WatchEvent };

const noObjects = Object.fromEntries(kindPlaces.map((place) => [place.kind, new Map()])) as unknown as ObjectsByKind;

export const clusterStore = createStore<ClusterState>(() => ({ objects: noObjects, synced: new Set(), changes: 0 }));

/** Applies one frame with one setState. */
export function applyFrame(changes: readonly Change[]): void {
  if (changes.length > 0) clusterStore.setState((state) => reduceFrame(state, changes));
}

/** Pure. An object keeps its identity while its resourceVersion is unchanged. */
export function reduceFrame(state: ClusterState, changes: readonly Change[]): ClusterState {
  const drafts = new Map<WatchedKind, Map<string, KubeObject>>();
  const synced = new Set(state.synced);
  const draftOf = (kind: WatchedKind) => {
    let draft = drafts.get(kind);
    if (!draft) drafts.set(kind, (draft = new Map<string, KubeObject>(state.objects[kind])));
    return draft;
  };
  for (const change of changes) {
    const draft = draftOf(change.kind);
    if (change.type === 'list') {
      const before = new Map(draft);
      draft.clear();
      for (const item of change.items) put(draft, item, before.get(objectKey(item)));
      synced.add(change.kind);
    } else if (change.event.type === 'DELETED') {
      draft.delete(objectKey(change.event.object));
    } else if (change.event.type === 'ADDED' || change.event.type === 'MODIFIED') {
      put(draft, change.event.object, draft.get(objectKey(change.event.object)));
    }
  }
  const objects = { ...state.objects, ...Object.fromEntries(drafts) } as unknown as ObjectsByKind;
  return { objects, synced, changes: state.changes + changes.length };
}

function put(draft: Map<string, KubeObject>, next: KubeObject, before: KubeObject | undefined): void {
  const same = before?.metadata?.uid === next.metadata?.uid && before?.metadata?.resourceVersion === next.metadata?.resourceVersion;
  draft.set(objectKey(next), before && same ? before : next);
}
