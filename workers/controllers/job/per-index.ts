/** Failures counted per completion index, in annotations of the index's newest pod (source: pkg/controller/job/{indexed_job,backoff}_utils.go, 1.36). */
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';
import { remainingMs } from './backoff';
import { INDEX_FAILURES, INDEX_IGNORED_FAILURES, countAnnotation, indexOf } from './indexes';
import { finishedMs, hasFailed, isTracked } from './job-pods';
import { matchPolicy } from './pod-failure-policy';

export interface IndexFailures {
  readonly counted: number;
  /** Failures that the podFailurePolicy ignores. */
  readonly ignored: number;
}

/** What the pod that replaces `replaced` starts with. */
export function indexFailures({ spec }: Job, replaced: Pod | undefined): IndexFailures {
  if (!replaced) return { counted: 0, ignored: 0 };
  const { counts } = matchPolicy(spec?.podFailurePolicy, replaced);
  return {
    counted: countAnnotation(replaced, INDEX_FAILURES) + (counts ? 1 : 0),
    ignored: countAnnotation(replaced, INDEX_IGNORED_FAILURES) + (counts ? 0 : 1),
  };
}

export function indexRemainingMs(replaced: Pod, endMs: number, nowMs: number): number {
  return remainingMs({ failures: allFailures(replaced) + 1, lastFailureMs: endMs }, nowMs);
}

/** Of each index that neither runs nor is done, the failed pod with the most failures behind it. */
export function podsKeptPerIndex(
  job: Job,
  pods: readonly Pod[],
  active: readonly Pod[],
  done: (index: number) => boolean,
  nowMs: number,
): ReadonlyMap<number, Pod> {
  const running = new Set(active.map((pod) => indexOf(pod, job)));
  const kept = new Map<number, Pod>();
  for (const pod of pods) {
    const index = indexOf(pod, job);
    if (index === undefined || running.has(index) || done(index) || !isTracked(pod) || !hasFailed(pod, job)) continue;
    const other = kept.get(index);
    const isNewer = !other || allFailures(pod) > allFailures(other) || finishedMs(pod, nowMs) > finishedMs(other, nowMs);
    if (isNewer) kept.set(index, pod);
  }
  return kept;
}

function allFailures(pod: Pod): number {
  return countAnnotation(pod, INDEX_FAILURES) + countAnnotation(pod, INDEX_IGNORED_FAILURES);
}
