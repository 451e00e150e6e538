/** The loop that makes Jobs on a schedule (source: pkg/controller/cronjob/cronjob_controllerv2.go, 1.36). */
import { controllerOf, objectKey } from '../../api/meta';
import { EPOCH_MS } from '../../api/time';
import { runController } from '../../client/controller';
import { planOf } from '../../client/script';
import type { CronJob } from '../../resources/batch/cronjobs/types';
import type { Job } from '../../resources/batch/jobs/types';
import type { ControllerContext } from '../controller-context';
import { indexByController } from '../controller-index';
import { CRON_JOBS, JOBS } from '../resources';
import { untilNextMs } from './missed-runs';
import { scheduleOf, syncCronJob } from './sync';
import type { CronJobContext } from './sync';

export function startCronJob({ process, recorder }: ControllerContext): void {
  const cronJobs = process.informer<CronJob>(CRON_JOBS);
  const jobs = process.informer<Job>(JOBS);
  indexByController(jobs);
  const context: CronJobContext = {
    cronJobs,
    jobs,
    recorder: recorder('cronjob-controller'),
    nowMs: () => process.nowMs,
    requeue: (key, afterMs) => queue.addAfter(key, afterMs, { background: true }),
  };
  const queue = runController(process, {
    name: 'cronjob',
    ready: () => cronJobs.hasSynced && jobs.hasSynced,
    reconcile: (key) => planOf(syncCronJob(context, key)),
  });
  const enqueueOwner = (job: Job): void => {
    const owner = controllerOf(job);
    if (owner?.kind !== 'CronJob') return;
    const cronJob = cronJobs.get(`${job.metadata.namespace}/${owner.name}`);
    if (cronJob?.metadata.uid === owner.uid) queue.add(objectKey(cronJob));
  };
  jobs.addHandler({ onAdd: enqueueOwner, onUpdate: (_, job) => enqueueOwner(job), onDelete: enqueueOwner });
  cronJobs.addHandler({
    onAdd: (cronJob) => queue.add(objectKey(cronJob)),
    onUpdate: (before, cronJob) => {
      const schedule = scheduleOf(cronJob);
      if (before.spec?.schedule === cronJob.spec?.schedule && before.spec?.timeZone === cronJob.spec?.timeZone)
        queue.add(objectKey(cronJob));
      else if (schedule) {
        const waitMs = untilNextMs(cronJob, schedule, process.nowMs + EPOCH_MS);
        if (waitMs !== undefined) context.requeue(objectKey(cronJob), waitMs);
      }
    },
    onDelete: (cronJob) => queue.add(objectKey(cronJob)),
  });
}
