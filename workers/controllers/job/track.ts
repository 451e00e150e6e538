/**
 * Counting each ended pod exactly once: its uid is written into the status, then its finalizer goes, then it is counted and the uid
 * dropped (source: pkg/controller/job/job_controller.go trackJobStatusAndRemoveFinalizers, 1.36).
 */
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply } from '../../api/request';
import { send } from '../../client/script';
import type { Script } from '../../client/script';
import { deepEqual } from '../../lib/equal';
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';
import { JOBS } from '../resources';
import { condition, trueCondition, withCondition } from './conditions';
import type { JobCondition, JobStatus } from './conditions';
import { withoutFinalizer } from './finalizers';
import { formatIndexes, indexOf, isIndexed, parseIndexes } from './indexes';
import type { JobContext, JobSync, PodNumbers } from './job-context';
import { hasFailed, isTracked } from './job-pods';
import { matchPolicy } from './pod-failure-policy';

/** So many pods are counted in one sync, for the sake of the status' size. */
const UNCOUNTED_MAX = 500;

interface Uncounted {
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
}

/** `stored` is the job as the cache had it; `sync.job` has what the sync changed in its status so far. */
export function* track(context: JobContext, sync: JobSync, stored: Job, numbers: PodNumbers): Script {
  const { job, pods, verdict } = sync;
  const { active, ready, terminating } = numbers;
  const tracked = new Set(pods.filter(isTracked).map(({ metadata }) => metadata.uid ?? ''));
  const settled = settle({ ...job.status, active, ready, terminating } as JobStatus, tracked);
  const count = countEnded(sync, settled);
  let status = withUncounted(count.status, count.uncounted);
  if (verdict && !trueCondition(status, verdict.type)) {
    status = { ...status, conditions: withCondition(status.conditions ?? [], verdict) as JobCondition[] };
  }
  let current = stored;
  if (!deepEqual(wire(status), stored.status)) {
    const reply = yield* writeStatus(job, current, status);
    if (isFailure(reply)) return reply;
    current = reply.body as Job;
  }
  context.backoff.set(sync.key, sync.backoff);
  const failure = yield* release(count.ended, tracked);
  status = settle(status, tracked);
  const final = failure || count.isPartial ? undefined : finalCondition(context, verdict, status);
  if (final) status = finished(status, final);
  if (!deepEqual(wire(status), current.status)) {
    const reply = yield* writeStatus(job, current, status);
    if (isFailure(reply)) return reply;
    if (final) announce(context, job, final);
  }
  return failure;
}

/** Counts the uncounted pods that are gone or have lost their finalizer. */
function settle(status: JobStatus, tracked: ReadonlySet<string>): JobStatus {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  const left = { succeeded: succeeded.filter((uid) => tracked.has(uid)), failed: failed.filter((uid) => tracked.has(uid)) };
  return withUncounted(
    {
      ...status,
      succeeded: (status.succeeded ?? 0) + succeeded.length - left.succeeded.length,
      failed: (status.failed ?? 0) + failed.length - left.failed.length,
    },
    left,
  );
}

interface Count {
  readonly status: JobStatus;
  readonly uncounted: Uncounted;
  /** Pods that may go. */
  readonly ended: readonly Pod[];
  readonly isPartial: boolean;
}

