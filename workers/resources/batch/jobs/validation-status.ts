/**
 * What a status may say of a Job (source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJobUpdateStatus and
 * pkg/registry/batch/job/strategy.go getStatusValidationOptions, 1.36).
 */
import { duplicate, invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { parseTime } from '../../../api/time';
import { deepEqual } from '../../../lib/equal';
import { validateNonNegative } from '../../validation/values';
import type { Job } from './types';
import { countIndexes } from './validation-success-policy';

type Status = NonNullable<Job['status']>;

export function validateJobStatusUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const job = object as unknown as Job;
  const { status = {} as Status } = job;
  const { status: stored = {} as Status } = before as unknown as Job;
  const errors: FieldError[] = [];
  for (const count of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const) {
    validateNonNegative(status[count], `status.${count}`, errors);
  }
  validateUncounted(status, errors);
  const change: Change = {
    changed: (...fields) => fields.some((field) => !deepEqual(status[field], stored[field])),
    turned: (...types) => types.some((type) => holds(status, type) !== holds(stored, type)),
    ended: isFinished(status) !== isFinished(stored),
  };
  validateEnd(status, change, errors);
  validateFinished(status, change, errors);
  if (change.changed('completedIndexes', 'failedIndexes')) validateIndexLists(job, change, errors);
  if (isFinished(status) && (change.ended || change.changed('terminating')) && (status.terminating ?? 0) > 0) {
    errors.push(invalid('status.terminating', status.terminating, 'terminating>0 is invalid for finished job'));
  }
  if (change.changed('ready', 'active') && status.ready !== undefined && status.ready > (status.active ?? 0)) {
    errors.push(invalid('status.ready', status.ready, 'cannot set more ready pods than active'));
  }
  validateSuccess(job, errors);
  validateProgress(job, stored, errors);
  return errors;
}

/** What a write changes: fields, conditions that hold, and whether the Job has ended. */
interface Change {
  readonly changed: (...fields: readonly (keyof Status)[]) => boolean;
  readonly turned: (...types: readonly string[]) => boolean;
  readonly ended: boolean;
}

function validateUncounted({ uncountedTerminatedPods: pods }: Status, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const list of ['succeeded', 'failed'] as const) {
    for (const [index, uid] of (pods?.[list] ?? []).entries()) {
      const field = `status.uncountedTerminatedPods.${list}[${index}]`;
      if (uid === '') errors.push(invalid(field, uid, 'must not be empty'));
      else if (seen.has(uid)) errors.push(duplicate(field, uid));
      seen.add(uid);
    }
  }
}

function validateEnd(status: Status, { turned, changed }: Change, errors: FieldError[]): void {
  const { startTime, completionTime } = status;
  const complete = holds(status, 'Complete');
  const both = (second: string): void => {
    if (turned('Complete', second) && complete && holds(status, second)) {
      errors.push(conditions(`cannot set Complete=True and ${second}=true conditions`));
    }
  };
  const lacks = (first: string, second: string, isAsked: boolean): void => {
    if (isAsked && holds(status, first) && !holds(status, second)) {
      errors.push(conditions(`cannot set ${first}=True condition without the ${second}=true condition`));
    }
  };
  both('Failed');
  both('FailureTarget');
  if (turned('Complete') || changed('completionTime')) {
    if (completionTime && !complete) {
      errors.push(invalid('status.completionTime', completionTime, 'cannot set completionTime when there is no Complete=True condition'));
    }
    if (!completionTime && complete) errors.push(required('status.completionTime', 'completionTime is required for Complete jobs'));
  }
  if (completionTime && startTime && changed('completionTime', 'startTime') && parseTime(completionTime) < parseTime(startTime)) {
    errors.push(invalid('status.completionTime', completionTime, 'must be equal to or after `startTime`'));
  }
  lacks('Failed', 'FailureTarget', turned('Failed') || changed('failedIndexes'));
  lacks('Complete', 'SuccessCriteriaMet', turned('Complete', 'SuccessCriteriaMet'));
}

