/** Deletes finished Jobs when their ttlSecondsAfterFinished is over (source: pkg/controller/ttlafterfinished, 1.36). */
import { objectKey, splitKey } from '../../api/meta';
import { isFailure, reasonOf } from '../../api/request';
import { parseTime } from '../../api/time';
import { runController } from '../../client/controller';
import { planOf, send } from '../../client/script';
import type { Script } from '../../client/script';
import type { Job } from '../../resources/batch/jobs/types';
import type { ControllerContext } from '../controller-context';
import { trueCondition } from '../job/conditions';
import { JOBS } from '../resources';

export function startTtlAfterFinished({ process }: ControllerContext): void {
  const jobs = process.informer<Job>(JOBS);
  const queue = runController(process, {
    name: 'ttl-after-finished',
    ready: () => jobs.hasSynced,
    reconcile: (key) => {
      const dueMs = expiryMs(jobs.get(key));
      if (dueMs === undefined) return [];
      if (dueMs <= process.nowMs) return planOf(remove(key, () => process.nowMs));
      queue.addAfter(key, dueMs - process.nowMs, { background: true });
      return [];
    },
  });
  const enqueue = (job: Job): void => {
    if (expiryMs(job) !== undefined) queue.add(objectKey(job));
  };
  jobs.addHandler({ onAdd: enqueue, onUpdate: (_, job) => enqueue(job) });
}

/** When the job is to go, in ms since the cluster's start; undefined where it stays. */
export function expiryMs(job: Job | undefined): number | undefined {
  const ttlSeconds = job?.spec?.ttlSecondsAfterFinished;
  if (!job || ttlSeconds === undefined || job.metadata.deletionTimestamp !== undefined) return undefined;
  const end = trueCondition(job.status, 'Complete') ?? trueCondition(job.status, 'Failed');
  return end && parseTime(end.lastTransitionTime) + ttlSeconds * 1000;
}

/** The cache may be late about a TTL that has been changed, so the job is read afresh. */
function* remove(key: string, nowMs: () => number): Script {
  const target = { ...JOBS, ...splitKey(key) };
  const fresh = yield* send({ ...target, verb: 'get' });
  if (isFailure(fresh)) return reasonOf(fresh) === 'NotFound' ? undefined : fresh;
  const job = fresh.body as Job;
  if ((expiryMs(job) ?? Number.POSITIVE_INFINITY) > nowMs()) return undefined;
  const body = { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Foreground', preconditions: { uid: job.metadata.uid } };
  const reply = yield* send({ ...target, verb: 'delete', body });
  return isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
}
