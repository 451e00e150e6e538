/** One sync of a CronJob (source: pkg/controller/cronjob/cronjob_controllerv2.go, 1.36). */
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply } from '../../api/request';
import { EPOCH_MS, parseTime, rfc3339 } from '../../api/time';
import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import { deepEqual } from '../../lib/equal';
import type { CronJob } from '../../resources/batch/cronjobs/types';
import type { Job } from '../../resources/batch/jobs/types';
import { controllerOf } from '../../api/meta';
import { controlledBy } from '../controller-index';
import { isFinished, trueCondition } from '../job/conditions';
import { isNamespaceTerminating, messageOf } from '../replicaset/manage-replicas';
import { CRON_JOBS, JOBS } from '../resources';
import { parseSchedule } from './cron-schedule';
import type { CronSchedule } from './cron-schedule';
import { clusterMs, jobName, jobOf, rfc1123z } from './job-of';
import { missedRuns, untilNextMs } from './missed-runs';

export interface CronJobContext {
  readonly cronJobs: Informer<CronJob>;
  readonly jobs: Informer<Job>;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  /** Asks for another sync at a time that nobody waits for. */
  readonly requeue: (key: string, afterMs: number) => void;
}

type Status = NonNullable<CronJob['status']>;
type Active = NonNullable<Status['active']>[number];

/** What the sync makes of the CronJob's status; written once at its end. */
interface Draft {
  active: readonly Active[];
  lastScheduleTime: Status['lastScheduleTime'];
  lastSuccessfulTime: Status['lastSuccessfulTime'];
}

/** The schedule in the CronJob's time zone. */
export function scheduleOf({ spec }: CronJob): CronSchedule | undefined {
  return parseSchedule(spec?.timeZone === undefined ? (spec?.schedule ?? '') : `TZ=${spec.timeZone} ${spec.schedule}`);
}

export function* syncCronJob(context: CronJobContext, key: string): Script {
  const stored = context.cronJobs.get(key);
  if (!stored) return undefined;
  const cronJob: CronJob = { ...stored, apiVersion: 'batch/v1', kind: 'CronJob' };
  const { active = [], lastScheduleTime, lastSuccessfulTime } = stored.status ?? {};
  const draft: Draft = { active, lastScheduleTime, lastSuccessfulTime };
  const jobs = controlledBy(context.jobs, stored.metadata.uid ?? '');
  yield* cleanUp(context, cronJob, draft, jobs);
  const missing = yield* observe(context, cronJob, draft, jobs);
  const failure = missing ?? (yield* startDue(context, key, cronJob, draft));
  return (yield* writeStatus(stored, draft)) ?? failure;
}

/** Deletes finished jobs beyond the history limits, those that started first. */
function* cleanUp(context: CronJobContext, cronJob: CronJob, draft: Draft, jobs: readonly Job[]): Script<void> {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = cronJob.spec ?? {};
  const surplus = (type: string, limit: number | undefined): Job[] => {
    if (limit === undefined) return [];
    const ended = jobs.filter(({ status }) => trueCondition(status, type) !== undefined);
    ended.sort((a, b) => parseTime(a.status?.startTime as string) - parseTime(b.status?.startTime as string));
    return ended.slice(0, Math.max(ended.length - limit, 0));
  };
  const victims = [...surplus('Complete', successfulJobsHistoryLimit), ...surplus('Failed', failedJobsHistoryLimit)];
  for (const job of victims) if (job.metadata.deletionTimestamp === undefined) yield* deleteJob(context, cronJob, draft, job.metadata);
}

function* deleteJob(
  { recorder }: CronJobContext,
  cronJob: CronJob,
  draft: Draft,
  { namespace = '', name = '', uid }: Pick<Job['metadata'], 'namespace' | 'name' | 'uid'>,
): Script {
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' };
  const reply = yield* send({ ...JOBS, verb: 'delete', namespace, name, body });
  if (isFailure(reply)) {
    recorder.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${messageOf(reply)}`);
    return reply;
  }
  draft.active = draft.active.filter((one) => one.uid !== uid);
  recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`);
  return undefined;
}

