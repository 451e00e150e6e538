import type { AnyObject } from '../../../api/meta';
import { formatLabelSelector } from '../../../api/labels';
import type { LabelSelector } from '../../../api/labels';
import { setPodTemplateDefaults } from '../../core/pods/defaults';
import { define } from '../../define';
import { separateStatus } from '../../strategy';
import { AGE_COLUMN, NAME_COLUMN, age, column, containerImages, containerNames, wide } from '../../table';
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
      column('Schedule', 'When jobs are made.'),
      column('Timezone', 'Zone of the schedule.'),
      column('Suspend', 'Whether it pauses.', 'boolean'),
      column('Active', 'Jobs that run now.', 'integer'),
      column('Last Schedule', 'When it made a job last.'),
      AGE_COLUMN,
      wide('Containers', 'Names of the containers.'),
      wide('Images', 'Images of the containers.'),
      wide('Selector', 'Labels of its pods.'),
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
    spec?.suspend ? 'True' : 'False',
    status?.active?.length ?? 0,
    status?.lastScheduleTime ? age(status.lastScheduleTime, nowMs) : '<none>',
    age(metadata.creationTimestamp, nowMs),
    containerNames(job?.template.spec),
    containerImages(job?.template.spec),
    formatLabelSelector(job?.selector as LabelSelector | undefined),
  ];
}
