/**
 * What a status may say of a Job (source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJobUpdateStatus and
 * pkg/registry/batch/job/strategy.go getStatusValidationOptions, 1.36).
 */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { parseTime } from '../../../api/time';
import { deepEqual } from '../../../lib/equal';
import { validateNonNegative } from '../../validation/values';
import type { Job } from './types';
import { countIndexes } from './validation-success-policy';

type Status = NonNullable<Job['status']>;

export function validateJobStatusUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { status = {} as Status } = object as unknown as Job;
  const { status: stored = {} as Status } = before as unknown as Job;
  const errors: FieldError[] = [];
  for (const count of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const) {
    validateNonNegative(status[count], `status.${count}`, errors);
  }
  const changed = (...fields: readonly (keyof Status)[]) => fields.some((field) => !deepEqual(status[field], stored[field]));
  const turned = (...types: readonly string[]) => types.some((type) => holds(status, type) !== holds(stored, type));
  const ended = turned('Complete', 'Failed');
  const finished = holds(status, 'Complete') || holds(status, 'Failed');
  validateTimes(status, { ended, turned, changed }, errors);
  validateEnd(status, { turned }, errors);
  if (finished && (ended || changed('active')) && (status.active ?? 0) > 0) {
    errors.push(invalid('status.active', status.active, 'active>0 is invalid for finished job'));
  }
  if (finished && (ended || changed('terminating')) && (status.terminating ?? 0) > 0) {
    errors.push(invalid('status.terminating', status.terminating, 'terminating>0 is invalid for finished job'));
  }
  if (changed('completedIndexes', 'failedIndexes')) validateIndexLists(object as unknown as Job, errors);
  if (changed('ready', 'active') && (status.ready ?? 0) > (status.active ?? 0)) {
    errors.push(invalid('status.ready', status.ready, 'cannot set more ready pods than active'));
  }
  validateProgress(object as unknown as Job, stored, errors);
  return errors;
}

function validateIndexLists({ spec, status }: Job, errors: FieldError[]): void {
  const { completedIndexes, failedIndexes } = status ?? {};
  const completions = spec?.completions ?? Infinity;
  for (const [field, list] of Object.entries({ completedIndexes, failedIndexes })) {
    if (field === 'failedIndexes' && spec?.backoffLimitPerIndex === undefined) continue;
    const counted = countIndexes(list ?? '', completions);
    if (typeof counted !== 'number') errors.push(invalid(`status.${field}`, list, `error parsing ${field}: ${counted.why}`));
  }
  if (completedIndexes && spec?.completionMode !== 'Indexed') {
    errors.push(
      invalid('status.completedIndexes', completedIndexes, 'cannot set non-empty completedIndexes when non-indexed completion mode'),
    );
  }
  if (failedIndexes !== undefined && spec?.backoffLimitPerIndex === undefined) {
    errors.push(invalid('status.failedIndexes', failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'));
  }
}

interface Change {
  readonly ended: boolean;
  readonly turned: (...types: readonly string[]) => boolean;
  readonly changed: (...fields: readonly (keyof Status)[]) => boolean;
}

function validateTimes(status: Status, { ended, turned, changed }: Change, errors: FieldError[]): void {
  const { startTime, completionTime } = status;
  const complete = holds(status, 'Complete');
  if ((complete || holds(status, 'Failed')) && (ended || changed('startTime')) && !startTime) {
    errors.push(required('status.startTime', 'startTime is required for finished job'));
  }
  if (turned('Complete') || changed('completionTime')) {
    if (completionTime && !complete) {
      errors.push(invalid('status.completionTime', completionTime, 'cannot set completionTime when there is no Complete=True condition'));
    }
    if (!completionTime && complete) errors.push(required('status.completionTime', 'completionTime is required for Complete jobs'));
  }
  if (completionTime && startTime && changed('completionTime', 'startTime') && parseTime(completionTime) < parseTime(startTime)) {
    errors.push(invalid('status.completionTime', completionTime, 'completionTime cannot be set before startTime'));
  }
}

function validateEnd(status: Status, { turned }: Pick<Change, 'turned'>, errors: FieldError[]): void {
  const both = (first: string, second: string) =>
    turned(first, second) &&
    holds(status, first) &&
    holds(status, second) &&
    conditions(`cannot set ${first}=True and ${second}=true conditions`);
  const lacks = (first: string, second: string) =>
    turned(first, second) &&
    holds(status, first) &&
    !holds(status, second) &&
    conditions(`cannot set ${first}=True condition without the ${second}=true condition`);
  for (const found of [
    both('Complete', 'Failed'),
    both('Complete', 'FailureTarget'),
    lacks('Failed', 'FailureTarget'),
    lacks('Complete', 'SuccessCriteriaMet'),
    both('Failed', 'SuccessCriteriaMet'),
    both('FailureTarget', 'SuccessCriteriaMet'),
  ]) {
    if (found) errors.push(found);
  }
}

function validateProgress({ spec, status = {} as Status }: Job, stored: Status, errors: FieldError[]): void {
  for (const type of ['Failed', 'Complete', 'FailureTarget']) {
    if (holds(stored, type) && !holds(status, type)) errors.push(conditions(`cannot disable the terminal ${type}=True condition`));
  }
  if ((status.failed ?? 0) < (stored.failed ?? 0)) {
    errors.push(invalid('status.failed', status.failed ?? 0, 'cannot decrease the failed counter'));
  }
  const isElastic = spec?.completionMode === 'Indexed' && spec.completions === spec.parallelism;
  if ((status.succeeded ?? 0) < (stored.succeeded ?? 0) && !isElastic) {
    errors.push(invalid('status.succeeded', status.succeeded ?? 0, 'cannot decrease the succeeded counter'));
  }
  if (stored.completionTime && status.completionTime && stored.completionTime !== status.completionTime) {
    errors.push(invalid('status.completionTime', status.completionTime, 'field is immutable'));
  }
  if (holds(stored, 'SuccessCriteriaMet') && !holds(status, 'SuccessCriteriaMet')) {
    errors.push(conditions('cannot disable the SuccessCriteriaMet=True condition'));
  }
}

function conditions(why: string): FieldError {
  return { type: 'FieldValueInvalid', field: 'status.conditions', message: `Invalid value: ${why}` };
}

function holds(status: Status, type: string): boolean {
  return status.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}
