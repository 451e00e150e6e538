/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go ValidateJob, 1.36. */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { matches, selectorFrom } from '../../../api/labels';
import type { LabelSelector, LabelSet } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Label } from '../../../api/names';
import { deepEqual } from '../../../lib/equal';
import { internalPodSpec, internalTemplate } from '../../schema/internal-form';
import { printed } from '../../schema/emptied';
import { isUsableSelector, selectorForm, sortedMap, validateLabelSelector } from '../../validation/labels';
import { printedLabels } from '../../validation/workloads';
import { IMMUTABLE } from '../../validation/values';
import type { Template } from '../../validation/workloads';
import type { Job } from './types';
import { validateJobSpec } from './validation-spec';
import { successPolicyForm } from './validation-success-policy';

export type JobSpec = NonNullable<Job['spec']>;

const UID_LABELS = ['controller-uid', 'batch.kubernetes.io/controller-uid'];
const NAME_LABELS = ['job-name', 'batch.kubernetes.io/job-name'];
export const GENERATED_LABELS: readonly string[] = [...UID_LABELS, ...NAME_LABELS];

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
  const job = before as unknown as Job;
  const after = ((object as unknown as Job).spec ?? {}) as JobSpec;
  const stored = (job.spec ?? {}) as JobSpec;
  const errors: FieldError[] = [];
  validateSpecAndSelector(after, errors);
  validateCompletions(after, stored, errors);
  const fixed = (field: keyof JobSpec, form: (value: never) => unknown): void => {
    if (deepEqual(after[field], stored[field])) return;
    errors.push(invalid(`spec.${field}`, after[field] === undefined ? null : form(after[field] as never), IMMUTABLE));
  };
  fixed('selector', (selector: LabelSelector) => selectorForm(selector));
  validateTemplateUpdate(after, job, errors);
  fixed('completionMode', (mode: string) => mode);
  fixed('podFailurePolicy', internalPolicy);
  fixed('backoffLimitPerIndex', (limit: number) => limit);
  fixed('managedBy', (manager: string) => manager);
  fixed('successPolicy', successPolicyForm);
  return errors;
}

/** An indexed Job can grow and shrink, with as many pods at once. */
function validateCompletions(after: JobSpec, stored: JobSpec, errors: FieldError[]): void {
  if (after.completions === stored.completions) return;
  if (after.completionMode === 'Indexed' && after.completions === undefined) return;
  if (after.completionMode !== 'Indexed') {
    errors.push(invalid('spec.completions', after.completions ?? null, IMMUTABLE));
  } else if (after.completions !== after.parallelism) {
    errors.push(invalid('spec.completions', after.completions ?? null, 'can only be modified in tandem with spec.parallelism'));
  }
}

/** While a Job is suspended, where its pods will run and what they ask for can change. */
function validateTemplateUpdate(after: JobSpec, { spec, status }: Job, errors: FieldError[]): void {
  const stored = spec?.template as Template | undefined;
  const template = after.template as Template | undefined;
  const isHalted = status?.conditions?.some(({ type, status: held }) => type === 'Suspended' && held === 'True');
  if (spec?.suspend && (!status?.startTime || isHalted)) {
    if (!deepEqual(fixedParts(template?.spec), fixedParts(stored?.spec))) {
      errors.push(invalid('spec.template.spec', internalPodSpec(template?.spec), IMMUTABLE));
    }
  } else if (!deepEqual(template, stored)) {
    errors.push(invalid('spec.template', internalTemplate(template), IMMUTABLE));
  }
}

function fixedParts(spec: Template['spec']): object {
  const { nodeSelector: _selector, tolerations: _tolerations, schedulingGates: _gates, affinity, ...rest } = spec ?? { containers: [] };
  const { nodeAffinity: _nodeAffinity, ...others } = affinity ?? {};
  const unsized = (list: NonNullable<Template['spec']>['initContainers']) =>
    list?.map(({ resources: _resources, ...container }) => container);
  return { ...rest, affinity: others, containers: unsized(rest.containers), initContainers: unsized(rest.initContainers) };
}

function validateSpecAndSelector(spec: JobSpec, errors: FieldError[]): void {
  validateJobSpec(spec, 'spec', errors);
  const selector = spec.selector as LabelSelector | undefined;
  if (selector) validateLabelSelector(selector, 'spec.selector', errors);
  else errors.push(required('spec.selector'));
  if (selector && !isUsableSelector(selector)) return;
  const labels = spec.template?.metadata?.labels as LabelSet | undefined;
  if (!matches(selectorFrom(selector), labels)) {
    errors.push(
      invalid('spec.template.metadata.labels', printedLabels(spec.template?.metadata), '`selector` does not match template `labels`'),
    );
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
  const rules = printed(policy, 'rules') as typeof policy.rules | null;
  return { Rules: rules?.map(internalRule) ?? null };
}

function internalRule(rule: NonNullable<JobSpec['podFailurePolicy']>['rules'][number]): unknown {
  const { action, onExitCodes: codes } = rule;
  const conditions = printed(rule, 'onPodConditions') as typeof rule.onPodConditions | null;
  return {
    Action: action,
    OnExitCodes: codes ? { ContainerName: codes.containerName ?? null, Operator: codes.operator, Values: printed(codes, 'values') } : null,
    OnPodConditions: conditions?.map(({ type, status }) => ({ Type: type, Status: status })) ?? null,
  };
}
