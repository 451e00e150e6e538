import { rfc3339 } from '../../api/time';
import type { Job } from '../../resources/batch/jobs/types';

export type JobStatus = NonNullable<Job['status']>;
export type JobCondition = NonNullable<JobStatus['conditions']>[number];

export function condition(type: string, reason: string, message: string, nowMs: number, status: 'True' | 'False' = 'True'): JobCondition {
  const time = rfc3339(nowMs);
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message } as JobCondition;
}

export function trueCondition(status: JobStatus | undefined, type: string): JobCondition | undefined {
  return status?.conditions?.find((one) => one.type === type && one.status === 'True');
}

export function isFinished({ status }: Job): boolean {
  return trueCondition(status, 'Complete') !== undefined || trueCondition(status, 'Failed') !== undefined;
}

/** `conditions` with `next` in it; the same list where nothing changes. What was never so is not recorded as False. */
export function withCondition(conditions: readonly JobCondition[], next: JobCondition): readonly JobCondition[] {
  const before = conditions.find(({ type }) => type === next.type);
  if (!before) return next.status === 'False' ? conditions : [...conditions, next];
  if (before.status === next.status && before.reason === next.reason && before.message === next.message) return conditions;
  return conditions.map((one) => (one === before ? next : one));
}
