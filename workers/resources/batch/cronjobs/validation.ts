/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateCronJob, 1.36. */
import { invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { validateJobSpec } from '../jobs/validation';
import { validateEnum, validateNonNegative } from '../../validation/values';
import { scheduleError } from './schedule';
import type { CronJob } from './types';

const MAX_NAME = 52;

export function validateCronJob(object: AnyObject): FieldError[] {
  const { metadata, spec } = object as unknown as CronJob;
  const errors: FieldError[] = [];
  validateSchedule(spec?.schedule ?? '', errors);
  validateNonNegative(spec?.startingDeadlineSeconds, 'spec.startingDeadlineSeconds', errors);
  if (spec?.timeZone !== undefined) {
    validateTimeZone(spec.timeZone, errors);
  }
  if (!spec?.concurrencyPolicy) {
    errors.push(required('spec.concurrencyPolicy'));
  } else {
    validateEnum(spec.concurrencyPolicy, ['Allow', 'Forbid', 'Replace'], 'spec.concurrencyPolicy', errors);
  }
  if (spec) {
    if (spec.jobTemplate.spec?.manualSelector) {
      errors.push(notSupported('spec.jobTemplate.spec.manualSelector', true, ['nil', 'false']));
    }
    if (spec.jobTemplate.spec) {
      validateJobSpec(spec.jobTemplate.spec, 'spec.jobTemplate.spec', errors);
    }
  }
  validateNonNegative(spec?.successfulJobsHistoryLimit, 'spec.successfulJobsHistoryLimit', errors);
  validateNonNegative(spec?.failedJobsHistoryLimit, 'spec.failedJobsHistoryLimit', errors);
  if ((metadata.name ?? '').length > MAX_NAME) {
    errors.push(invalid('metadata.name', metadata.name, `must be no more than ${MAX_NAME} characters`));
  }
  return errors;
}

function validateSchedule(schedule: string, errors: FieldError[]): void {
  if (schedule === '') {
    errors.push(required('spec.schedule'));
    return;
  }
  const error = schedule.includes('TZ') ? 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead' : scheduleError(schedule);
  if (error) {
    errors.push(invalid('spec.schedule', schedule, error));
  }
}

/** Differs: a zone is known by its form, since the simulation carries no zone data. */
function validateTimeZone(zone: string, errors: FieldError[]): void {
  if (zone === '') {
    errors.push(invalid('spec.timeZone', zone, 'timeZone must be nil or non-empty string'));
  } else if (
    !/^(UTC|(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc|US)\/[A-Za-z0-9_+/-]+)$/.test(zone)
  ) {
    errors.push(invalid('spec.timeZone', zone, `unknown time zone ${zone}`));
  }
}
