/** React's view of the stores. */
import { useStore } from 'zustand';
import { clusterStore } from './cluster';
import type { ClusterState } from './cluster';
import { connectionStore } from './connection';
import type { ConnectionState } from './connection';
import { customKindsStore } from './custom-kinds';
import type { CustomKindsState } from './custom-kinds';
import { decisionsStore } from './decisions';
import type { DecisionsState } from './decisions';
import type { KindTypes, WatchedKind } from './kinds';
import { selectionStore } from './selection';
import type { SelectionState } from './selection';
import { timeStore } from './time';
import type { TimeState } from './time';
import { uiStore } from './ui';
import type { UiState } from './ui';

export const useCluster = <T>(selector: (state: ClusterState) => T): T => useStore(clusterStore, selector);
export const useConnection = <T>(selector: (state: ConnectionState) => T): T => useStore(connectionStore, selector);
export const useCustomKinds = <T>(selector: (state: CustomKindsState) => T): T => useStore(customKindsStore, selector);
export const useDecisions = <T>(selector: (state: DecisionsState) => T): T => useStore(decisionsStore, selector);
export const useSelection = <T>(selector: (state: SelectionState) => T): T => useStore(selectionStore, selector);
export const useTime = <T>(selector: (state: TimeState) => T): T => useStore(timeStore, selector);
export const useUi = <T>(selector: (state: UiState) => T): T => useStore(uiStore, selector);

/** All objects of a kind by key; the map changes only when one of them did. */
export function useObjects<K extends WatchedKind>(kind: K): ReadonlyMap<string, KindTypes[K]> {
  return useStore(clusterStore, (state) => state.objects[kind]) as ReadonlyMap<string, KindTypes[K]>;
}

/** One object; undefined where the page does not know it. */
export function useObject<K extends WatchedKind>(kind: K, key: string | undefined): KindTypes[K] | undefined {
  return useStore(clusterStore, (state) => (key === undefined ? undefined : state.objects[kind].get(key))) as KindTypes[K] | undefined;
}
