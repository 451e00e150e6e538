/** The loop that runs Jobs to completion (source: pkg/controller/job/job_controller.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import { controllerOf, objectKey } from '../../api/meta';
import { isFailure, reasonOf } from '../../api/request';
import { runController } from '../../client/controller';
import { planOf, send } from '../../client/script';
import type { Script } from '../../client/script';
import type { TimerHandle } from '../../client/timers';
import type { WorkQueue } from '../../client/workqueue';
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { controlledBy, indexByController } from '../controller-index';
import { JOBS, PODS } from '../resources';
import { withoutFinalizer } from './finalizers';
import type { JobContext } from './job-context';
import { isTracked } from './job-pods';
import { syncJob } from './sync';

/** Changes of pods and of the status are collected for a second, and some ms that mail takes upstream: what ends a second later is still seen. */
const BATCH_MS = 1050;

export function startJob({ process, recorder }: ControllerContext): void {
  const jobs = process.informer<Job>(JOBS);
  const pods = process.informer<Pod>(PODS);
  indexByController(pods);
  jobs.addIndex('namespace', ({ metadata }) => [metadata.namespace ?? '']);
  const alarms = new Map<string, TimerHandle>();
  const context: JobContext = {
    jobs,
    pods,
    recorder: recorder('job-controller'),
    nowMs: () => process.nowMs,
    requeue: (key, afterMs) => queue.addAfter(key, afterMs),
    wakeAt: (key, atMs) => {
      if (alarms.get(key)?.atMs === atMs) return;
      alarms.get(key)?.cancel();
      alarms.set(
        key,
        process.timers.at(atMs, () => queue.add(key), { background: true }),
      );
    },
    backoff: new Map(),
  };
  const ready = (): boolean => jobs.hasSynced && pods.hasSynced;
  const queue = runController(process, { name: 'job', ready, reconcile: (key) => planOf(syncJob(context, key)) });
  const orphans = runController(process, { name: 'job-orphan-pods', ready, reconcile: (key) => planOf(freeOrphan(context, key)) });
  jobs.addHandler({
    onAdd: (job) => queue.add(objectKey(job)),
    onUpdate: (before, job) => {
      if (before.metadata.generation !== job.metadata.generation) queue.add(objectKey(job));
      else queue.addAfter(objectKey(job), BATCH_MS);
    },
    onDelete: (job) => {
      queue.add(objectKey(job));
      alarms.get(objectKey(job))?.cancel();
      alarms.delete(objectKey(job));
      for (const pod of controlledBy(pods, job.metadata.uid ?? '')) if (isTracked(pod)) orphans.add(objectKey(pod));
    },
  });
  pods.addHandler(podHandlers(context, queue, orphans));
}

function podHandlers({ jobs }: JobContext, queue: WorkQueue, orphans: WorkQueue) {
  const enqueueOwner = (pod: Pod): void => {
    const controller = controllerOf(pod);
    if (controller?.kind !== 'Job') return;
    const job = jobs.get(`${pod.metadata.namespace}/${controller.name}`);
    if (job?.metadata.uid === controller.uid) queue.addAfter(objectKey(job), BATCH_MS);
    else if (isTracked(pod)) orphans.add(objectKey(pod));
  };
  const enqueueMatching = (pod: Pod): void => {
    if (isTracked(pod)) orphans.add(objectKey(pod));
    for (const job of jobs.byIndex('namespace', pod.metadata.namespace ?? '')) {
      if (matches(selectorFrom(job.spec?.selector as LabelSelector), pod.metadata.labels)) queue.addAfter(objectKey(job), BATCH_MS);
    }
  };
  return {
    onAdd: (pod: Pod): void => (controllerOf(pod) ? enqueueOwner(pod) : enqueueMatching(pod)),
    onUpdate: (before: Pod, pod: Pod): void => {
      const changedOwner = controllerOf(before)?.uid !== controllerOf(pod)?.uid;
      if (changedOwner) enqueueOwner(before);
      if (controllerOf(pod)) enqueueOwner(pod);
      else if (changedOwner || JSON.stringify(before.metadata.labels) !== JSON.stringify(pod.metadata.labels)) enqueueMatching(pod);
    },
    onDelete: enqueueOwner,
  };
}

/** Takes the finalizer off a pod that no job will count any more. */
function* freeOrphan({ jobs, pods }: JobContext, key: string): Script {
  const pod = pods.get(key);
  if (!pod || !isTracked(pod)) return undefined;
  const controller = controllerOf(pod);
  if (controller && controller.kind !== 'Job') return undefined;
  const job = controller && jobs.get(`${pod.metadata.namespace}/${controller.name}`);
  if (job?.metadata.uid === controller?.uid && job) return undefined;
  const reply = yield* send(withoutFinalizer(pod));
  return isFailure(reply) && reasonOf(reply) !== 'NotFound' ? reply : undefined;
}
