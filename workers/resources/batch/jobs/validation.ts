/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJob, 1.36. */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { matches, selectorFrom } from '../../../api/labels';
import type { LabelSelector, LabelSet } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { validatePodTemplate } from '../../core/pods/validation/pod-spec';
import { internalPodSpec } from '../../schema/internal-form';
import { sortedMap, validateLabelSelector } from '../../validation/labels';
import { IMMUTABLE, validateEnum, validateNonNegative } from '../../validation/values';
import type { Template } from '../../validation/workloads';
import type { Job } from './types';
import { validateSuccessPolicy } from './validation-success-policy';

export type JobSpec = NonNullable<Job['spec']>;

const MAX_PARALLELISM_INDEXED = 100_000;
const UID_LABEL = 'batch.kubernetes.io/controller-uid';
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

export function validateJob(object: AnyObject): FieldError[] {
  const job = object as unknown as Job;
  const spec = (job.spec ?? {}) as JobSpec;
  const errors: FieldError[] = [];
  validateGenerated(job, spec, errors);
  validateSpecAndSelector(spec, errors);
  return errors;
}

/** Upstream checks the new spec twice, so its causes appear twice. */
export function validateJobUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = ((object as unknown as Job).spec ?? {}) as JobSpec;
  const stored = ((before as unknown as Job).spec ?? {}) as JobSpec;
  const errors = validateJob(object);
  validateSpecAndSelector(after, errors);
  const indexed = stored.completionMode === 'Indexed' && after.completions === after.parallelism;
  if (after.completions !== stored.completions && !indexed) {
    errors.push(invalid('spec.completions', after.completions ?? null, IMMUTABLE));
  }
  if (!deepEqual(after.selector, stored.selector)) {
    errors.push(invalid('spec.selector', shownSelector(after.selector as LabelSelector | undefined), IMMUTABLE));
  }
  if (!deepEqual(after.podFailurePolicy, stored.podFailurePolicy)) {
    errors.push(invalid('spec.podFailurePolicy', internalPolicy(after.podFailurePolicy), IMMUTABLE));
  }
  for (const field of ['completionMode', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const) {
    if (!deepEqual(after[field], stored[field])) {
      errors.push(invalid(`spec.${field}`, after[field] ?? null, IMMUTABLE));
    }
  }
  if (!deepEqual(after.template?.spec?.containers, stored.template?.spec?.containers)) {
    errors.push(invalid('spec.template.spec', internalPodSpec(after.template?.spec), IMMUTABLE));
  }
  return errors;
}

function validateSpecAndSelector(spec: JobSpec, errors: FieldError[]): void {
  validateJobSpec(spec, 'spec', errors);
  if (!spec.selector) {
    return;
  }
  validateLabelSelector(spec.selector as LabelSelector, 'spec.selector', errors);
  const labels = spec.template?.metadata?.labels as LabelSet | undefined;
  if (!matches(selectorFrom(spec.selector as LabelSelector), labels)) {
    errors.push(invalid('spec.template.metadata.labels', sortedMap(labels), '`selector` does not match template `labels`'));
  }
}

/** Maps print sorted by key. */
function shownSelector(selector: LabelSelector | undefined): object | null {
  return selector ? { ...selector, ...(selector.matchLabels ? { matchLabels: sortedMap(selector.matchLabels) } : {}) } : null;
}

