/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validateJobSpec, 1.36. */
import { invalid, notSupported, required, tooLong } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { isDns1123Subdomain } from '../../../api/names';
import { validatePodTemplate } from '../../core/pods/validation/pod-spec';
import { pushInvalid } from '../../validation/labels';
import { validateEnum, validateNonNegative } from '../../validation/values';
import type { Template } from '../../validation/workloads';
import type { JobSpec } from './validation';
import { validateFailurePolicy } from './validation-failure-policy';
import { validateSuccessPolicy } from './validation-success-policy';

const COUNTS = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;
const MANY = 100_000;
/** Of Jobs with more than MANY indexes that count failures by index. */
const MANY_PER_INDEX = 10_000;
const MANAGER_MAX = 63;
const MANAGER_PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** Also the spec of a CronJob's template. */
export function validateJobSpec(spec: JobSpec, field: string, errors: FieldError[]): void {
  for (const count of COUNTS) validateNonNegative(spec[count], `${field}.${count}`, errors);
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    errors.push(required(`${field}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'));
  }
  if (spec.managedBy !== undefined) validateManager(spec.managedBy, `${field}.managedBy`, errors);
  validateEnum(spec.completionMode, ['NonIndexed', 'Indexed'], `${field}.completionMode`, errors);
  if (spec.completionMode === 'Indexed') validateIndexed(spec, field, errors);
  if ((spec.completionMode ?? 'NonIndexed') === 'NonIndexed') {
    for (const setting of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (spec[setting] !== undefined) errors.push(invalid(`${field}.${setting}`, spec[setting], 'requires indexed completion mode'));
    }
  }
  validateFailurePolicy(spec, field, errors);
  validateSuccessPolicy(spec, field, errors);
  const replacements = spec.podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed'];
  validateEnum(spec.podReplacementPolicy, replacements, `${field}.podReplacementPolicy`, errors);
  validatePodTemplate(spec.template as Template | undefined, `${field}.template`, errors);
  validateRestartPolicy(spec, `${field}.template.spec.restartPolicy`, errors);
}

/** "acme.io/foo" */
function validateManager(manager: string, field: string, errors: FieldError[]): void {
  const slash = manager.indexOf('/');
  const [host, path] = [manager.slice(0, slash), manager.slice(slash + 1)];
  if (manager === '') {
    errors.push(required(field));
  } else if (slash <= 0 || path === '') {
    errors.push(invalid(field, manager, 'must be a domain-prefixed path (such as "acme.io/foo")'));
  } else {
    pushInvalid(errors, field, host, isDns1123Subdomain(host));
    if (!MANAGER_PATH.test(path)) {
      errors.push(
        invalid(field, path, `Invalid path (regex used for validation is '${MANAGER_PATH.source.slice(1, -1).replace('\\/', '/')}')`),
      );
    }
  }
  if (manager.length > MANAGER_MAX) errors.push(tooLong(field, MANAGER_MAX));
}

function validateIndexed(spec: JobSpec, field: string, errors: FieldError[]): void {
  const { completions, parallelism = 0, maxFailedIndexes, backoffLimitPerIndex } = spec;
  if (completions === undefined) errors.push(required(`${field}.completions`, 'when completion mode is Indexed'));
  if (parallelism > MANY) {
    errors.push(invalid(`${field}.parallelism`, parallelism, `must be less than or equal to ${MANY} when completion mode is Indexed`));
  }
  const refuse = (why: string): void => void errors.push(invalid(`${field}.maxFailedIndexes`, maxFailedIndexes, why));
  if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
    refuse('must be less than or equal to completions');
  }
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MANY) refuse(`must be less than or equal to ${MANY}`);
  if (completions === undefined || completions <= MANY || backoffLimitPerIndex === undefined) return;
  if (maxFailedIndexes === undefined) {
    errors.push(required(`${field}.maxFailedIndexes`, `must be specified when completions is above ${MANY}`));
  }
  const why = `must be less than or equal to ${MANY_PER_INDEX} when completions are above ${MANY} and used with backoff limit per index`;
  if (parallelism > MANY_PER_INDEX) errors.push(invalid(`${field}.parallelism`, parallelism, why));
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MANY_PER_INDEX) refuse(why);
}

function validateRestartPolicy(spec: JobSpec, field: string, errors: FieldError[]): void {
  const policy: string = spec.template?.spec?.restartPolicy ?? '';
  if (policy === '' || policy === 'Always') {
    errors.push(required(field, 'valid values: "OnFailure", "Never"'));
  } else if (policy !== 'OnFailure' && policy !== 'Never') {
    errors.push(notSupported(field, policy, ['OnFailure', 'Never']));
  } else if (spec.podFailurePolicy && policy !== 'Never') {
    errors.push(invalid(field, policy, 'only "Never" is supported when podFailurePolicy is specified'));
  }
}
