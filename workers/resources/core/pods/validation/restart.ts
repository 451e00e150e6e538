/** How containers are restarted and resized (source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go, 1.36). */
import { duplicate, invalid, jsonText, notSupported, required, tooMany } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { Container } from './containers';

const RESTART_POLICIES = ['Always', 'Never', 'OnFailure'];
const ACTIONS = ['Restart', 'RestartAllContainers'];
const EXIT_OPERATORS = ['In', 'NotIn'];
const RULES_MAX = 20;
const EXIT_CODES_MAX = 255;
const RESIZABLE = ['cpu', 'memory'];
const RESIZE_POLICIES = ['NotRequired', 'RestartContainer'];

/** The container's own policy and the rules that refine it; upstream reads an init container's rules only where there is a policy. */
export function validateRestartRules(
  { restartPolicy, restartPolicyRules: rules = [] }: Container,
  at: string,
  isInit: boolean,
  errors: FieldError[],
): void {
  if (restartPolicy !== undefined && !RESTART_POLICIES.includes(restartPolicy)) {
    errors.push(notSupported(`${at}.restartPolicy`, restartPolicy, RESTART_POLICIES));
  }
  if (rules.length === 0) return;
  if (restartPolicy === undefined) {
    errors.push(required(`${at}.restartPolicy`, 'must specify restartPolicy when restart rules are used'));
    if (isInit) return;
  }
  const list = `${at}.restartPolicyRules`;
  if (rules.length > RULES_MAX) errors.push(tooMany(list, rules.length, RULES_MAX));
  for (const [index, { action, exitCodes }] of rules.entries()) {
    const field = `${list}[${index}]`;
    if (!ACTIONS.includes(action)) errors.push(notSupported(`${field}.action`, action ?? '', ACTIONS));
    if (!exitCodes) {
      errors.push(required(`${field}.exitCodes`, 'must be specified'));
      continue;
    }
    const { operator, values = [] } = exitCodes;
    if (!EXIT_OPERATORS.includes(operator)) {
      errors.push(notSupported(`${field}.exitCodes.operator`, operator ?? '', EXIT_OPERATORS));
    }
    if (values.length > EXIT_CODES_MAX) errors.push(tooMany(`${field}.exitCodes.values`, values.length, EXIT_CODES_MAX));
  }
}

/** Upstream reports all but repetitions at the list. */
export function validateResizePolicy(
  { resizePolicy }: Container,
  field: string,
  podRestartPolicy: string | undefined,
  errors: FieldError[],
): void {
  const resources = new Set<string>();
  for (const [index, { resourceName = '', restartPolicy = '' }] of (resizePolicy ?? []).entries()) {
    if (resources.has(resourceName)) errors.push(duplicate(`${field}[${index}]`, resourceName));
    resources.add(resourceName);
    for (const [value, supported] of [
      [resourceName, RESIZABLE],
      [restartPolicy, RESIZE_POLICIES],
    ] as const) {
      if (value === '') errors.push(required(field));
      else if (!supported.includes(value)) errors.push(notSupported(field, value, supported));
    }
    if (podRestartPolicy === 'Never' && restartPolicy !== 'NotRequired') {
      errors.push(invalid(field, jsonText(restartPolicy), "must be 'NotRequired' when pod `restartPolicy` is 'Never'"));
    }
  }
}
