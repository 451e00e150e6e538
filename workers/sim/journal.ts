import type { ApiRequest } from '../api/request';

/** One request from outside the simulation, with the place in the run where it was executed. */
export interface JournalEntry {
  readonly atMs: number;
  /** Rounds that had run before it. */
  readonly round: number;
  readonly request: ApiRequest;
}

/**
 * What a run can be repeated from: the engine's version, the cluster's spec (with its seed) and every external request.
 * Replaying it reproduces every revision.
 */
export interface Journal<Spec> {
  readonly engine: string;
  readonly spec: Spec;
  readonly entries: readonly JournalEntry[];
}
