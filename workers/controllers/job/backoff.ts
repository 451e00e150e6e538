/** How long a job waits after failures: 10 s, doubled by each further one, at most 10 min (source: pkg/controller/job/backoff_utils.go, 1.36). */
const BASE_MS = 10_000;
const MAX_MS = 600_000;

/** Failures in a row since the last success. */
export interface BackoffRecord {
  readonly failures: number;
  readonly lastFailureMs?: number;
}

export const NO_FAILURES: BackoffRecord = { failures: 0 };

/** The record after pods ended at these times (ms); a success makes everything before it forgotten. */
export function afterEnds(record: BackoffRecord, succeeded: readonly number[], failed: readonly number[]): BackoffRecord {
  if (succeeded.length === 0) {
    return failed.length === 0 ? record : { failures: record.failures + failed.length, lastFailureMs: Math.max(...failed) };
  }
  const lastSuccess = Math.max(...succeeded);
  const since = failed.filter((end) => end >= lastSuccess);
  return since.length === 0 ? NO_FAILURES : { failures: since.length, lastFailureMs: Math.max(...since) };
}

export function remainingMs({ failures, lastFailureMs }: BackoffRecord, nowMs: number): number {
  if (failures === 0 || lastFailureMs === undefined) return 0;
  const wait = Math.min(BASE_MS * 2 ** Math.min(failures - 1, 10), MAX_MS);
  return Math.max(lastFailureMs + wait - nowMs, 0);
}
