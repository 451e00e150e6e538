import type { AnyObject } from '../../../api/meta';
import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import { define } from '../../define';
import { separateStatus } from '../../strategy';
import {
  AGE_COLUMN,
  CONTAINERS_COLUMN,
  IMAGES_COLUMN,
  NAME_COLUMN,
  age,
  column,
  containerImages,
  containerNames,
  textOf,
  wide,
} from '../../table';
import { setFailurePolicyDefaults } from '../jobs/strategy';
import { cronJobWarnings } from '../jobs/warnings';
import type { CronJob } from './types';
import { validateCronJob } from './validation';

/** Source: pkg/registry/batch/cronjob/strategy.go and pkg/apis/batch/v1/defaults.go, 1.36. */
export const cronJobs = define({
  group: 'batch',
  resource: 'cronjobs',
  kind: 'CronJob',
  shortNames: ['cj'],
  categories: ['all'],
  hasStatus: true,
  strategy: {
    setDefaults: (draft) => {
      const spec = (draft.spec ??= {});
      spec.concurrencyPolicy ||= 'Allow';
      spec.suspend ??= false;
      spec.successfulJobsHistoryLimit ??= 3;
      spec.failedJobsHistoryLimit ??= 1;
      spec.jobTemplate ??= {};
      spec.jobTemplate.metadata ??= {};
      spec.jobTemplate.spec ??= {};
      setFailurePolicyDefaults(spec.jobTemplate.spec);
      setPodTemplateDefaults((spec.jobTemplate.spec.template ??= { metadata: {}, spec: {} }));
    },
    ...separateStatus(() => ({})),
    hasGeneration: true,
    validate: validateCronJob,
    validateUpdate: validateCronJob,
    warnings: cronJobWarnings,
    allowUnconditionalUpdate: true,
  },
  table: {
    columns: [
      NAME_COLUMN,
      column('Schedule', textOf('batch.v1.CronJobSpec.schedule')),
      column('Timezone', textOf('batch.v1.CronJobSpec.timeZone')),
      column('Suspend', textOf('batch.v1.CronJobSpec.suspend'), 'boolean'),
      column('Active', textOf('batch.v1.CronJobStatus.active'), 'integer'),
      column('Last Schedule', textOf('batch.v1.CronJobStatus.lastScheduleTime')),
      AGE_COLUMN,
      CONTAINERS_COLUMN,
      IMAGES_COLUMN,
      wide('Selector', textOf('batch.v1.JobSpec.selector')),
    ],
    row: cronJobRow,
  },
});

function cronJobRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, spec, status } = object as unknown as CronJob;
  const job = spec?.jobTemplate.spec;
  return [
    metadata.name,
    spec?.schedule ?? '',
    spec?.timeZone ?? '<none>',
    spec?.suspend === undefined ? '<unset>' : spec.suspend ? 'True' : 'False',
    status?.active?.length ?? 0,
    status?.lastScheduleTime ? age(status.lastScheduleTime, nowMs) : '<none>',
    age(metadata.creationTimestamp, nowMs),
    containerNames(job?.template.spec),
    containerImages(job?.template.spec),
    formatLabelSelector(job?.selector as LabelSelector | undefined),
  ];
}
