/** The transport in use, and where the start-up stands. */
import { createStore } from 'zustand/vanilla';
import type { BootProgress } from '../../workers/protocol/page';
import type { StartRace } from './races';
import type { Transport } from './transport';

export interface ConnectionState {
  readonly phase: 'starting' | 'ready' | 'failed';
  readonly progress: BootProgress;
  /** Why it failed, in the engine's words. */
  readonly problem?: string;
  readonly transport?: Transport;
  readonly startRace?: StartRace;
}

export const connectionStore = createStore<ConnectionState>(() => ({ phase: 'starting', progress: { done: 0, step: 'page' } }));

/** The transport; only to be called once the phase is "ready". */
export function transport(): Transport {
  const current = connectionStore.getState().transport;
  if (!current) throw new Error('not connected to a cluster yet');
  return current;
}
