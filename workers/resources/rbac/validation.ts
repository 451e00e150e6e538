/** Source: k8s.io/kubernetes/pkg/apis/rbac/validation/validation.go, 1.36. */
import { invalid, notSupportedText, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import type { LabelSelector } from '../../api/labels';
import { isDns1123Subdomain, pathSegmentName } from '../../api/names';
import { deepEqual } from '../../lib/equal';
import { pushInvalid, validateLabelSelector } from '../validation/labels';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

interface PolicyRule {
  readonly verbs?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
}
interface Binding {
  readonly kind: string;
  readonly roleRef: { readonly apiGroup?: string; readonly kind?: string; readonly name?: string };
  readonly subjects?: readonly {
    readonly apiGroup?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
  }[];
}

export function validateRole(object: AnyObject): FieldError[] {
  const namespaced = object.kind === 'Role';
  const errors = ((object.rules ?? []) as readonly PolicyRule[]).flatMap((rule, index) =>
    validateRule(rule, namespaced, `rules[${index}]`),
  );
  const selectors = (object.aggregationRule as { readonly clusterRoleSelectors?: readonly LabelSelector[] } | undefined)
    ?.clusterRoleSelectors;
  if (object.aggregationRule && !selectors?.length) {
    errors.push(
      required('aggregationRule.clusterRoleSelectors', 'at least one clusterRoleSelector required if aggregationRule is non-nil'),
    );
  }
  for (const [index, selector] of (selectors ?? []).entries()) {
    const field = `aggregationRule.clusterRoleSelectors[${index}]`;
    const before = errors.length;
    validateLabelSelector(selector, field, errors);
    if (errors.length > before) {
      errors.push(invalid(field, null, 'invalid label selector.'));
    }
  }
  return errors;
}

export function validateBinding(object: AnyObject): FieldError[] {
  const { kind, roleRef, subjects } = object as unknown as Binding;
  const errors: FieldError[] = [];
  if (roleRef.apiGroup !== RBAC_GROUP) {
    errors.push(notSupportedText('roleRef.apiGroup', roleRef.apiGroup ?? '', [RBAC_GROUP]));
  }
  const kinds = kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole'];
  if (!kinds.includes(roleRef.kind ?? '')) {
    errors.push(notSupportedText('roleRef.kind', roleRef.kind ?? '', kinds));
  }
  if (!roleRef.name) {
    errors.push(required('roleRef.name'));
  } else {
    pushInvalid(errors, 'roleRef.name', roleRef.name, pathSegmentName(roleRef.name, false));
  }
  for (const [index, subject] of (subjects ?? []).entries()) {
    errors.push(...validateSubject(subject, kind === 'RoleBinding', `subjects[${index}]`));
  }
  return errors;
}

export function validateBindingUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const { roleRef } = object as unknown as Binding;
  const changed = !deepEqual(roleRef, (before as unknown as Binding).roleRef);
  const shown = { apiGroup: roleRef.apiGroup ?? '', kind: roleRef.kind ?? '', name: roleRef.name ?? '' };
  return changed ? [invalid('roleRef', { APIGroup: shown.apiGroup, Kind: shown.kind, Name: shown.name }, 'cannot change roleRef')] : [];
}

function validateRule(rule: PolicyRule, namespaced: boolean, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!rule.verbs?.length) {
    errors.push(required(`${field}.verbs`, 'verbs must contain at least one value'));
  }
  if (rule.nonResourceURLs?.length) {
    if (namespaced) {
      errors.push(invalid(`${field}.nonResourceURLs`, rule.nonResourceURLs, 'namespaced rules cannot apply to non-resource URLs'));
    }
    if (rule.apiGroups?.length || rule.resources?.length || rule.resourceNames?.length) {
      errors.push(
        invalid(`${field}.nonResourceURLs`, rule.nonResourceURLs, 'rules cannot apply to both regular resources and non-resource URLs'),
      );
    }
    return errors;
  }
  if (!rule.apiGroups?.length) {
    errors.push(required(`${field}.apiGroups`, 'resource rules must supply at least one api group'));
  }
  if (!rule.resources?.length) {
    errors.push(required(`${field}.resources`, 'resource rules must supply at least one resource'));
  }
  return errors;
}

function validateSubject(subject: NonNullable<Binding['subjects']>[number], namespaced: boolean, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const { kind = '', name = '', namespace = '', apiGroup = '' } = subject;
  if (name === '') {
    errors.push(required(`${field}.name`));
  }
  if (kind === 'ServiceAccount') {
    errors.push(...(name === '' ? [] : isDns1123Subdomain(name).map((message) => invalid(`${field}.name`, name, message))));
    if (apiGroup !== '') {
      errors.push(notSupportedText(`${field}.apiGroup`, apiGroup, ['']));
    }
    if (!namespaced && namespace === '') {
      errors.push(required(`${field}.namespace`));
    }
  } else if (kind === 'User' || kind === 'Group') {
    if (apiGroup !== RBAC_GROUP) {
      errors.push(notSupportedText(`${field}.apiGroup`, apiGroup, [RBAC_GROUP]));
    }
  } else {
    errors.push(notSupportedText(`${field}.kind`, kind, ['ServiceAccount', 'User', 'Group']));
  }
  return errors;
}
