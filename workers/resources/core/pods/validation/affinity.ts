/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateAffinity, 1.36. */
import { forbiddenField, invalid, jsonText, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { LabelSelector } from '../../../../api/labels';
import { isDns1123Label, isDns1123Subdomain, isLabelKey, isLabelValue } from '../../../../api/names';
import { pushInvalid, validateLabelSelector } from '../../../validation/labels';
import type { PodSpec } from './pod-spec';

type Affinity = NonNullable<PodSpec['affinity']>;
type NodeAffinity = NonNullable<Affinity['nodeAffinity']>;
type NodeSelectorTerm = NonNullable<NodeAffinity['requiredDuringSchedulingIgnoredDuringExecution']>['nodeSelectorTerms'][number];
type Requirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number];
type PodAffinity = NonNullable<Affinity['podAffinity']>;
type PodAffinityTerm = NonNullable<PodAffinity['requiredDuringSchedulingIgnoredDuringExecution']>[number];

const WEIGHT_RANGE = 'must be in the range 1-100';

export function validateAffinity(affinity: PodSpec['affinity'], field: string, errors: FieldError[]): void {
  if (!affinity) {
    return;
  }
  if (affinity.nodeAffinity) {
    validateNodeAffinity(affinity.nodeAffinity, `${field}.nodeAffinity`, errors);
  }
  validatePodAffinity(affinity.podAffinity, `${field}.podAffinity`, errors);
  validatePodAffinity(affinity.podAntiAffinity, `${field}.podAntiAffinity`, errors);
}

/** spec.nodeAffinity.required of volumes uses it too. */
export function validateNodeSelectorTerms(terms: readonly NodeSelectorTerm[] | undefined, field: string, errors: FieldError[]): void {
  if (!terms?.length) {
    errors.push(required(`${field}.nodeSelectorTerms`, 'must have at least one node selector term'));
    return;
  }
  for (const [index, term] of terms.entries()) {
    validateNodeSelectorTerm(term, true, `${field}.nodeSelectorTerms[${index}]`, errors);
  }
}

function validateNodeAffinity(affinity: NodeAffinity, field: string, errors: FieldError[]): void {
  const needed = affinity.requiredDuringSchedulingIgnoredDuringExecution;
  if (needed) {
    validateNodeSelectorTerms(needed.nodeSelectorTerms, `${field}.requiredDuringSchedulingIgnoredDuringExecution`, errors);
  }
  for (const [index, { weight, preference }] of (affinity.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    const at = `${field}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
    validateWeight(weight, at, errors);
    validateNodeSelectorTerm(preference ?? {}, false, `${at}.preference`, errors);
  }
}

/** Values that no label can have are refused only where the term is required. */
function validateNodeSelectorTerm(term: NodeSelectorTerm, checkValues: boolean, field: string, errors: FieldError[]): void {
  for (const [index, requirement] of (term.matchExpressions ?? []).entries()) {
    const at = `${field}.matchExpressions[${index}]`;
    validateOperator(requirement, at, errors);
    pushInvalid(errors, `${at}.key`, requirement.key ?? '', isLabelKey(requirement.key ?? ''));
    for (const [position, value] of (checkValues ? (requirement.values ?? []) : []).entries()) {
      pushInvalid(errors, `${at}.values[${position}]`, value, isLabelValue(value));
    }
  }
  for (const [index, { key = '', operator, values }] of (term.matchFields ?? []).entries()) {
    const at = `${field}.matchFields[${index}]`;
    if (operator === 'In' || operator === 'NotIn') {
      if (values?.length !== 1) {
        errors.push(required(`${at}.values`, "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"));
      }
    } else {
      errors.push(invalid(`${at}.operator`, jsonText(operator ?? ''), 'not a valid selector operator'));
    }
    if (key !== 'metadata.name') {
      errors.push(invalid(`${at}.key`, key, 'not a valid field selector key'));
      continue;
    }
    for (const [position, value] of (values ?? []).entries()) {
      pushInvalid(errors, `${at}.values[${position}]`, value, isDns1123Subdomain(value));
    }
  }
}

function validateOperator({ operator, values }: Requirement, at: string, errors: FieldError[]): void {
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (!values?.length) {
        errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      return;
    case 'Exists':
    case 'DoesNotExist':
      if (values?.length) {
        errors.push(forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      }
      return;
    case 'Gt':
    case 'Lt':
      if (values?.length !== 1) {
        errors.push(required(`${at}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"));
      }
      return;
    default:
      errors.push(invalid(`${at}.operator`, jsonText(operator ?? ''), 'not a valid selector operator'));
  }
}

function validatePodAffinity(affinity: PodAffinity | undefined, field: string, errors: FieldError[]): void {
  for (const [index, term] of (affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    validateTerm(term, `${field}.requiredDuringSchedulingIgnoredDuringExecution[${index}]`, errors);
  }
  for (const [index, { weight, podAffinityTerm }] of (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).entries()) {
    const at = `${field}.preferredDuringSchedulingIgnoredDuringExecution[${index}]`;
    validateWeight(weight, at, errors);
    validateTerm(podAffinityTerm ?? { topologyKey: '' }, `${at}.podAffinityTerm`, errors);
  }
}

function validateTerm(term: PodAffinityTerm, field: string, errors: FieldError[]): void {
  validateLabelSelector(term.labelSelector as LabelSelector | undefined, `${field}.labelSelector`, errors);
  validateLabelSelector(term.namespaceSelector as LabelSelector | undefined, `${field}.namespaceSelector`, errors);
  for (const name of term.namespaces ?? []) {
    pushInvalid(errors, `${field}.namespace`, name, isDns1123Label(name));
  }
  validateLabelKeys(term, field, errors);
  const topologyKey = term.topologyKey ?? '';
  if (topologyKey === '') {
    errors.push(required(`${field}.topologyKey`, 'can not be empty'));
  }
  pushInvalid(errors, `${field}.topologyKey`, topologyKey, isLabelKey(topologyKey));
}

function validateLabelKeys(term: PodAffinityTerm, field: string, errors: FieldError[]): void {
  const matched = term.matchLabelKeys ?? [];
  for (const list of ['matchLabelKeys', 'mismatchLabelKeys'] as const) {
    const keys = term[list] ?? [];
    if (keys.length > 0 && !term.labelSelector) {
      errors.push(forbiddenField(`${field}.${list}`, 'must not be specified when labelSelector is not set'));
      continue;
    }
    for (const [index, key] of keys.entries()) pushInvalid(errors, `${field}.${list}[${index}]`, key, isLabelKey(key));
  }
  // The API server itself has added "key in (value)" for every such key: a second requirement is the client's.
  const seen = new Set(Object.keys(term.labelSelector?.matchLabels ?? {}));
  for (const { key } of term.labelSelector?.matchExpressions ?? []) {
    const index = matched.lastIndexOf(key);
    if (index >= 0 && seen.has(key)) errors.push(invalid(`${field}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'));
    seen.add(key);
  }
  const mismatched = new Set(term.mismatchLabelKeys ?? []);
  for (const [index, key] of matched.entries()) {
    if (!mismatched.has(key)) continue;
    errors.push(invalid(`${field}.matchLabelKeys[${index}]`, key, 'exists in both matchLabelKeys and mismatchLabelKeys'));
  }
}

function validateWeight(weight: number | undefined, at: string, errors: FieldError[]): void {
  const given = weight ?? 0;
  if (given < 1 || given > 100) {
    errors.push(invalid(`${at}.weight`, given, WEIGHT_RANGE));
  }
}
