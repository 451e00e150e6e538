/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateCronJob, 1.36. */
import { invalid, jsonText, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { validateJobSpec } from '../jobs/validation-spec';
import { selectorForm } from '../../validation/labels';
import { validateEnum, validateNonNegative } from '../../validation/values';
import { isTimeZone, scheduleError } from './schedule';
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
  const job = spec?.jobTemplate.spec;
  if (job) {
    const at = 'spec.jobTemplate.spec';
    validateJobSpec(job, at, errors);
    if (job.selector) {
      errors.push(invalid(`${at}.selector`, selectorForm(job.selector as LabelSelector), '`selector` will be auto-generated'));
    }
    if (job.manualSelector) errors.push(notSupported(`${at}.manualSelector`, true, ['nil', 'false']));
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
  const error = scheduleError(schedule);
  if (error) errors.push(invalid('spec.schedule', schedule, error));
  if (schedule.includes('TZ')) {
    errors.push(invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'));
  }
}

function validateTimeZone(zone: string, errors: FieldError[]): void {
  if (zone === '') {
    errors.push(invalid('spec.timeZone', jsonText(zone), 'timeZone must be nil or non-empty string'));
  } else if (zone.toLowerCase() === 'local') {
    const why = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    errors.push(invalid('spec.timeZone', jsonText(zone), why));
  }
  if (zone !== '' && zone !== 'Local' && !isTimeZone(zone)) {
    errors.push(invalid('spec.timeZone', jsonText(zone), `unknown time zone ${zone}`));
  }
}
