/** Source: k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go, 1.36. */
import type { CelType } from '../../api/cel/types';
import { duplicate, invalid, notSupported, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { isQualifiedName } from '../../api/names';
import { pushInvalid, validateLabelSelector } from '../validation/labels';
import { checkExpression, compileVariables, policyScope } from './expressions';
import type {
  BindingSpec,
  MatchResources,
  MutatingPolicySpec,
  Mutation,
  NamedExpression,
  ParamRef,
  Rule,
  ValidatingPolicySpec,
} from './types';

const FAILURE_POLICIES = ['Fail', 'Ignore'];
const OPERATIONS = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
const SCOPES = ['*', 'Cluster', 'Namespaced'];
const MATCH_POLICIES = ['Equivalent', 'Exact'];
const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
const REINVOCATION = ['IfNeeded', 'Never'];

function oneOf(value: string | undefined, supported: readonly string[], field: string, errors: FieldError[]): void {
  if (value !== undefined && !supported.includes(value)) errors.push(notSupported(field, value, supported));
}

export function validateValidatingPolicy(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const spec = (object as unknown as { spec: ValidatingPolicySpec }).spec;
  const params = validateCommon(spec, errors);
  const variables = compileVariables(spec.variables, params, 'spec.variables', errors);
  validateVariableNames(spec.variables, errors);
  const nothing = 'validations or auditAnnotations must contain at least one item';
  if (!spec.validations?.length && !spec.auditAnnotations?.length) {
    errors.push(required('spec.validations', nothing), required('spec.auditAnnotations', nothing));
    return errors;
  }
  const scope = policyScope({ params, variables });
  for (const [index, { expression, message = '', messageExpression, reason }] of (spec.validations ?? []).entries()) {
    const at = `spec.validations[${index}]`;
    if (!expression?.trim()) errors.push(required(`${at}.expression`, 'expression is not specified'));
    else {
      checkExpression(expression, scope, `${at}.expression`, ['bool'], errors);
      if (expression.trim().includes('\n') && !message.trim())
        errors.push(required(`${at}.message`, 'message must be specified if expression contains line breaks'));
    }
    if (messageExpression !== undefined && messageExpression !== '')
      checkExpression(messageExpression, scope, `${at}.messageExpression`, ['string'], errors);
    if (message.trim().includes('\n')) errors.push(invalid(`${at}.message`, message, 'message must not contain line breaks'));
    oneOf(reason, REASONS, `${at}.reason`, errors);
  }
  const { name = '' } = object.metadata ?? {};
  for (const [index, { key, valueExpression }] of (spec.auditAnnotations ?? []).entries()) {
    const at = `spec.auditAnnotations[${index}]`;
    if (!key) errors.push(required(`${at}.key`));
    else pushInvalid(errors, `${at}.key`, `${name}/${key}`, isQualifiedName(`${name}/${key}`));
    if (!valueExpression?.trim()) errors.push(required(`${at}.valueExpression`));
    else checkExpression(valueExpression, scope, `${at}.valueExpression`, ['string', 'null_type'], errors);
  }
  return errors;
}

export function validateMutatingPolicy(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const spec = (object as unknown as { spec: MutatingPolicySpec }).spec;
  const params = validateCommon(spec, errors);
  const variables = compileVariables(spec.variables, params, 'spec.variables', errors);
  validateVariableNames(spec.variables, errors);
  if (!spec.mutations?.length) errors.push(required('spec.mutations', 'mutations must contain at least one item'));
  for (const [index, mutation] of (spec.mutations ?? []).entries())
    validateMutation(mutation, params, variables, `spec.mutations[${index}]`, errors);
  if (!spec.reinvocationPolicy) errors.push(required('spec.reinvocationPolicy'));
  else oneOf(spec.reinvocationPolicy, REINVOCATION, 'spec.reinvocationPolicy', errors);
  return errors;
}

function validateMutation(
  { patchType, applyConfiguration, jsonPatch }: Mutation,
  params: boolean,
  variables: ReadonlyMap<string, CelType>,
  at: string,
  errors: FieldError[],
): void {
  const scope = policyScope({ params, variables });
  const check = (field: string, expression: string | undefined, kind: CelType['kind'], wanted: string) => {
    if (!expression?.trim()) errors.push(required(`${at}.${field}.expression`, 'expression is not specified'));
    else checkExpression(expression, scope, `${at}.${field}.expression`, [kind], errors, wanted);
  };
  switch (patchType) {
    case undefined:
    case '':
      errors.push(required(`${at}.patchType`));
      break;
    case 'ApplyConfiguration':
      if (!applyConfiguration) errors.push(required(`${at}.applyConfiguration`, 'must be specified when patchType is ApplyConfiguration'));
      else check('applyConfiguration', applyConfiguration.expression, 'Object', 'Object');
      break;
    case 'JSONPatch':
      if (!jsonPatch) errors.push(required(`${at}.jsonPatch`, 'must be specified when patchType is JSONPatch'));
      else check('jsonPatch', jsonPatch.expression, 'list', 'list(JSONPatch)');
      break;
    default:
      errors.push(notSupported(`${at}.patchType`, patchType, ['ApplyConfiguration', 'JSONPatch']));
  }
}

/** Whether the policy has parameters. */
function validateCommon(spec: ValidatingPolicySpec | MutatingPolicySpec, errors: FieldError[]): boolean {
  oneOf(spec.failurePolicy, FAILURE_POLICIES, 'spec.failurePolicy', errors);
  const { paramKind } = spec;
  if (paramKind) {
    if (!paramKind.apiVersion) errors.push(required('spec.paramKind.apiVersion'));
    if (!paramKind.kind) errors.push(required('spec.paramKind.kind'));
  }
  if (!spec.matchConstraints) errors.push(required('spec.matchConstraints'));
  else {
    validateMatch(spec.matchConstraints, 'spec.matchConstraints', errors);
    if (!spec.matchConstraints.resourceRules?.length) errors.push(required('spec.matchConstraints.resourceRules'));
  }
  validateMatchConditions(spec.matchConditions, 'spec.matchConditions', paramKind !== undefined, errors);
  return paramKind !== undefined;
}

function validateVariableNames(variables: readonly NamedExpression[] | undefined, errors: FieldError[]): void {
  const seen = new Set<string>();
  for (const [index, { name, expression }] of (variables ?? []).entries()) {
    const at = `spec.variables[${index}]`;
    if (!name) errors.push(required(`${at}.name`, 'name is not specified'));
    else if (!/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name)) errors.push(invalid(`${at}.name`, name, 'name is not a valid CEL identifier'));
    else if (seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    if (!expression?.trim()) errors.push(required(`${at}.expression`, 'expression is not specified'));
    seen.add(name);
  }
}

export function validateMatchConditions(
  conditions: readonly NamedExpression[] | undefined,
  path: string,
  params: boolean,
  errors: FieldError[],
): void {
  const seen = new Set<string>();
  for (const [index, { name, expression }] of (conditions ?? []).entries()) {
    const at = `${path}[${index}]`;
    if (!name) errors.push(required(`${at}.name`));
    else pushInvalid(errors, `${at}.name`, name, isQualifiedName(name));
    if (name && seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
    if (!expression?.trim()) errors.push(required(`${at}.expression`));
    else checkExpression(expression, policyScope({ params }), `${at}.expression`, ['bool'], errors);
  }
}

function validateMatch(match: MatchResources, path: string, errors: FieldError[]): void {
  oneOf(match.matchPolicy, MATCH_POLICIES, `${path}.matchPolicy`, errors);
  validateLabelSelector(match.namespaceSelector, `${path}.namespaceSelector`, errors);
  validateLabelSelector(match.objectSelector, `${path}.objectSelector`, errors);
  for (const part of ['resourceRules', 'excludeResourceRules'] as const)
    for (const [index, rule] of (match[part] ?? []).entries()) validateRule(rule, `${path}.${part}[${index}]`, errors);
}

/** `webhook`: names of resources are looked at more closely. */
export function validateRule(rule: Rule, path: string, errors: FieldError[], webhook = false): void {
  const list = (name: 'operations' | 'apiGroups' | 'apiVersions' | 'resources', what: string) => {
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
  const resources = rule.resources ?? [];
  if (resources.length === 0) errors.push(required(`${path}.resources`));
  for (const [index, resource] of resources.entries()) if (resource === '') errors.push(required(`${path}.resources[${index}]`));
  if (webhook && resources.length > 1 && resources.includes('*/*'))
    errors.push(invalid(`${path}.resources`, resources, "if '*/*' is present, must not specify other resources"));
  oneOf(rule.scope, SCOPES, `${path}.scope`, errors);
}

export function validateBinding(object: AnyObject, validating: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const spec = (object as unknown as { spec: BindingSpec }).spec;
  if (!spec.policyName) errors.push(required('spec.policyName'));
  if (spec.paramRef) validateParamRef(spec.paramRef, errors);
  if (spec.matchResources) validateMatch(spec.matchResources, 'spec.matchResources', errors);
  if (!validating) return errors;
  const actions = spec.validationActions ?? [];
  if (actions.length === 0) errors.push(required('spec.validationActions', 'at least one validation action is required'));
  for (const [index, action] of actions.entries()) {
    oneOf(action, ['Audit', 'Deny', 'Warn'], `spec.validationActions[${index}]`, errors);
    if (actions.indexOf(action) !== index) errors.push(duplicate(`spec.validationActions[${index}]`, action));
  }
  if (actions.includes('Deny') && actions.includes('Warn'))
    errors.push(
      invalid(
        'spec.validationActions',
        actions,
        'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)',
      ),
    );
  return errors;
}

function validateParamRef({ name, selector, parameterNotFoundAction }: ParamRef, errors: FieldError[]): void {
  if (!name && !selector) errors.push(required('spec.paramRef', 'one of name or selector must be specified'));
  if (name && selector)
    errors.push({
      type: 'FieldValueForbidden',
      field: 'spec.paramRef.name',
      message: 'Forbidden: name and selector are mutually exclusive',
    });
  validateLabelSelector(selector, 'spec.paramRef.selector', errors);
  if (!parameterNotFoundAction) errors.push(required('spec.paramRef.parameterNotFoundAction'));
  else oneOf(parameterNotFoundAction, ['Deny', 'Allow'], 'spec.paramRef.parameterNotFoundAction', errors);
}

export { oneOf, FAILURE_POLICIES, MATCH_POLICIES, REINVOCATION };
