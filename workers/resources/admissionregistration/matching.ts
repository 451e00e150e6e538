/** Which requests policies and webhooks are about (source: k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go, 1.36). */
import { duplicate, invalid, notSupported, required, tooMany } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isQualifiedName, pathSegmentName } from '../../api/names';
import { pushInvalid, validateLabelSelector } from '../validation/labels';
import { checkExpression, policyScope } from './expressions';
import type { MatchResources, NamedExpression, Rule } from './types';

const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const CONDITIONS_MAX = 64;
const SCOPES = ['*', 'Cluster', 'Namespaced'];
export const FAILURE_POLICIES = ['Fail', 'Ignore'];
export const MATCH_POLICIES = ['Equivalent', 'Exact'];
export const REINVOCATION = ['IfNeeded', 'Never'];

export function oneOf(value: string | undefined, supported: readonly string[], field: string, errors: FieldError[]): void {
  if (value !== undefined && !supported.includes(value)) errors.push(notSupported(field, value, supported));
}

export function validateMatchConditions(
  conditions: readonly NamedExpression[] | undefined,
  path: string,
  params: boolean,
  errors: FieldError[],
): void {
  if ((conditions?.length ?? 0) > CONDITIONS_MAX) return void errors.push(tooMany(path, conditions?.length ?? 0, CONDITIONS_MAX));
  const seen = new Set<string>();
  for (const [index, { name, expression }] of (conditions ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (!expression?.trim()) errors.push(required(`${at}.expression`));
    else checkExpression(expression, policyScope({ params }), `${at}.expression`, ['bool'], errors);
    if (!name) errors.push(required(`${at}.name`));
    else pushInvalid(errors, `${at}.name`, name, isQualifiedName(name));
    if (name && seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
  }
}

export function validateMatch(match: MatchResources, path: string, errors: FieldError[]): void {
  oneOf(match.matchPolicy, MATCH_POLICIES, `${path}.matchPolicy`, errors);
  validateLabelSelector(match.namespaceSelector, `${path}.namespaceSelector`, errors);
  validateLabelSelector(match.objectSelector, `${path}.objectSelector`, errors);
  for (const part of ['resourceRules', 'excludeResourceRules'] as const) {
    for (const [index, rule] of (match[part] ?? []).entries()) {
      const at = `${path}.${part}[${index}]`;
      validateResourceNames(rule.resourceNames, `${at}.resourceNames`, errors);
      validateRule(rule, at, errors);
    }
  }
}

export function validateRule(rule: Rule, path: string, errors: FieldError[]): void {
  const list = (name: 'operations' | 'apiGroups' | 'apiVersions', what: string) => {
    const values = rule[name] ?? [];
    if (values.length === 0) errors.push(required(`${path}.${name}`));
    if (values.length > 1 && values.includes('*'))
      errors.push(invalid(`${path}.${name}`, values, `if '*' is present, must not specify other ${what}`));
    return values;
  };
  for (const [index, operation] of list('operations', 'operations').entries())
    if (!OPERATIONS.includes(operation)) errors.push(notSupported(`${path}.operations[${index}]`, operation, OPERATIONS));
  list('apiGroups', 'API groups');
  for (const [index, version] of list('apiVersions', 'API versions').entries())
    if (version === '') errors.push(required(`${path}.apiVersions[${index}]`));
  validateResources(rule.resources ?? [], `${path}.resources`, errors);
  oneOf(rule.scope, SCOPES, `${path}.scope`, errors);
}

/** Resources and subresources; "*" may not repeat what others say. */
function validateResources(resources: readonly string[], field: string, errors: FieldError[]): void {
  if (resources.length === 0) errors.push(required(field));
  const allOf = new Set<string>();
  const ofAll = new Set<string>();
  let plain = false;
  for (const [index, resource] of resources.entries()) {
    const at = `${field}[${index}]`;
    if (resource === '') {
      errors.push(required(at));
      continue;
    }
    const [name = '', ...rest] = resource.split('/');
    if (rest.length === 0) {
      plain = resource !== '*';
      continue;
    }
    const sub = rest.join('/');
    if (allOf.has(name)) errors.push(invalid(at, resource, `if '${name}/*' is present, must not specify ${resource}`));
    if (ofAll.has(sub)) errors.push(invalid(at, resource, `if '*/${sub}' is present, must not specify ${resource}`));
    if (sub === '*') allOf.add(name);
    if (name === '*') ofAll.add(sub);
  }
  if (resources.length > 1 && resources.includes('*/*'))
    errors.push(invalid(field, resources, "if '*/*' is present, must not specify other resources"));
  if (resources.includes('*') && plain)
    errors.push(invalid(field, resources, "if '*' is present, must not specify other resources without subresources"));
}

function validateResourceNames(names: readonly string[] | undefined, field: string, errors: FieldError[]): void {
  for (const [index, name] of (names ?? []).entries()) {
    pushInvalid(errors, `${field}[${index}]`, name, pathSegmentName(name, false));
    if (names?.indexOf(name) !== index) errors.push(duplicate(`${field}[${index}]`, name));
  }
}
