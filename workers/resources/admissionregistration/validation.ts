/** Source: k8s.io/kubernetes/pkg/apis/admissionregistration/validation/validation.go, 1.36. */
import type { CelType } from '../../api/cel/types';
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { isDns1035Label, isDns1123Subdomain, isQualifiedName, pathSegmentName } from '../../api/names';
import { pushInvalid, validateLabelSelector } from '../validation/labels';
import { checkExpression, compileVariables, policyScope } from './expressions';
import { FAILURE_POLICIES, REINVOCATION, oneOf, validateMatch, validateMatchConditions } from './matching';
import type { BindingSpec, MatchResources, MutatingPolicySpec, Mutation, ParamRef, ValidatingPolicySpec } from './types';

const REASONS = ['Forbidden', 'Invalid', 'RequestEntityTooLarge'];
/** What annotations of the audit log may take to compute. */
const AUDIT_ANNOTATIONS_MAX = 20;
const AUDIT_EXPRESSION_BYTES_MAX = 5 * 1024;

export function validateValidatingPolicy(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const spec = (object as unknown as { spec: ValidatingPolicySpec }).spec;
  const params = validateCommon(spec, errors);
  const variables = compileVariables(spec.variables, params, 'spec.variables', errors);
  const nothing = 'validations or auditAnnotations must contain at least one item';
  if (!spec.validations?.length && !spec.auditAnnotations?.length) {
    errors.push(required('spec.validations', nothing), required('spec.auditAnnotations', nothing));
    return errors;
  }
  const scope = policyScope({ params, variables });
  const messageScope = policyScope({ params, variables, authorizer: false });
  for (const [index, { expression, message = '', messageExpression, reason }] of (spec.validations ?? []).entries()) {
    const at = `spec.validations[${index}]`;
    if (!expression?.trim()) errors.push(required(`${at}.expression`, 'expression is not specified'));
    else {
      checkExpression(expression, scope, `${at}.expression`, ['bool'], errors);
    }
    if (messageExpression && !messageExpression.trim())
      errors.push(invalid(`${at}.messageExpression`, messageExpression, 'must be non-empty if specified'));
    else if (messageExpression) checkExpression(messageExpression, messageScope, `${at}.messageExpression`, ['string'], errors);
    if (message && !message.trim()) errors.push(invalid(`${at}.message`, message, 'must be non-empty if specified'));
    if (message.trim().includes('\n')) errors.push(invalid(`${at}.message`, message, 'must not contain line breaks'));
    oneOf(reason, REASONS, `${at}.reason`, errors);
  }
  const { name = '' } = object.metadata ?? {};
  const keys = new Set<string>();
  if ((spec.auditAnnotations?.length ?? 0) > AUDIT_ANNOTATIONS_MAX) {
    const shown = spec.auditAnnotations?.map(({ key, valueExpression }) => ({ Key: key, ValueExpression: valueExpression }));
    const detail = `must not have more than ${AUDIT_ANNOTATIONS_MAX} auditAnnotations`;
    errors.push({
      type: 'FieldValueInvalid',
      field: 'spec.auditAnnotations',
      message: `Invalid value: ${JSON.stringify(shown)}: ${detail}`,
    });
  }
  for (const [index, { key, valueExpression }] of (spec.auditAnnotations ?? []).entries()) {
    const at = `spec.auditAnnotations[${index}]`;
    pushInvalid(errors, `${at}.key`, `${name}/${key}`, isQualifiedName(`${name}/${key}`));
    if (!valueExpression?.trim()) errors.push(required(`${at}.valueExpression`, 'valueExpression is not specified'));
    else if (valueExpression.trim().length > AUDIT_EXPRESSION_BYTES_MAX)
      errors.push(required(`${at}.valueExpression`, `must not exceed ${AUDIT_EXPRESSION_BYTES_MAX} bytes in length`));
    else checkExpression(valueExpression, scope, `${at}.valueExpression`, ['string', 'null_type'], errors);
    if (key && keys.has(key)) errors.push(duplicate(`${at}.key`, key));
    keys.add(key);
  }
  return errors;
}

