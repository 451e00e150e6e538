/** The race under way, or the last one. */
import { createStore } from 'zustand/vanilla';
import type { RaceProgress, RaceResult, RaceSetup } from '../../workers/protocol/race';
import { connectionStore } from './connection';

export interface RunningRace {
  /** Rejects with the reason, or an AbortError once cancelled. */
  readonly result: Promise<RaceResult>;
  cancel(): void;
}

export type StartRace = (setup: RaceSetup, onProgress: (progress: RaceProgress) => void) => RunningRace;

export interface RaceState {
  /** The view is shown. */
  readonly open: boolean;
  readonly running?: { readonly progress?: RaceProgress };
  /** Of the last race that came to its end, with what was asked for. */
  readonly last?: { readonly setup: RaceSetup; readonly result: RaceResult };
  /** Why the last race failed. */
  readonly problem?: string;
}

export const raceStore = createStore<RaceState>(() => ({ open: false }));

let cancel: (() => void) | undefined;

/** `prepare` hands over what is to be run, or throws what is wrong with it. */
export async function startRace(prepare: () => Promise<RaceSetup>): Promise<void> {
  const start = connectionStore.getState().startRace;
  if (!start || raceStore.getState().running) return;
  raceStore.setState({ running: {}, problem: undefined });
  try {
    const setup = await prepare();
    const race = start(setup, (progress) => raceStore.setState(({ running }) => (running ? { running: { progress } } : {})));
    cancel = race.cancel;
    raceStore.setState({ running: undefined, last: { setup, result: await race.result } });
  } catch (error) {
    const isCancelled = error instanceof DOMException && error.name === 'AbortError';
    const problem = error instanceof Error ? error.message : String(error);
    raceStore.setState({ running: undefined, ...(isCancelled ? {} : { problem, last: undefined }) });
  }
}

export function cancelRace(): void {
  cancel?.();
}

export function openRaces(): void {
  raceStore.setState({ open: true });
}

export function closeRaces(): void {
  raceStore.setState({ open: false });
}
