/** Which run of a CronJob is due (source: pkg/controller/cronjob/utils.go, 1.36). Times are ms since 1970. */
import { EPOCH_MS, parseTime } from '../../api/time';
import type { CronJob } from '../../resources/batch/cronjobs/types';
import type { CronSchedule } from './cron-schedule';

/** More missed runs than this are worth a warning. */
const MANY = 100;
/** A little later than due, so that the time has surely come. */
const DELTA_MS = 100;

export interface MissedRuns {
  /** What the search started from. */
  readonly earliestMs: number;
  /** The latest run that is due; undefined where none is. */
  readonly latestMs?: number;
  readonly missed: 'none' | 'few' | 'many';
  readonly error?: string;
}

export function missedRuns(cronJob: CronJob, schedule: CronSchedule, nowMs: number, mindDeadline: boolean): MissedRuns {
  const { metadata, spec, status } = cronJob;
  const last = (status?.lastScheduleTime ?? metadata.creationTimestamp) as string;
  const deadline = mindDeadline ? spec?.startingDeadlineSeconds : undefined;
  const startMs = parseTime(last) + EPOCH_MS;
  const earliestMs = deadline === undefined ? startMs : Math.max(startMs, nowMs - deadline * 1000);
  const first = schedule.next(earliestMs);
  if (first === undefined || nowMs < first) return { earliestMs, missed: 'none' };
  const second = schedule.next(first);
  if (second === undefined || nowMs < second) return { earliestMs, latestMs: first, missed: 'none' };
  const gapMs = second - first;
  if (gapMs < 1000) return { earliestMs, missed: 'none', error: 'time difference between two schedules is less than 1 second' };
  const count = Math.floor((nowMs - first) / gapMs) + 1;
  const missed = count > MANY ? 'many' : 'few';
  let latestMs: number | undefined;
  for (let at = schedule.next(first + (count - 2) * gapMs); at !== undefined && at <= nowMs; at = schedule.next(at)) latestMs = at;
  return { earliestMs, missed, ...(latestMs === undefined ? {} : { latestMs }) };
}

/** How long until the next run has to be looked at; undefined where there is none. */
export function untilNextMs(cronJob: CronJob, schedule: CronSchedule, nowMs: number): number | undefined {
  const { earliestMs, latestMs, missed, error } = missedRuns(cronJob, schedule, nowMs, false);
  const from = latestMs ?? (missed === 'none' && error === undefined ? earliestMs : nowMs);
  const next = schedule.next(from);
  return next === undefined ? undefined : next + DELTA_MS - nowMs;
}