export function validateMutatingPolicy(object: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const spec = (object as unknown as { spec: MutatingPolicySpec }).spec;
  const params = validateCommon(spec, errors, (match) => forbidDeletes(match, 'spec.matchConstraints', errors));
  const variables = compileVariables(spec.variables, params, 'spec.variables', errors) ?? new Map<string, CelType>();
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
  variables: ReadonlyMap<string, CelType> | undefined,
  at: string,
  errors: FieldError[],
): void {
  const scope = policyScope({ params, variables, mutating: true });
  const check = (field: string, expression: string | undefined, wanted: string) => {
    if (!expression?.trim()) errors.push(required(`${at}.${field}.expression`));
    else checkExpression(expression, scope, `${at}.${field}.expression`, [wanted], errors);
  };
  switch (patchType) {
    case undefined:
    case '':
      errors.push(required(`${at}.patchType`));
      break;
    case 'ApplyConfiguration':
      if (!applyConfiguration) errors.push(required(`${at}.applyConfiguration`, 'must be specified when patchType is ApplyConfiguration'));
      else check('applyConfiguration', applyConfiguration.expression, 'Object');
      if (jsonPatch) errors.push(invalid(`${at}.jsonPatch`, '{jsonPatch}', 'must not be specified when patchType is ApplyConfiguration'));
      break;
    case 'JSONPatch':
      if (!jsonPatch) errors.push(required(`${at}.jsonPatch`, 'must be specified when patchType is JSONPatch'));
      else check('jsonPatch', jsonPatch.expression, 'list(JSONPatch)');
      if (applyConfiguration)
        errors.push(invalid(`${at}.applyConfiguration`, '{applyConfiguration}', 'must not be specified when patchType is JSONPatch'));
      break;
    default:
      errors.push(notSupported(`${at}.patchType`, patchType, ['ApplyConfiguration', 'JSONPatch']));
  }
}

/** Whether the policy has parameters. `checkMatch`: what one sort of policy asks of the constraints besides. */
function validateCommon(
  spec: ValidatingPolicySpec | MutatingPolicySpec,
  errors: FieldError[],
  checkMatch: (match: MatchResources) => void = () => undefined,
): boolean {
  oneOf(spec.failurePolicy, FAILURE_POLICIES, 'spec.failurePolicy', errors);
  const { paramKind } = spec;
  if (paramKind) {
    validateParamVersion(paramKind.apiVersion ?? '', 'spec.paramKind.apiVersion', errors);
    validateParamKind(paramKind.kind ?? '', 'spec.paramKind.kind', errors);
  }
  if (!spec.matchConstraints) errors.push(required('spec.matchConstraints'));
  else {
    validateMatch(spec.matchConstraints, 'spec.matchConstraints', errors);
    checkMatch(spec.matchConstraints);
    if (!spec.matchConstraints.resourceRules?.length) errors.push(required('spec.matchConstraints.resourceRules'));
  }
  validateMatchConditions(spec.matchConditions, 'spec.matchConditions', paramKind !== undefined, errors);
  return paramKind !== undefined;
}

function validateParamVersion(text: string, field: string, errors: FieldError[]): void {
  if (!text) return void errors.push(required(field));
  const parts = text.split('/');
  if (parts.length > 2) return void errors.push(invalid(field, text, `unexpected GroupVersion string: ${text}`));
  const [version = '', group = ''] = parts.toReversed();
  if (group) joined(errors, field, group, isDns1123Subdomain(group));
  if (version) joined(errors, field, version, isDns1035Label(version));
  else errors.push(invalid(field, text, 'version must be specified'));
}

function validateParamKind(kind: string, field: string, errors: FieldError[]): void {
  if (!kind) return void errors.push(required(field));
  const texts = isDns1035Label(kind.toLowerCase());
  if (texts.length) errors.push(invalid(field, kind, `may have mixed case, but should otherwise match: ${texts.join(',')}`));
}

function joined(errors: FieldError[], field: string, value: string, texts: readonly string[]): void {
  if (texts.length) errors.push(invalid(field, value, texts.join(',')));
}

/** Objects that go away cannot be changed any more. */
function forbidDeletes(match: MatchResources | undefined, path: string, errors: FieldError[]): void {
  for (const operation of (match?.resourceRules ?? []).flatMap(({ operations }) => operations ?? [])) {
    oneOf(operation, ['*', 'CONNECT', 'CREATE', 'UPDATE'], `${path}.resourceRules.operations`, errors);
  }
}

export function validateBinding(object: AnyObject, validating: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const spec = (object as unknown as { spec: BindingSpec }).spec;
  if (!spec.policyName) errors.push(required('spec.policyName'));
  else pushInvalid(errors, 'spec.policyName', spec.policyName, isDns1123Subdomain(spec.policyName));
  if (spec.paramRef) validateParamRef(spec.paramRef, errors);
  if (spec.matchResources) validateMatch(spec.matchResources, 'spec.matchResources', errors);
  if (!validating) forbidDeletes(spec.matchResources, 'spec.matchResources', errors);
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
  if (name) pushInvalid(errors, 'spec.paramRef.name', name, pathSegmentName(name, false));
  const exclusive = 'name and selector are mutually exclusive';
  if (name && selector) errors.push(forbiddenField('spec.paramRef.name', exclusive));
  validateLabelSelector(selector, 'spec.paramRef.selector', errors);
  if (name && selector) errors.push(forbiddenField('spec.paramRef.selector', exclusive));
  if (!parameterNotFoundAction) errors.push(required('spec.paramRef.parameterNotFoundAction'));
  else oneOf(parameterNotFoundAction, ['Deny', 'Allow'], 'spec.paramRef.parameterNotFoundAction', errors);
}
