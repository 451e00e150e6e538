import { EPOCH_MS } from '../../api/time';
import type { CronJob } from '../../resources/batch/cronjobs/types';
import type { Job } from '../../resources/batch/jobs/types';
import { controllerRef } from '../controller-ref-manager';
import { CRON_JOBS } from '../resources';
import { wallClock } from './wall-clock';

const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

/** Named after the minute it is due, so that no run is made twice. */
export function jobName({ metadata }: CronJob, dueMs: number): string {
  return `${metadata.name}-${Math.floor(dueMs / 60_000)}`;
}

/** The run that is due at `dueMs` since 1970 (source: pkg/controller/cronjob/utils.go getJobFromTemplate2, 1.36). */
export function jobOf(cronJob: CronJob, dueMs: number): Job {
  const { metadata, spec } = cronJob;
  const template = spec?.jobTemplate;
  const clock = wallClock(spec?.timeZone ?? 'UTC');
  const due = clock?.format(dueMs) ?? new Date(dueMs).toISOString();
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: jobName(cronJob, dueMs),
      namespace: metadata.namespace ?? '',
      ...(template?.metadata?.labels ? { labels: template.metadata.labels } : {}),
      annotations: { ...template?.metadata?.annotations, [SCHEDULED_AT]: due },
      ownerReferences: [controllerRef({ ...CRON_JOBS, apiVersion: 'batch/v1', kind: 'CronJob', metadata })],
    },
    ...(template?.spec ? { spec: template.spec } : {}),
  };
}

/** As Go's RFC1123Z: "Thu, 01 Jan 2026 00:01:00 +0000". */
export function rfc1123z(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000');
}

export function clusterMs(ms: number): number {
  return ms - EPOCH_MS;
}
