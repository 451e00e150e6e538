/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go validateTopologySpreadConstraints, 1.36. */
import { duplicate, forbiddenField, invalid, notSupported, required } from '../../../../api/field-error';
import type { FieldError } from '../../../../api/field-error';
import type { LabelSelector } from '../../../../api/labels';
import { isQualifiedName } from '../../../../api/names';
import { pushInvalid, validateLabelSelector } from '../../../validation/labels';
import type { PodSpec } from './pod-spec';

const ACTIONS = ['DoNotSchedule', 'ScheduleAnyway'];
const INCLUSION = ['Honor', 'Ignore'];

export function validateSpreadConstraints(constraints: PodSpec['topologySpreadConstraints'], field: string, errors: FieldError[]): void {
  const pairs = new Set<string>();
  for (const [index, constraint] of (constraints ?? []).entries()) {
    const at = `${field}[${index}]`;
    const { maxSkew, topologyKey = '', whenUnsatisfiable, labelSelector, minDomains } = constraint;
    if (!(maxSkew > 0)) {
      errors.push(invalid(`${at}.maxSkew`, maxSkew ?? 0, 'must be greater than zero'));
    }
    if (topologyKey === '') {
      errors.push(required(`${at}.topologyKey`, 'can not be empty'));
    } else {
      pushInvalid(errors, `${at}.topologyKey`, topologyKey, isQualifiedName(topologyKey));
    }
    if (!ACTIONS.includes(whenUnsatisfiable)) {
      errors.push(notSupported(`${at}.whenUnsatisfiable`, whenUnsatisfiable ?? '', ACTIONS));
    }
    const pair = `{${topologyKey}, ${whenUnsatisfiable}}`;
    if (pairs.has(pair)) {
      errors.push(duplicate(`${at}.{topologyKey, whenUnsatisfiable}`, pair));
    }
    pairs.add(pair);
    if (minDomains !== undefined && minDomains <= 0) {
      errors.push(invalid(`${at}.minDomains`, minDomains, 'must be greater than zero'));
    } else if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule') {
      errors.push(
        invalid(`${at}.minDomains`, minDomains, 'can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway'),
      );
    }
    for (const policy of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const value = constraint[policy];
      if (value !== undefined && !INCLUSION.includes(value)) {
        errors.push(notSupported(`${at}.${policy}`, value, INCLUSION));
      }
    }
    validateMatchLabelKeys(constraint.matchLabelKeys, labelSelector as LabelSelector | undefined, `${at}.matchLabelKeys`, errors);
    validateLabelSelector(labelSelector as LabelSelector | undefined, `${at}.labelSelector`, errors);
  }
}

function validateMatchLabelKeys(
  keys: readonly string[] | undefined,
  selector: LabelSelector | undefined,
  field: string,
  errors: FieldError[],
): void {
  if (!keys?.length) {
    return;
  }
  if (!selector) {
    errors.push(forbiddenField(field, 'must not be specified when labelSelector is not set'));
    return;
  }
  // The API server itself adds "key in (value)" for every such key.
  const selected = new Set(
    (selector.matchExpressions ?? []).filter(({ operator, values }) => operator !== 'In' || values?.length !== 1).map(({ key }) => key),
  );
  for (const [index, key] of keys.entries()) {
    pushInvalid(errors, `${field}[${index}]`, key, isQualifiedName(key));
    if (selected.has(key)) {
      errors.push(invalid(`${field}[${index}]`, key, 'exists in both matchLabelKeys and labelSelector'));
    }
  }
}