/** Takes ended and vanished jobs off the list of active ones. */
function* observe({ recorder }: CronJobContext, cronJob: CronJob, draft: Draft, jobs: readonly Job[]): Script {
  for (const job of jobs) {
    const { name = '', uid } = job.metadata;
    const known = draft.active.some((one) => one.uid === uid);
    if (!known && !isFinished(job)) {
      recorder.event(cronJob, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`);
    } else if (known && isFinished(job)) {
      const how = trueCondition(job.status, 'Complete') ? 'Complete' : 'Failed';
      draft.active = draft.active.filter((one) => one.uid !== uid);
      recorder.event(cronJob, 'Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${how}`);
    }
    const completed = trueCondition(job.status, 'Complete') && (job.status?.completionTime as string | undefined);
    if (completed && !(parseTime(draft.lastSuccessfulTime as string | undefined) >= parseTime(completed)))
      draft.lastSuccessfulTime = completed;
  }
  const children = new Set(jobs.map(({ metadata }) => metadata.uid));
  for (const { namespace = '', name = '', uid } of draft.active) {
    if (children.has(uid)) continue;
    const reply = yield* send({ ...JOBS, verb: 'get', namespace, name });
    if (isFailure(reply) && reasonOf(reply) !== 'NotFound') return reply;
    if (!isFailure(reply)) continue;
    recorder.event(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`);
    draft.active = draft.active.filter((one) => one.uid !== uid);
  }
  return undefined;
}

/** Creates the job that is due, if there is one and the concurrency policy lets it. */
function* startDue(context: CronJobContext, key: string, cronJob: CronJob, draft: Draft): Script {
  const { recorder } = context;
  const { spec, metadata } = cronJob;
  if (metadata.deletionTimestamp !== undefined || spec?.suspend) return undefined;
  const schedule = scheduleOf(cronJob);
  if (!schedule) {
    recorder.event(cronJob, 'Warning', 'UnparseableSchedule', `unparseable schedule: ${JSON.stringify(spec?.schedule)}`);
    return undefined;
  }
  const nowMs = context.nowMs() + EPOCH_MS;
  const { latestMs: dueMs, missed, error } = missedRuns(cronJob, schedule, nowMs, true);
  if (error !== undefined) {
    recorder.event(cronJob, 'Warning', 'InvalidSchedule', `invalid schedule: ${spec?.schedule} : ${error}`);
    return undefined;
  }
  if (missed === 'many' && dueMs !== undefined) {
    const hint = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    recorder.event(cronJob, 'Warning', 'TooManyMissedTimes', hint);
  }
  const failure =
    dueMs === undefined || !mayStart(context, cronJob, draft, dueMs, nowMs) ? undefined : yield* start(context, cronJob, draft, dueMs);
  const waitMs = untilNextMs({ ...cronJob, status: statusOf(draft) }, schedule, nowMs);
  if (waitMs !== undefined) context.requeue(key, waitMs);
  return failure;
}

function mayStart({ recorder }: CronJobContext, cronJob: CronJob, draft: Draft, dueMs: number, nowMs: number): boolean {
  const { startingDeadlineSeconds, concurrencyPolicy } = cronJob.spec ?? {};
  if (startingDeadlineSeconds !== undefined && dueMs + startingDeadlineSeconds * 1000 < nowMs) {
    recorder.event(cronJob, 'Warning', 'MissSchedule', `Missed scheduled time to start a job: ${rfc1123z(dueMs)}`);
    return false;
  }
  const name = jobName(cronJob, dueMs);
  if (draft.active.some((one) => one.name === name) || draft.lastScheduleTime === rfc3339(clusterMs(dueMs))) return false;
  if (concurrencyPolicy !== 'Forbid' || draft.active.length === 0) return true;
  const why = 'Not starting job because prior execution is running and concurrency policy is Forbid';
  recorder.event(cronJob, 'Normal', 'JobAlreadyActive', why);
  return false;
}

function* start(context: CronJobContext, cronJob: CronJob, draft: Draft, dueMs: number): Script {
  const { recorder } = context;
  const { namespace = '', uid } = cronJob.metadata;
  if (cronJob.spec?.concurrencyPolicy === 'Replace') {
    for (const one of draft.active) {
      const failure = yield* deleteJob(context, cronJob, draft, { namespace, name: one.name ?? '', uid: one.uid ?? '' });
      if (failure) return failure;
    }
  }
  let reply: ApiReply = yield* send({ ...JOBS, verb: 'create', namespace, body: jobOf(cronJob, dueMs) });
  if (isFailure(reply)) {
    if (isNamespaceTerminating(reply)) return reply;
    if (reasonOf(reply) !== 'AlreadyExists') {
      recorder.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${messageOf(reply)}`);
      return reply;
    }
    const conflict = reply;
    reply = yield* send({ ...JOBS, verb: 'get', namespace, name: jobName(cronJob, dueMs) });
    if (isFailure(reply)) return reply;
    const existing = reply.body as Job;
    if (controllerOf(existing)?.uid !== uid) return conflict;
    if (isFinished(existing)) return undefined;
  } else recorder.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${(reply.body as Job).metadata.name}`);
  const { name = '', uid: jobUid = '', resourceVersion = '' } = (reply.body as Job).metadata;
  draft.active = [...draft.active, { kind: 'Job', namespace, name, uid: jobUid, apiVersion: 'batch/v1', resourceVersion }];
  draft.lastScheduleTime = rfc3339(clusterMs(dueMs));
  return undefined;
}

function statusOf({ active, lastScheduleTime, lastSuccessfulTime }: Draft): Status {
  return {
    ...(active.length > 0 ? { active: [...active] } : {}),
    ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
    ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
  };
}

function* writeStatus(cronJob: CronJob, draft: Draft): Script {
  const status = statusOf(draft);
  if (deepEqual(status, cronJob.status ?? {})) return undefined;
  const { namespace = '', name = '' } = cronJob.metadata;
  const body = { ...cronJob, apiVersion: 'batch/v1', kind: 'CronJob', status };
  const reply = yield* send({ ...CRON_JOBS, verb: 'update', subresource: 'status', namespace, name, body });
  return isFailure(reply) ? reply : undefined;
}
