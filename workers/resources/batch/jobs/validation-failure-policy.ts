/** Source: k8s.io/kubernetes/pkg/apis/batch/validation/validation.go validatePodFailurePolicy, 1.36. */
import { duplicate, invalid, notSupported, required, tooMany } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { isQualifiedName } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import { printed } from '../../schema/emptied';
import type { JobSpec } from './validation';

type Rule = NonNullable<JobSpec['podFailurePolicy']>['rules'][number];
type ExitCodes = NonNullable<Rule['onExitCodes']>;

const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];
const OPERATORS = ['In', 'NotIn'];
const STATUSES = ['False', 'True', 'Unknown'];
const RULES_MAX = 20;
const CODES_MAX = 255;
const PATTERNS_MAX = 20;

export function validateFailurePolicy(spec: JobSpec, field: string, errors: FieldError[]): void {
  const rules = spec.podFailurePolicy?.rules ?? [];
  if (rules.length === 0) return;
  const at = `${field}.podFailurePolicy.rules`;
  if (rules.length > RULES_MAX) errors.push(tooMany(at, rules.length, RULES_MAX));
  const template = spec.template?.spec;
  const containers = new Set([...(template?.containers ?? []), ...(template?.initContainers ?? [])].map(({ name }) => name));
  for (const [index, rule] of rules.entries()) validateRule(rule, spec, containers, `${at}[${index}]`, errors);
}

function validateRule(rule: Rule, spec: JobSpec, containers: ReadonlySet<string>, at: string, errors: FieldError[]): void {
  const { action = '', onExitCodes, onPodConditions = [] } = rule;
  oneOf(action, ACTIONS, `${at}.action`, errors);
  if (action === 'FailIndex' && spec.backoffLimitPerIndex === undefined) {
    errors.push(invalid(`${at}.action`, action, 'requires the backoffLimitPerIndex to be set'));
  }
  if (onExitCodes) validateExitCodes(onExitCodes, containers, `${at}.onExitCodes`, errors);
  if (onPodConditions.length > PATTERNS_MAX) errors.push(tooMany(`${at}.onPodConditions`, onPodConditions.length, PATTERNS_MAX));
  for (const [index, { type = '', status = '' }] of onPodConditions.entries()) {
    const field = `${at}.onPodConditions[${index}]`;
    pushInvalid(errors, `${field}.type`, type, isQualifiedName(type));
    oneOf(status, STATUSES, `${field}.status`, errors);
  }
  if (onExitCodes && onPodConditions.length > 0) {
    errors.push(without(at, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  } else if (!onExitCodes && onPodConditions.length === 0) {
    errors.push(without(at, 'specifying one of OnExitCodes and OnPodConditions is required'));
  }
}

function validateExitCodes(exitCodes: ExitCodes, containers: ReadonlySet<string>, at: string, errors: FieldError[]): void {
  const { operator = '' as 'In', containerName } = exitCodes;
  oneOf(operator, OPERATORS, `${at}.operator`, errors);
  if (containerName !== undefined && !containers.has(containerName)) {
    const why = 'must be one of the container or initContainer names in the pod template';
    errors.push(invalid(`${at}.containerName`, containerName, why));
  }
  const field = `${at}.values`;
  const values = printed(exitCodes, 'values') as ExitCodes['values'] | null;
  const codes = values ?? [];
  if (codes.length === 0) errors.push(invalid(field, values, 'at least one value is required'));
  if (codes.length > CODES_MAX) errors.push(tooMany(field, codes.length, CODES_MAX));
  const seen = new Set<number>();
  for (const [index, code] of codes.entries()) {
    if (operator === 'In' && code === 0) errors.push(invalid(`${field}[${index}]`, code, 'must not be 0 for the In operator'));
    if (seen.has(code)) errors.push(duplicate(`${field}[${index}]`, code));
    seen.add(code);
  }
  if (codes.some((code, index) => index > 0 && code < (codes[index - 1] ?? code))) errors.push(invalid(field, codes, 'must be ordered'));
}

function oneOf(value: string, supported: readonly string[], field: string, errors: FieldError[]): void {
  if (value === '') errors.push(required(field, `valid values: [${supported.map((text) => JSON.stringify(text)).join(' ')}]`));
  else if (!supported.includes(value)) errors.push(notSupported(field, value, supported));
}

/** A message that shows no value. */
function without(field: string, why: string): FieldError {
  return { type: 'FieldValueInvalid', field, message: `Invalid value: ${why}` };
}