/** Also the spec of a CronJob's template. */
export function validateJobSpec(spec: JobSpec, field: string, errors: FieldError[]): void {
  for (const count of [
    'parallelism',
    'completions',
    'activeDeadlineSeconds',
    'backoffLimit',
    'ttlSecondsAfterFinished',
    'backoffLimitPerIndex',
    'maxFailedIndexes',
  ] as const) {
    validateNonNegative(spec[count], `${field}.${count}`, errors);
  }
  if (spec.managedBy !== undefined && !/^[a-z0-9.-]+\/.+$/.test(spec.managedBy)) {
    errors.push(invalid(`${field}.managedBy`, spec.managedBy, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  }
  validateIndexed(spec, field, errors);
  validateFailurePolicy(spec, field, errors);
  validateSuccessPolicy(spec, field, errors);
  if (spec.podReplacementPolicy !== undefined) {
    validateEnum(
      spec.podReplacementPolicy,
      spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'],
      `${field}.podReplacementPolicy`,
      errors,
    );
  }
  validatePodTemplate(spec.template as Template | undefined, `${field}.template`, errors);
  const restartPolicy: string = spec.template?.spec?.restartPolicy ?? '';
  if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never') {
    errors.push(required(`${field}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"'));
  } else if (restartPolicy === 'OnFailure' && spec.podFailurePolicy) {
    errors.push(
      invalid(`${field}.template.spec.restartPolicy`, restartPolicy, 'only "Never" is supported when podFailurePolicy is specified'),
    );
  }
}

function validateGenerated(job: Job, spec: JobSpec, errors: FieldError[]): void {
  if (spec.manualSelector) {
    return;
  }
  const uid = job.metadata.uid ?? '';
  const labels = (spec.template?.metadata?.labels ?? {}) as LabelSet;
  for (const key of [UID_LABEL, 'controller-uid']) {
    if (labels[key] !== uid) {
      errors.push(
        labels[key] === undefined
          ? required(`spec.template.metadata.labels[${key}]`, `must be '${uid}'`)
          : invalid(`spec.template.metadata.labels[${key}]`, sortedMap(labels), `must be '${uid}'`),
      );
    }
  }
  const selector = spec.selector as LabelSelector | undefined;
  if (!selector) {
    errors.push(required('spec.selector'));
  } else if (!deepEqual(selector, { matchLabels: { [UID_LABEL]: uid } })) {
    errors.push(invalid('spec.selector', shownSelector(selector), '`selector` not auto-generated'));
  }
}

function validateIndexed(spec: JobSpec, field: string, errors: FieldError[]): void {
  const indexed = spec.completionMode === 'Indexed';
  validateEnum(spec.completionMode, ['Indexed', 'NonIndexed'], `${field}.completionMode`, errors);
  if (indexed) {
    if (spec.completions === undefined) {
      errors.push(required(`${field}.completions`, 'when completion mode is Indexed'));
    }
    if ((spec.parallelism ?? 0) > MAX_PARALLELISM_INDEXED) {
      errors.push(
        invalid(
          `${field}.parallelism`,
          spec.parallelism,
          `must be less than or equal to ${MAX_PARALLELISM_INDEXED} when completion mode is Indexed`,
        ),
      );
    }
    if (spec.maxFailedIndexes !== undefined && spec.maxFailedIndexes > (spec.completions ?? 0)) {
      errors.push(invalid(`${field}.maxFailedIndexes`, spec.maxFailedIndexes, 'must be less than or equal to completions'));
    }
  } else if (spec.backoffLimitPerIndex !== undefined) {
    errors.push(invalid(`${field}.backoffLimitPerIndex`, spec.backoffLimitPerIndex, 'requires indexed completion mode'));
  }
}

function validateFailurePolicy(spec: JobSpec, field: string, errors: FieldError[]): void {
  for (const [index, rule] of (spec.podFailurePolicy?.rules ?? []).entries()) {
    const at = `${field}.podFailurePolicy.rules[${index}]`;
    if (!ACTIONS.includes(rule.action)) {
      errors.push(rule.action ? notSupported(`${at}.action`, rule.action, ACTIONS) : required(`${at}.action`));
    } else if (rule.action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
      errors.push(invalid(`${at}.action`, rule.action, 'requires the backoffLimitPerIndex to be set'));
    }
    if (rule.onExitCodes) {
      validateExitCodes(rule.onExitCodes.values, `${at}.onExitCodes.values`, errors);
    }
    if (!rule.onExitCodes && !rule.onPodConditions?.length) {
      errors.push({
        type: 'FieldValueInvalid',
        field: at,
        message: 'Invalid value: specifying one of OnExitCodes and OnPodConditions is required',
      });
    } else if (rule.onExitCodes && rule.onPodConditions?.length) {
      errors.push(forbiddenField(at, 'specifying both OnExitCodes and OnPodConditions is not supported'));
    }
  }
}

function validateExitCodes(values: readonly number[], field: string, errors: FieldError[]): void {
  const seen = new Set<number>();
  let ordered = true;
  for (const [index, value] of values.entries()) {
    if (seen.has(value)) {
      errors.push(duplicate(`${field}[${index}]`, value));
    }
    seen.add(value);
    ordered &&= index === 0 || value >= (values[index - 1] as number);
  }
  if (!ordered) {
    errors.push(invalid(field, values, 'must be ordered'));
  }
}

function internalPolicy(policy: JobSpec['podFailurePolicy']): unknown {
  if (!policy) {
    return null;
  }
  return {
    Rules: policy.rules.map(({ action, onExitCodes, onPodConditions }) => ({
      Action: action,
      OnExitCodes: onExitCodes
        ? { ContainerName: onExitCodes.containerName ?? null, Operator: onExitCodes.operator, Values: onExitCodes.values }
        : null,
      OnPodConditions: onPodConditions ? onPodConditions.map(({ type, status }) => ({ Type: type, Status: status })) : null,
    })),
  };
}