function countEnded(sync: JobSync, settled: JobStatus): Count {
  const { job, verdict, failedIndexes } = sync;
  const indexed = isIndexed(job);
  const succeeded = [...(settled.uncountedTerminatedPods?.succeeded ?? [])];
  const failed = [...(settled.uncountedTerminatedPods?.failed ?? [])];
  const indexes = parseIndexes(settled.completedIndexes, job.spec?.completions ?? 0);
  const before = indexes.size;
  const ended: Pod[] = [];
  let isPartial = false;
  for (const pod of indexed ? [...sync.pods].sort((a, b) => (indexOf(a, job) ?? -1) - (indexOf(b, job) ?? -1)) : sync.pods) {
    if (!isTracked(pod) || !mayGo(sync, pod)) continue;
    const { uid = '' } = pod.metadata;
    const index = indexOf(pod, job);
    ended.push(pod);
    if (pod.status?.phase === 'Succeeded' && !sync.uncountedFailed.has(uid)) {
      if (!indexed && !sync.uncountedSucceeded.has(uid)) succeeded.push(uid);
      else if (indexed && index !== undefined) indexes.add(index);
    } else if (hasFailed(pod, job) || verdict?.type === 'FailureTarget') {
      const counts = !sync.uncountedFailed.has(uid) && (!indexed || index !== undefined);
      if (counts && matchPolicy(job.spec?.podFailurePolicy, pod).counts) failed.push(uid);
    }
    isPartial = indexes.size - before + succeeded.length + failed.length >= UNCOUNTED_MAX;
    if (isPartial) break;
  }
  const status: JobStatus = indexed
    ? {
        ...settled,
        succeeded: indexes.size,
        completedIndexes: formatIndexes(indexes),
        ...(failedIndexes ? { failedIndexes: formatIndexes(failedIndexes) } : {}),
      }
    : settled;
  return { status, uncounted: { succeeded, failed }, ended, isPartial };
}

function mayGo({ job, verdict, keptPerIndex }: JobSync, pod: Pod): boolean {
  if (job.metadata.deletionTimestamp !== undefined || verdict || pod.status?.phase === 'Succeeded') return true;
  if (!hasFailed(pod, job)) return false;
  const index = indexOf(pod, job);
  return index === undefined || keptPerIndex.get(index)?.metadata.uid !== pod.metadata.uid;
}

/** Removes finalizers; takes the pods that have lost theirs out of `tracked`. */
function* release(pods: readonly Pod[], tracked: Set<string>): Script {
  if (pods.length === 0) return undefined;
  const replies = yield pods.map(withoutFinalizer);
  let failure: ApiReply | undefined;
  replies.forEach((reply, at) => {
    if (!isFailure(reply) || reasonOf(reply) === 'NotFound') tracked.delete(pods[at]?.metadata.uid ?? '');
    else failure ??= reply;
  });
  return failure;
}

/** Complete or Failed, once everything is counted and nothing is left of the pods. */
function finalCondition({ nowMs }: JobContext, verdict: JobCondition | undefined, status: JobStatus): JobCondition | undefined {
  const { succeeded = [], failed = [] } = status.uncountedTerminatedPods ?? {};
  if (!verdict || succeeded.length + failed.length > 0 || (status.terminating ?? 0) > 0) return undefined;
  const type = verdict.type === 'FailureTarget' ? 'Failed' : 'Complete';
  return condition(type, verdict.reason ?? '', verdict.message ?? '', nowMs());
}

function finished(status: JobStatus, final: JobCondition): JobStatus {
  const conditions = withCondition(status.conditions ?? [], final) as JobCondition[];
  return { ...status, conditions, ...(final.type === 'Complete' ? { completionTime: final.lastTransitionTime as string } : {}) };
}

function announce({ recorder }: JobContext, job: Job, { type, reason = '', message = '' }: JobCondition): void {
  if (type === 'Complete') recorder.event(job, 'Normal', 'Completed', 'Job completed');
  else recorder.event(job, 'Warning', reason, message);
}

function withUncounted(status: JobStatus, { succeeded, failed }: Uncounted): JobStatus {
  const lists = { ...(succeeded.length ? { succeeded: [...succeeded] } : {}), ...(failed.length ? { failed: [...failed] } : {}) };
  return { ...status, uncountedTerminatedPods: lists };
}

/** Without the zeros and empty texts that Go leaves out. */
function wire(status: JobStatus): JobStatus {
  const { active, succeeded, failed, completedIndexes, ...rest } = status;
  return {
    ...rest,
    ...(active ? { active } : {}),
    ...(succeeded ? { succeeded } : {}),
    ...(failed ? { failed } : {}),
    ...(completedIndexes ? { completedIndexes } : {}),
  };
}

function* writeStatus(job: Job, current: Job, status: JobStatus): Script<ApiReply> {
  const { namespace = '', name = '' } = job.metadata;
  const body = { ...job, metadata: current.metadata, status: wire(status) };
  return yield* send({ ...JOBS, verb: 'update', subresource: 'status', namespace, name, body });
}
