/** Source: pkg/apis/flowcontrol/validation/validation.go ValidateFlowSchema, 1.36. Differs: the exempt schema's own rules are not checked. */
import { invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isDns1123Subdomain } from '../../../api/names';
import { pushInvalid } from '../../validation/labels';
import type { FlowSchema } from './types';

type Rule = NonNullable<NonNullable<FlowSchema['spec']>['rules']>[number];

const PRECEDENCE_MAX = 10_000;
const METHODS = ['ByNamespace', 'ByUser'];
const SUBJECTS = ['Group', 'ServiceAccount', 'User'];

export function validateFlowSchema(object: AnyObject): FieldError[] {
  const { metadata, spec } = object as unknown as FlowSchema;
  const errors: FieldError[] = [];
  const precedence = spec?.matchingPrecedence ?? 0;
  const at = 'spec.matchingPrecedence';
  if (precedence <= 0) errors.push(invalid(at, precedence, 'must be a positive value'));
  if (precedence > PRECEDENCE_MAX) errors.push(invalid(at, precedence, `must not be greater than ${PRECEDENCE_MAX}`));
  if (precedence === 1 && metadata.name !== 'exempt')
    errors.push(invalid(at, precedence, "only the schema named 'exempt' may have matchingPrecedence 1"));
  const method = spec?.distinguisherMethod?.type;
  if (method !== undefined && !METHODS.includes(method))
    errors.push(notSupported('spec.distinguisherMethod', spec?.distinguisherMethod, METHODS));
  const level = spec?.priorityLevelConfiguration?.name ?? '';
  if (level === '') errors.push(required('spec.priorityLevelConfiguration.name', 'must reference a priority level'));
  else pushInvalid(errors, 'spec.priorityLevelConfiguration.name', level, isDns1123Subdomain(level));
  for (const [index, rule] of (spec?.rules ?? []).entries()) validateRule(rule, `spec.rules[${index}]`, errors);
  return errors;
}

function validateRule(rule: Partial<Rule>, at: string, errors: FieldError[]): void {
  if (!rule.subjects?.length) errors.push(required(`${at}.subjects`, 'subjects must contain at least one value'));
  for (const [index, subject] of (rule.subjects ?? []).entries()) validateSubject(subject, `${at}.subjects[${index}]`, errors);
  if (!rule.resourceRules?.length && !rule.nonResourceRules?.length)
    errors.push(required(at, 'at least one of resourceRules and nonResourceRules has to be non-empty'));
  for (const [index, resourceRule] of (rule.resourceRules ?? []).entries()) {
    const path = `${at}.resourceRules[${index}]`;
    if (!resourceRule.verbs?.length) errors.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
    if (!resourceRule.apiGroups?.length) errors.push(required(`${path}.apiGroups`, 'resource rules must supply at least one api group'));
    if (!resourceRule.resources?.length) errors.push(required(`${path}.resources`, 'resource rules must supply at least one resource'));
    if (!resourceRule.namespaces?.length && !resourceRule.clusterScope)
      errors.push(required(`${path}.namespaces`, 'resource rules that are not cluster scoped must supply at least one namespace'));
  }
  for (const [index, { verbs, nonResourceURLs }] of (rule.nonResourceRules ?? []).entries()) {
    const path = `${at}.nonResourceRules[${index}]`;
    if (!verbs?.length) errors.push(required(`${path}.verbs`, 'verbs must contain at least one value'));
    if (!nonResourceURLs?.length) errors.push(required(`${path}.nonResourceURLs`, 'nonResourceURLs must contain at least one value'));
  }
}

function validateSubject({ kind, user, group, serviceAccount }: Rule['subjects'][number], at: string, errors: FieldError[]): void {
  const given = { User: user, Group: group, ServiceAccount: serviceAccount };
  const field = { User: 'user', Group: 'group', ServiceAccount: 'serviceAccount' } as const;
  if (!SUBJECTS.includes(kind)) return void errors.push(notSupported(`${at}.kind`, kind, SUBJECTS));
  const chosen = kind as keyof typeof given;
  if (!given[chosen]) errors.push(required(`${at}.${field[chosen]}`, `${field[chosen]} is required when subject kind is '${kind}'`));
  else if (!given[chosen].name) errors.push(required(`${at}.${field[chosen]}.name`));
}
