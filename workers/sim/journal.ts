import type { ApiRequest } from '../api/request';

interface Place {
  readonly atMs: number;
  /** Rounds that had run before it. */
  readonly round: number;
}

/** A message from outside to a component: an exec, a forwarded request (workers/kubelet/node-messages.ts). */
export interface ExternalMessage {
  readonly to: string;
  readonly message: Readonly<Record<string, unknown>>;
  /** The conversation it goes on with; absent: a new one. */
  readonly id?: number;
}

/** One request or message from outside the simulation, with the place in the run where it was executed. */
export type JournalEntry = Place & ({ readonly request: ApiRequest } | { readonly message: ExternalMessage });

/**
 * What a run can be repeated from: the engine's version, the cluster's spec (with its seed) and everything that came from outside.
 * Replaying it reproduces every revision.
 */
export interface Journal<Spec> {
  readonly engine: string;
  readonly spec: Spec;
  readonly entries: readonly JournalEntry[];
}
