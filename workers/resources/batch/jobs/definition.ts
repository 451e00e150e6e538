import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { parseTime } from '../../../api/time';
import { define } from '../../define';
import {
  AGE_COLUMN,
  CONTAINERS_COLUMN,
  IMAGES_COLUMN,
  NAME_COLUMN,
  age,
  column,
  containerImages,
  containerNames,
  humanDuration,
  textOf,
  wide,
} from '../../table';
import { jobStrategy } from './strategy';
import type { Job } from './types';

export const jobs = define({
  group: 'batch',
  resource: 'jobs',
  kind: 'Job',
  categories: ['all'],
  hasStatus: true,
  fields: (object) => ({ 'status.successful': `${(object as unknown as Job).status?.succeeded ?? 0}` }),
  strategy: jobStrategy,
  table: {
    columns: [
      NAME_COLUMN,
      column('Status', 'Status of the job.'),
      column('Completions', textOf('batch.v1.JobStatus.succeeded')),
      column('Duration', 'Time required to complete the job.'),
      AGE_COLUMN,
      CONTAINERS_COLUMN,
      IMAGES_COLUMN,
      wide('Selector', textOf('batch.v1.JobSpec.selector')),
    ],
    row: jobRow,
  },
});

/** Source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go printJob, 1.36. */
function jobRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const job = object as unknown as Job;
  const { metadata, spec, status } = job;
  const started = parseTime(status?.startTime);
  const ended = parseTime(status?.completionTime);
  return [
    metadata.name,
    statusText(job),
    completions(job),
    Number.isNaN(started) ? '' : humanDuration((Number.isNaN(ended) ? nowMs : ended) - started),
    age(metadata.creationTimestamp, nowMs),
    containerNames(spec?.template.spec),
    containerImages(spec?.template.spec),
    formatLabelSelector(spec?.selector as LabelSelector | undefined),
  ];
}

function statusText({ metadata, status }: Job): string {
  const has = (type: string): boolean =>
    status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
  if (has('Complete')) {
    return 'Complete';
  }
  if (has('Failed')) {
    return 'Failed';
  }
  if (metadata.deletionTimestamp) {
    return 'Terminating';
  }
  return has('Suspended')
    ? 'Suspended'
    : has('FailureTarget')
      ? 'FailureTarget'
      : has('SuccessCriteriaMet')
        ? 'SuccessCriteriaMet'
        : 'Running';
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) {
    return `${succeeded}/${spec.completions}`;
  }
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}
