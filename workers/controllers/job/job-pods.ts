/** What the Job controller reads off a pod (source: pkg/controller/job/job_controller.go, backoff_utils.go; 1.36). */
import { parseTime } from '../../api/time';
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';
import { isPodTerminal } from '../pod-status';
import { INDEX_FAILURES, countAnnotation } from './indexes';
import { matchPolicy } from './pod-failure-policy';

/** Keeps a pod in existence until the job has counted it. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';

export function isTracked({ metadata }: Pod): boolean {
  return metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;
}

/** Whether a terminating pod has to end before it counts and is replaced. */
export function replacesOnlyFailed({ spec }: Job): boolean {
  return spec?.podReplacementPolicy === 'Failed' || spec?.podFailurePolicy !== undefined;
}

export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !replacesOnlyFailed(job) && pod.metadata.deletionTimestamp !== undefined && pod.status?.phase !== 'Succeeded';
}

export function failsIndex(pod: Pod, job: Job): boolean {
  if (!hasFailed(pod, job)) return false;
  const { action, counts } = matchPolicy(job.spec?.podFailurePolicy, pod);
  return action === 'FailIndex' || (counts && countAnnotation(pod, INDEX_FAILURES) >= (job.spec?.backoffLimitPerIndex ?? 0));
}

/** When the pod ended, in ms since the cluster's start: its last container's end, else when it became unready, else when its deletion was asked for. */
export function finishedMs(pod: Pod, nowMs: number): number {
  const statuses = pod.status?.containerStatuses ?? [];
  const ends = statuses.map(({ state }) => parseTime(state?.terminated?.finishedAt));
  if (ends.length > 0 && ends.every((end) => !Number.isNaN(end))) return Math.max(...ends);
  if (isPodTerminal(pod)) {
    const unready = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False');
    const sinceMs = parseTime(unready?.lastTransitionTime);
    if (!Number.isNaN(sinceMs)) return sinceMs;
  }
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = pod.metadata;
  const deletedMs = parseTime(deletionTimestamp) - deletionGracePeriodSeconds * 1000;
  return Number.isNaN(deletedMs) ? nowMs : deletedMs;
}
