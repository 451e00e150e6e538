/** One sync of a Job (source: pkg/controller/job/job_controller.go syncJob, 1.36). */
import { parseTime, rfc3339 } from '../../api/time';
import { selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import type { ApiReply } from '../../api/request';
import type { Script } from '../../client/script';
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';
import { controlledBy, orphansIn } from '../controller-index';
import { claim } from '../controller-ref-manager';
import { isPodActive, isPodReady, isPodTerminating } from '../pod-status';
import { JOBS, PODS } from '../resources';
import { NO_FAILURES, afterEnds } from './backoff';
import { condition, isFinished, trueCondition, withCondition } from './conditions';
import type { JobCondition, JobStatus } from './conditions';
import { indexOf, isIndexed, parseIndexes } from './indexes';
import type { JobContext, JobSync, PodNumbers } from './job-context';
import { TRACKING_FINALIZER, failsIndex, finishedMs, hasFailed, isTracked } from './job-pods';
import { managePods, removePods } from './manage';
import { podsKeptPerIndex } from './per-index';
import { matchPolicy } from './pod-failure-policy';
import { matchSuccessPolicy } from './success-policy';
import { track } from './track';

/** The value of spec.managedBy that means this controller. */
const BUILT_IN = 'kubernetes.io/job-controller';

export function* syncJob(context: JobContext, key: string): Script {
  const stored = context.jobs.get(key);
  if (!stored || isFinished(stored)) {
    context.backoff.delete(key);
    return undefined;
  }
  if ((stored.spec?.managedBy ?? BUILT_IN) !== BUILT_IN) return undefined;
  const job = started({ ...stored, apiVersion: 'batch/v1', kind: 'Job' }, context.nowMs());
  const own = yield* ownPods(context, job);
  if ('failure' in own) return own.failure;
  const sync = assess(context, key, job, own.pods);
  const { numbers, verdict } = yield* carryOut(context, sync);
  const suspension = suspended(context, sync, verdict);
  const failure = yield* track(context, { ...sync, ...(verdict ? { verdict } : {}), job: suspension }, stored, numbers);
  return failure ?? numbers.failure;
}

function started(job: Job, nowMs: number): Job {
  if (job.spec?.suspend || job.status?.startTime) return job;
  return { ...job, status: { ...job.status, startTime: rfc3339(nowMs) } };
}

function* ownPods({ pods }: JobContext, job: Job): Script<{ readonly pods: readonly Pod[] } | { readonly failure: ApiReply }> {
  const { uid = '', namespace = '' } = job.metadata;
  const owner = { ...JOBS, apiVersion: 'batch/v1', kind: 'Job', metadata: job.metadata };
  const selector = selectorFrom(job.spec?.selector as LabelSelector);
  const candidates = [...controlledBy(pods, uid), ...orphansIn(pods, namespace)];
  const { claimed, failure } = yield* claim(owner, selector, candidates, PODS, { finalizer: TRACKING_FINALIZER });
  if (failure) return { failure };
  return { pods: claimed.map((pod) => pods.get(`${namespace}/${pod.metadata.name}`) ?? pod) };
}

/** What the pods say, before anything is done about it. */
function assess(context: JobContext, key: string, job: Job, pods: readonly Pod[]): JobSync {
  const nowMs = context.nowMs();
  const { spec, status } = job;
  const active = pods.filter(isPodActive);
  const uncountedSucceeded = new Set(status?.uncountedTerminatedPods?.succeeded);
  const uncountedFailed = new Set(status?.uncountedTerminatedPods?.failed);
  const isNew = (pod: Pod, counted: ReadonlySet<string>): boolean =>
    isTracked(pod) && !counted.has(pod.metadata.uid ?? '') && (!isIndexed(job) || indexOf(pod, job) !== undefined);
  const succeeded = pods.filter((pod) => pod.status?.phase === 'Succeeded' && isNew(pod, uncountedSucceeded));
  const failed = pods.filter((pod) => hasFailed(pod, job) && isNew(pod, uncountedFailed));
  const ends = (list: readonly Pod[]): number[] => list.map((pod) => finishedMs(pod, nowMs));
  const counting = failed.filter((pod) => matchPolicy(spec?.podFailurePolicy, pod).counts).length;
  const indexes = isIndexed(job) ? assessIndexes(job, pods) : undefined;
  const failures = (status?.failed ?? 0) + counting + uncountedFailed.size;
  const verdict = judge(context, key, job, pods, failures, indexes);
  const done = (index: number): boolean => !!indexes?.succeeded.has(index) || !!indexes?.failed?.has(index);
  return {
    key,
    job,
    pods,
    active,
    uncountedSucceeded,
    uncountedFailed,
    backoff: afterEnds(context.backoff.get(key) ?? NO_FAILURES, ends(succeeded), ends(failed)),
    succeeded: indexes ? indexes.succeeded.size : (status?.succeeded ?? 0) + succeeded.length + uncountedSucceeded.size,
    succeededIndexes: indexes?.succeeded ?? new Set(),
    ...(indexes?.failed ? { failedIndexes: indexes.failed } : {}),
    keptPerIndex: indexes?.failed ? podsKeptPerIndex(job, pods, active, done, nowMs) : new Map(),
    ...(verdict ? { verdict } : {}),
  };
}

interface Indexes {
  readonly succeeded: ReadonlySet<number>;
  readonly failed?: ReadonlySet<number>;
}

function assessIndexes(job: Job, pods: readonly Pod[]): Indexes {
  const { spec, status } = job;
  const completions = spec?.completions ?? 0;
  const succeeded = parseIndexes(status?.completedIndexes, completions);
  const failed = spec?.backoffLimitPerIndex === undefined ? undefined : parseIndexes(status?.failedIndexes, completions);
  for (const pod of pods) {
    const index = indexOf(pod, job);
    if (index === undefined || !isTracked(pod)) continue;
    if (pod.status?.phase === 'Succeeded') succeeded.add(index);
    else if (failed && failsIndex(pod, job)) failed.add(index);
  }
  return { succeeded, ...(failed ? { failed } : {}) };
}

/** Whether the job's fate is sealed: by what an earlier sync recorded, or now. */
function judge(
  context: JobContext,
  key: string,
  job: Job,
  pods: readonly Pod[],
  failures: number,
  indexes: Indexes | undefined,
): JobCondition | undefined {
  const { spec, status } = job;
  const recorded = trueCondition(status, 'SuccessCriteriaMet') ?? trueCondition(status, 'FailureTarget');
  if (recorded) return recorded;
  const nowMs = context.nowMs();
  const fails = (reason: string, message: string): JobCondition => condition('FailureTarget', reason, message, nowMs);
  for (const pod of spec?.podFailurePolicy ? pods : []) {
    const message = hasFailed(pod, job) ? matchPolicy(spec?.podFailurePolicy, pod).message : undefined;
    if (message !== undefined) return fails('PodFailurePolicy', message);
  }
  if (failures > (spec?.backoffLimit ?? 6) || restartsExceed(job, pods)) {
    return fails('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  const deadlineMs = parseTime(status?.startTime) + (spec?.activeDeadlineSeconds ?? Number.NaN) * 1000;
  if (!spec?.suspend && nowMs >= deadlineMs) return fails('DeadlineExceeded', 'Job was active longer than specified deadline');
  if (!spec?.suspend && nowMs < deadlineMs) context.wakeAt(key, deadlineMs);
  if (!indexes) return undefined;
  const { failed, succeeded } = indexes;
  if (failed && spec?.maxFailedIndexes !== undefined && failed.size > spec.maxFailedIndexes) {
    return fails('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  }
  if (failed?.size && failed.size + succeeded.size >= (spec?.completions ?? 0)) return fails('FailedIndexes', 'Job has failed indexes');
  const met = matchSuccessPolicy(job, succeeded);
  return met === undefined ? undefined : condition('SuccessCriteriaMet', 'SuccessPolicy', met, nowMs);
}

/** With restartPolicy OnFailure failures are restarts of containers. */
function restartsExceed({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec?.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const { restartCount } of [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])]) restarts += restartCount;
  }
  return restarts > 0 && restarts >= (spec.backoffLimit ?? 6);
}

/** Deletes what still runs of a job whose fate is sealed, otherwise keeps as many pods as it wants. */
function* carryOut(
  context: JobContext,
  sync: JobSync,
): Script<{ readonly numbers: PodNumbers; readonly verdict: JobCondition | undefined }> {
  const { job, pods, active, verdict, succeeded } = sync;
  const before: PodNumbers = {
    active: active.length,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isPodTerminating).length,
  };
  if (verdict) return { verdict, numbers: yield* removePods(context, job, active, before, { uncounted: false }) };
  const numbers = job.metadata.deletionTimestamp === undefined ? yield* managePods(context, sync, before) : before;
  const { completions } = job.spec ?? {};
  const complete = numbers.active === 0 && (completions === undefined ? succeeded > 0 : succeeded >= completions);
  const reached = 'Reached expected number of succeeded pods';
  return { numbers, verdict: complete ? condition('SuccessCriteriaMet', 'CompletionsReached', reached, context.nowMs()) : undefined };
}

/** The job with its Suspended condition as it should be; a resumed job starts anew. */
function suspended({ recorder, nowMs }: JobContext, sync: JobSync, verdict: JobCondition | undefined): Job {
  const { job } = sync;
  if (verdict || job.metadata.deletionTimestamp !== undefined) return job;
  const next = job.spec?.suspend
    ? condition('Suspended', 'JobSuspended', 'Job suspended', nowMs())
    : condition('Suspended', 'JobResumed', 'Job resumed', nowMs(), 'False');
  const conditions = job.status?.conditions ?? [];
  const updated = withCondition(conditions, next);
  if (updated === conditions) return job;
  recorder.event(job, 'Normal', job.spec?.suspend ? 'Suspended' : 'Resumed', next.message ?? '');
  const status = { ...job.status, conditions: updated as JobCondition[] } as JobStatus;
  return { ...job, status: job.spec?.suspend ? status : { ...status, startTime: rfc3339(nowMs()) } };
}