function validateFinished(status: Status, { ended, changed }: Change, errors: FieldError[]): void {
  if (!isFinished(status)) return;
  const { active = 0, startTime, uncountedTerminatedPods: pods } = status;
  if ((ended || changed('active')) && active > 0) errors.push(invalid('status.active', active, 'active>0 is invalid for finished job'));
  if ((ended || changed('startTime')) && !startTime) errors.push(required('status.startTime', 'startTime is required for finished job'));
  if ((ended || changed('uncountedTerminatedPods')) && (pods?.succeeded?.length || pods?.failed?.length)) {
    const shown = { Succeeded: pods.succeeded ?? null, Failed: pods.failed ?? null };
    errors.push(invalid('status.uncountedTerminatedPods', shown, 'uncountedTerminatedPods needs to be empty for finished job'));
  }
}

function validateIndexLists({ spec, status }: Job, { changed }: Change, errors: FieldError[]): void {
  const { completedIndexes = '', failedIndexes } = status ?? {};
  const completions = spec?.completions;
  const perIndex = spec?.backoffLimitPerIndex !== undefined;
  const format = (field: string, list: string): void => {
    const counted = completions === undefined ? 0 : countIndexes(list, completions);
    if (typeof counted !== 'number') errors.push(invalid(`status.${field}`, list, `error parsing ${field}: ${counted.why}`));
  };
  if (changed('completedIndexes')) format('completedIndexes', completedIndexes);
  if (changed('failedIndexes') && failedIndexes !== undefined && perIndex) format('failedIndexes', failedIndexes);
  if (changed('completedIndexes') && completedIndexes !== '' && spec?.completionMode !== 'Indexed') {
    const why = 'cannot set non-empty completedIndexes when non-indexed completion mode';
    errors.push(invalid('status.completedIndexes', completedIndexes, why));
  }
  if (failedIndexes === undefined) return;
  if (changed('failedIndexes') && !perIndex) {
    errors.push(invalid('status.failedIndexes', failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'));
  }
  const shared = completions === undefined ? undefined : firstShared(completedIndexes, failedIndexes, completions);
  if (shared !== undefined) {
    errors.push(invalid('status.failedIndexes', failedIndexes, `failedIndexes and completedIndexes overlap at index: ${shared}`));
  }
}

/** The first index that both lists name; what is no list names none. */
function firstShared(a: string, b: string, completions: number): number | undefined {
  if (typeof countIndexes(a, completions) !== 'number' || typeof countIndexes(b, completions) !== 'number') return undefined;
  const ranges = (list: string): number[][] => (list === '' ? [] : list.split(',').map((part) => part.split('-').map(Number)));
  const starts = ranges(a).flatMap(([from = 0, to = from]) =>
    ranges(b).flatMap(([first = 0, last = first]) => (Math.max(from, first) <= Math.min(to, last) ? [Math.max(from, first)] : [])),
  );
  return starts.length > 0 ? Math.min(...starts) : undefined;
}

function validateSuccess({ spec, status = {} as Status }: Job, errors: FieldError[]): void {
  const succeeds = holds(status, 'SuccessCriteriaMet');
  for (const type of succeeds ? ['Failed', 'FailureTarget'] : []) {
    if (holds(status, type)) errors.push(conditions(`cannot set SuccessCriteriaMet=True and ${type}=true conditions`));
  }
  if (spec?.successPolicy && !succeeds && holds(status, 'Complete')) {
    errors.push(conditions('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'));
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
  if (stored.startTime && stored.startTime !== status.startTime && !spec?.suspend) {
    errors.push(invalid('status.startTime', status.startTime, 'field is immutable for unsuspended job once set'));
  }
  const succeeded = holds(stored, 'SuccessCriteriaMet');
  if (succeeded && !holds(status, 'SuccessCriteriaMet')) {
    errors.push(conditions('cannot disable the SuccessCriteriaMet=True condition'));
  }
  if (holds(stored, 'Complete') && !succeeded && holds(status, 'SuccessCriteriaMet')) {
    errors.push(conditions('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'));
  }
}

function isFinished(status: Status): boolean {
  return holds(status, 'Complete') || holds(status, 'Failed');
}

function conditions(why: string): FieldError {
  return { type: 'FieldValueInvalid', field: 'status.conditions', message: `Invalid value: ${why}` };
}

function holds(status: Status, type: string): boolean {
  return status.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false;
}
