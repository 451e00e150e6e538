/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateResourceQuota, 1.36. */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import { isQualifiedName } from '../../../api/names';
import { validateQuantityValue } from '../pods/validation/resources';
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
  'storage',
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
  for (const [name, amount] of Object.entries((spec.hard ?? {}) as Readonly<Record<string, string>>).toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const field = `spec.hard[${name}]`;
    pushInvalid(errors, field, name, isQualifiedName(name));
    if (!name.includes('/') && !STANDARD.has(name) && !name.startsWith('hugepages-') && !name.startsWith('requests.hugepages-')) {
      errors.push(
        invalid(field, name, 'must be a standard resource type or fully qualified'),
        invalid(field, name, 'must be a standard resource for quota'),
      );
    }
    validateQuantityValue(COUNTS.has(name) || name.startsWith('count/') ? 'pods' : name, amount, field, errors);
  }
  validateScopes(spec, errors);
  validateScopeSelector(spec, errors);
  return errors;
}

export function validateResourceQuotaUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateResourceQuota(object);
  const scopes = (object as unknown as ResourceQuota).spec?.scopes ?? [];
  if (!sameMembers(scopes, (before as unknown as ResourceQuota).spec?.scopes ?? [])) {
    errors.push(invalid('spec.scopes', scopes, 'field is immutable'));
  }
  return errors;
}

function validateScopes({ scopes, hard }: Spec, errors: FieldError[]): void {
  if (!scopes?.length) {
    return;
  }
  const given = new Set<string>(scopes);
  if (scopes.some((scope) => !SCOPES.has(scope))) {
    errors.push(invalid('spec.scopes', scopes, 'unsupported scope'));
  }
  const podsOnly = given.has('BestEffort');
  if (Object.keys(hard ?? {}).some((name) => (podsOnly ? name !== 'pods' && name !== 'count/pods' : COUNTS.has(name) && name !== 'pods'))) {
    errors.push(invalid('spec.scopes', scopes, 'unsupported scope applied to resource'));
  }
  if (CONFLICTS.some((pair) => pair.every((scope) => given.has(scope)))) {
    errors.push(invalid('spec.scopes', scopes, 'conflicting scopes'));
  }
}

function validateScopeSelector({ scopeSelector }: Spec, errors: FieldError[]): void {
  const field = 'spec.scopeSelector.matchExpressions';
  for (const { scopeName, operator, values } of scopeSelector?.matchExpressions ?? []) {
    if (!SCOPES.has(scopeName)) {
      errors.push(invalid(`${field}.scopeName`, scopeName, 'unsupported scope'));
    }
    if (operator === 'In' || operator === 'NotIn') {
      if (!values?.length) {
        errors.push(required(`${field}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"));
      }
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values?.length) {
        errors.push(invalid(`${field}.values`, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"));
      }
    } else {
      errors.push(invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator'));
    }
  }
}

function sameMembers(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}
