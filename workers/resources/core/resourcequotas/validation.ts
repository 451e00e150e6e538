/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateResourceQuota, 1.36. */
import { invalid, jsonText, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isLabelKey } from '../../../api/names';
import { validateQuantityValue } from '../pods/validation/resources';
import { printed } from '../../schema/emptied';
import { internalForm } from '../../schema/internal-form';
import { pushInvalid } from '../../validation/labels';
import type { ResourceQuota } from './types';

type Spec = NonNullable<ResourceQuota['spec']>;

const STANDARD = new Set([
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'services.nodeports',
  'services.loadbalancers',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
]);
const COUNTS = new Set([
  'pods',
  'services',
  'services.nodeports',
  'services.loadbalancers',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
]);
const SCOPES = new Set([
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'PriorityClass',
  'CrossNamespacePodAffinity',
  'VolumeAttributesClass',
]);
const CONFLICTS = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

export function validateResourceQuota(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as ResourceQuota).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  validateAmounts(spec.hard, 'spec.hard', errors);
  validateScopes(spec, errors);
  validateScopeSelector(spec, errors);
  return errors;
}

export function validateResourceQuotaStatus({ status }: AnyObject): FieldError[] {
  const { hard, used } = (status ?? {}) as NonNullable<ResourceQuota['status']>;
  const errors: FieldError[] = [];
  validateAmounts(hard, 'status.hard', errors);
  validateAmounts(used, 'status.used', errors);
  return errors;
}

function validateAmounts(amounts: object | undefined, list: string, errors: FieldError[]): void {
  for (const [name, amount] of Object.entries((amounts ?? {}) as Readonly<Record<string, string>>).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const field = `${list}[${name}]`;
    const texts = isLabelKey(name);
    pushInvalid(errors, field, name, texts);
    if (!name.includes('/') && !isStandard(name)) {
      if (texts.length === 0 && name !== 'storage')
        errors.push(invalid(field, name, 'must be a standard resource type or fully qualified'));
      errors.push(invalid(field, name, 'must be a standard resource for quota'));
    }
    validateQuantityValue(COUNTS.has(name) || name.startsWith('count/') ? 'pods' : name, amount, field, errors);
  }
}

export function validateResourceQuotaUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateResourceQuota(object);
  const scopes = (object as unknown as ResourceQuota).spec?.scopes;
  if (!sameMembers(scopes ?? [], (before as unknown as ResourceQuota).spec?.scopes ?? [])) {
    errors.push(invalid('spec.scopes', printed((object as unknown as ResourceQuota).spec, 'scopes'), 'field is immutable'));
  }
  return errors;
}

/** Resources that Kubernetes itself counts. */
export function isStandard(name: string): boolean {
  return STANDARD.has(name) || name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}

function validateScopes({ scopes, hard }: Spec, errors: FieldError[]): void {
  for (const scope of scopes ?? []) {
    if (!SCOPES.has(scope)) errors.push(invalid('spec.scopes', scopes, 'unsupported scope'));
    for (const name of Object.keys(hard ?? {})) {
      if (isStandard(name) && !countsFor(scope, name)) errors.push(invalid('spec.scopes', scopes, 'unsupported scope applied to resource'));
    }
  }
  if (isConflicting(scopes ?? [])) errors.push(invalid('spec.scopes', scopes, 'conflicting scopes'));
}

const POD_COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const EXISTS_SCOPES = ['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'];

/** Whether what the scope selects uses the resource. */
function countsFor(scope: string, resource: string): boolean {
  if (scope === 'BestEffort') return resource === 'pods';
  if (scope === 'VolumeAttributesClass') return resource === 'persistentvolumeclaims' || resource === 'requests.storage';
  return !SCOPES.has(scope) || resource === 'pods' || POD_COMPUTE.includes(resource);
}

function isConflicting(scopes: readonly string[]): boolean {
  return CONFLICTS.some((pair) => pair.every((scope) => scopes.includes(scope)));
}

/** Upstream shows the scopes beside the selector where those inside it are in conflict. */
function validateScopeSelector({ scopes, scopeSelector, hard }: Spec, errors: FieldError[]): void {
  const field = 'spec.scopeSelector.matchExpressions';
  const expressions = scopeSelector?.matchExpressions ?? [];
  const shown = internalForm(scopeSelector, 'ScopeSelector');
  for (const { scopeName, operator, values } of expressions) {
    if (!SCOPES.has(scopeName)) errors.push(invalid(`${field}.scopeName`, jsonText(scopeName), 'unsupported scope'));
    for (const name of Object.keys(hard ?? {})) {
      if (isStandard(name) && !countsFor(scopeName, name)) errors.push(invalid(field, shown, 'unsupported scope applied to resource'));
    }
    if (EXISTS_SCOPES.includes(scopeName) && operator !== 'Exists') {
      const text =
        "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
      errors.push(invalid(`${field}.operator`, jsonText(operator ?? ''), text));
    }
    validateOperator(operator, values, field, errors);
  }
  if (isConflicting(expressions.map(({ scopeName }) => scopeName))) errors.push(invalid(field, scopes ?? null, 'conflicting scopes'));
}

function validateOperator(operator: string | undefined, values: readonly string[] | undefined, field: string, errors: FieldError[]): void {
  if (operator === 'In' || operator === 'NotIn') {
    if (!values?.length) {
      errors.push(required(`${field}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values?.length) {
      errors.push(invalid(`${field}.values`, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
    }
  } else errors.push(invalid(`${field}.operator`, jsonText(operator ?? ''), 'not a valid selector operator'));
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.every((item) => b.includes(item)) && b.every((item) => a.includes(item));
}
