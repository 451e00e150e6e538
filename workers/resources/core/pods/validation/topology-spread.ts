/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateTopologySpreadConstraints, 1.36. */
import { duplicate, forbiddenField, invalid, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { LabelSelector } from '../../../../api/labels';
import { isLabelKey } from '../../../../api/names';
import { pushInvalid, validateLabelSelector } from '../../../validation/labels';
import { validateEnum } from '../../../validation/values';
import type { PodSpec } from './pod-spec';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION = ['Honor', 'Ignore'];
const NOT_POSITIVE = 'must be greater than zero';

export function validateSpreadConstraints(constraints: PodSpec['topologySpreadConstraints'], field: string, errors: FieldError[]): void {
  for (const [index, constraint] of (constraints ?? []).entries()) {
    const at = `${field}[${index}]`;
    const { maxSkew = 0, topologyKey = '', whenUnsatisfiable: action = '', labelSelector, minDomains } = constraint;
    if (maxSkew <= 0) errors.push(invalid(`${at}.maxSkew`, maxSkew, NOT_POSITIVE));
    if (topologyKey === '') errors.push(required(`${at}.topologyKey`, 'can not be empty'));
    validateEnum(action, ACTIONS, `${at}.whenUnsatisfiable`, errors);
    const repeats = constraints
      ?.slice(index + 1)
      .some((other) => (other.topologyKey ?? '') === topologyKey && (other.whenUnsatisfiable ?? '') === action);
    if (repeats) errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, `{${topologyKey}, ${action}}`));
    if (minDomains !== undefined && minDomains <= 0) errors.push(invalid(`${at}.minDomains`, minDomains, NOT_POSITIVE));
    if (minDomains !== undefined && action !== 'DoNotSchedule') {
      const why = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${action}`;
      errors.push(invalid(`${at}.minDomains`, minDomains, why));
    }
    validateEnum(constraint.nodeAffinityPolicy, INCLUSION, `${at}.nodeAffinityPolicy`, errors);
    validateEnum(constraint.nodeTaintsPolicy, INCLUSION, `${at}.nodeTaintsPolicy`, errors);
    validateMatchLabelKeys(constraint.matchLabelKeys, labelSelector as LabelSelector | undefined, at, errors);
    validateLabelSelector(labelSelector as LabelSelector | undefined, `${at}.labelSelector`, errors);
  }
}

function validateMatchLabelKeys(
  keys: readonly string[] | undefined,
  selector: LabelSelector | undefined,
  at: string,
  errors: FieldError[],
): void {
  if (!keys?.length) return;
  const field = `${at}.matchLabelKeys`;
  if (!selector) {
    errors.push(forbiddenField(field, 'must not be specified when labelSelector is not set'));
    return;
  }
  for (const [index, key] of keys.entries()) pushInvalid(errors, `${field}[${index}]`, key, isLabelKey(key));
  // The API server itself has added "key in (value)" for every such key: a second requirement is the client's.
  const seen = new Set(Object.keys(selector.matchLabels ?? {}));
  for (const { key = '' } of selector.matchExpressions ?? []) {
    const index = keys.lastIndexOf(key);
    if (index >= 0 && seen.has(key)) errors.push(invalid(`${at}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'));
    seen.add(key);
  }
}
