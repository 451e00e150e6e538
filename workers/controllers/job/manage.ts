/** Creating and deleting a job's pods until as many run as it wants (source: pkg/controller/job/job_controller.go manageJob, 1.36). */
import { isFailure, reasonOf } from '../../api/request';
import type { ApiReply, ApiRequest } from '../../api/request';
import type { Script } from '../../client/script';
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';
import { isPodReady, isPodTerminating } from '../pod-status';
import { isNamespaceTerminating, messageOf } from '../replicaset/manage-replicas';
import { podsToDelete } from '../replicaset/victims';
import { PODS } from '../resources';
import { remainingMs } from './backoff';
import { creation } from './creation';
import type { IndexedCreation } from './creation';
import { firstFree, indexOf, isIndexed } from './indexes';
import type { JobContext, JobSync, PodNumbers } from './job-context';
import { finishedMs, isTracked, replacesOnlyFailed } from './job-pods';
import { indexFailures, indexRemainingMs } from './per-index';
import { withoutFinalizer } from './finalizers';

const BURST = 500;

export function* managePods(context: JobContext, sync: JobSync, numbers: PodNumbers): Script<PodNumbers> {
  const { job } = sync;
  const surplus = job.spec?.suspend ? numbers.active : Math.max(numbers.active - wantedActive(sync), 0);
  const victims = podsForRemoval(context, sync, surplus).slice(0, BURST);
  if (victims.length > 0) return yield* removePods(context, job, victims, numbers, { uncounted: true });
  if (job.spec?.suspend) return numbers;
  const replaced = replacesOnlyFailed(job) ? numbers.terminating : 0;
  const missing = Math.min(wantedActive(sync) - replaced - numbers.active, BURST);
  if (missing <= 0) return numbers;
  const plan = planCreations(context, sync, missing);
  if ('waitMs' in plan) {
    context.requeue(sync.key, plan.waitMs);
    return numbers;
  }
  return yield* createPods(context, job, plan.creations, numbers);
}

/** Deletes pods; `uncounted` ones lose their finalizer first, so that they count neither way. */
export function* removePods(
  { recorder }: JobContext,
  job: Job,
  victims: readonly Pod[],
  numbers: PodNumbers,
  { uncounted }: { readonly uncounted: boolean },
): Script<PodNumbers> {
  const tracked = uncounted ? victims.filter(isTracked) : [];
  if (tracked.length > 0) yield tracked.map(withoutFinalizer);
  if (victims.length === 0) return numbers;
  const replies = yield victims.map(({ metadata: { namespace = '', name = '' } }): ApiRequest => ({
    ...PODS,
    verb: 'delete',
    namespace,
    name,
  }));
  let { active, ready, terminating, failure } = numbers;
  replies.forEach((reply, at) => {
    const pod = victims[at] as Pod;
    if (isFailure(reply) && reasonOf(reply) !== 'NotFound') {
      recorder.event(job, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(reply)}`);
      failure ??= reply;
      return;
    }
    if (!isFailure(reply)) recorder.event(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`);
    active--;
    terminating++;
    if (isPodReady(pod)) ready--;
  });
  return { active, ready, terminating, ...(failure ? { failure } : {}) };
}

/** A job without completions starts nothing new once a pod of it has succeeded. */
function wantedActive({ job, active, succeeded }: JobSync): number {
  const { completions, parallelism = 1 } = job.spec ?? {};
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(Math.min(completions - succeeded, parallelism), 0);
}

/** At least `count` pods; all with a wrong index, and of each index all but one. */
function podsForRemoval({ nowMs }: JobContext, { job, active }: JobSync, count: number): readonly Pod[] {
  if (!isIndexed(job)) return podsToDelete(active, [], count, nowMs()).slice(0, count);
  const byIndex = new Map<number, Pod[]>();
  const removed: Pod[] = [];
  for (const pod of active) {
    const index = indexOf(pod, job);
    if (index === undefined) removed.push(pod);
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod]);
  }
  const left: Pod[] = [];
  for (const pods of byIndex.values()) {
    const victims = podsToDelete(pods, [], pods.length - 1, nowMs());
    removed.push(...victims);
    left.push(...pods.filter((pod) => !victims.includes(pod)));
  }
  const more = Math.max(count - removed.length, 0);
  return [...removed, ...podsToDelete(left, [], more, nowMs()).slice(0, more)];
}

type CreationPlan = { readonly waitMs: number } | { readonly creations: readonly (IndexedCreation | undefined)[] };

function planCreations({ nowMs }: JobContext, sync: JobSync, missing: number): CreationPlan {
  const { job, backoff, keptPerIndex } = sync;
  const perIndex = job.spec?.backoffLimitPerIndex !== undefined;
  const waitMs = perIndex ? 0 : remainingMs(backoff, nowMs());
  if (waitMs > 0) return { waitMs };
  if (!isIndexed(job)) return { creations: Array.from({ length: missing }, () => undefined) };
  const free = firstFree(takenIndexes(sync), missing, job.spec?.completions ?? 0);
  if (!perIndex) return { creations: free.map((index) => ({ index })) };
  const waits = free.map((index) => {
    const kept = keptPerIndex.get(index);
    return { index, kept, waitMs: kept ? indexRemainingMs(kept, finishedMs(kept, nowMs()), nowMs()) : 0 };
  });
  const due = waits.filter((one) => one.waitMs <= 0);
  if (due.length === 0 && waits.length > 0) return { waitMs: Math.min(...waits.map((one) => one.waitMs)) };
  return { creations: due.map(({ index, kept }) => ({ index, failures: indexFailures(job, kept) })) };
}

function takenIndexes({ job, active, pods, succeededIndexes, failedIndexes }: JobSync): Set<number> {
  const taken = new Set([...succeededIndexes, ...(failedIndexes ?? [])]);
  const blocking = replacesOnlyFailed(job) ? [...active, ...pods.filter(isPodTerminating)] : active;
  for (const pod of blocking) {
    const index = indexOf(pod, job);
    if (index !== undefined) taken.add(index);
  }
  return taken;
}

/** In batches of 1, 2, 4, ...; the first batch with a failure is the last. */
function* createPods(
  { recorder }: JobContext,
  job: Job,
  creations: readonly (IndexedCreation | undefined)[],
  numbers: PodNumbers,
): Script<PodNumbers> {
  const waiting = [...creations];
  let { active } = numbers;
  let failure: ApiReply | undefined;
  for (let size = 1; waiting.length > 0 && !failure; size *= 2) {
    const replies = yield waiting.splice(0, size).map((one) => creation(job, one));
    for (const reply of replies) {
      if (!isFailure(reply)) {
        active++;
        recorder.event(job, 'Normal', 'SuccessfulCreate', `Created pod: ${(reply.body as Pod).metadata.name}`);
      } else if (!isNamespaceTerminating(reply)) {
        recorder.event(job, 'Warning', 'FailedCreate', `Error creating: ${messageOf(reply)}`);
        failure ??= reply;
      }
    }
  }
  return { ...numbers, active, ...(failure ? { failure } : {}) };
}
