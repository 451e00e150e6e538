/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJob, 1.36. */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { matches, selectorFrom } from '../../../api/labels';
import type { LabelSelector, LabelSet } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { internalPodSpec } from '../../schema/internal-form';
import { isUsableSelector, selectorForm, sortedMap, validateLabelSelector } from '../../validation/labels';
import { IMMUTABLE } from '../../validation/values';
import type { Job } from './types';
import { validateJobSpec } from './validation-spec';

export type JobSpec = NonNullable<Job['spec']>;

const UID_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
const NAME_LABELS = ['job-name', 'batch.kubernetes.io/job-name'];

export function validateJob(object: AnyObject): FieldError[] {
  const job = object as unknown as Job;
  const spec = (job.spec ?? {}) as JobSpec;
  const errors: FieldError[] = [];
  validateGenerated(job, spec, errors);
  validateSpecAndSelector(spec, errors);
  const { completions = 0, completionMode } = spec;
  if (completionMode === 'Indexed' && completions > 0) {
    const last = `${job.metadata.name ?? ''}-${completions - 1}`;
    if (isDns1123Label(last).length > 0) {
      errors.push(invalid('metadata.name', job.metadata.name ?? '', `will not able to create pod with invalid DNS label: ${last}`));
    }
  }
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
    errors.push(invalid('spec.selector', selectorForm(after.selector as LabelSelector | undefined), IMMUTABLE));
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
  const selector = spec.selector as LabelSelector | undefined;
  if (selector) validateLabelSelector(selector, 'spec.selector', errors);
  else errors.push(required('spec.selector'));
  if (selector && !isUsableSelector(selector)) return;
  const labels = spec.template?.metadata?.labels as LabelSet | undefined;
  if (!matches(selectorFrom(selector), labels)) {
    errors.push(invalid('spec.template.metadata.labels', sortedMap(labels), '`selector` does not match template `labels`'));
  }
}

/** Labels that the API server has made, unless the client gave others. */
function validateGenerated(job: Job, spec: JobSpec, errors: FieldError[]): void {
  const selector = spec.selector as LabelSelector | undefined;
  if (spec.manualSelector || !selector) return;
  const uid = job.metadata.uid ?? '';
  const name = job.metadata.name ?? '';
  const labels = (spec.template?.metadata?.labels ?? {}) as LabelSet;
  const expected: LabelSet = Object.fromEntries([...UID_LABELS.map((key) => [key, uid]), ...NAME_LABELS.map((key) => [key, name])]);
  for (const key of [UID_LABELS[0], NAME_LABELS[0], UID_LABELS[1], NAME_LABELS[1]] as readonly string[]) {
    const at = `spec.template.metadata.labels[${key}]`;
    const why = `must be '${expected[key]}'`;
    if (labels[key] === undefined) errors.push(required(at, why));
    else if (labels[key] !== expected[key]) errors.push(invalid(at, sortedMap(labels), why));
  }
  if (isUsableSelector(selector) && !matches(selectorFrom(selector), expected)) {
    errors.push(invalid('spec.selector', selectorForm(selector), '`selector` not auto-generated'));
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
