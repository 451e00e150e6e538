/** Labels and selectors inside specs (source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go, 1.36). */
import { forbiddenField, invalid, jsonText, required, tooLong } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { LabelSelector, LabelSet } from '../../api/labels';
import { isLabelKey, isLabelValue } from '../../api/names';
import { utf8Length } from '../../lib/utf8';

const ANNOTATIONS_BYTES_MAX = 256 * 1024;

export function validateLabels(labels: LabelSet | undefined, field: string, errors: FieldError[]): void {
  for (const key in labels) {
    pushInvalid(errors, field, key, isLabelKey(key));
    pushInvalid(errors, field, labels[key], isLabelValue(labels[key] as string));
  }
}

export function validateAnnotations(annotations: LabelSet | undefined, field: string, errors: FieldError[]): void {
  let bytes = 0;
  for (const key in annotations) {
    pushInvalid(errors, field, key, isLabelKey(key.toLowerCase()));
    bytes += utf8Length(key) + utf8Length(annotations[key] as string);
  }
  if (bytes > ANNOTATIONS_BYTES_MAX) errors.push(tooLong(field, ANNOTATIONS_BYTES_MAX));
}

export function validateLabelSelector(selector: LabelSelector | undefined, field: string, errors: FieldError[]): void {
  if (!selector) {
    return;
  }
  validateLabels(selector.matchLabels, `${field}.matchLabels`, errors);
  for (const [index, { key, operator, values }] of (selector.matchExpressions ?? []).entries()) {
    const at = `${field}.matchExpressions[${index}]`;
    if (operator === 'In' || operator === 'NotIn') {
      if (!values?.length) {
        errors.push(required(`${at}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values?.length) {
        errors.push(forbiddenField(`${at}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      }
    } else {
      errors.push(invalid(`${at}.operator`, jsonText(operator ?? ''), 'not a valid selector operator'));
    }
    pushInvalid(errors, `${at}.key`, key ?? '', isLabelKey(key ?? ''));
    for (const [position, value] of (values ?? []).entries()) {
      pushInvalid(errors, `${at}.values[${position}]`, value, isLabelValue(value));
    }
  }
}

/** False where no selector can be made of it: upstream then says so once more, or looks no further. */
export function isUsableSelector(selector: LabelSelector): boolean {
  const errors: FieldError[] = [];
  validateLabelSelector(selector, '', errors);
  return errors.length === 0;
}

/** As Go prints a selector; null when absent. */
export function selectorForm(selector: LabelSelector | undefined): object | null {
  if (!selector) return null;
  const { matchLabels, matchExpressions } = selector;
  const isSet = matchLabels && Object.keys(matchLabels).length > 0;
  const expressions = (matchExpressions ?? []).map(({ key, operator, values }) => ({
    key: key ?? '',
    operator: operator ?? '',
    ...(values?.length ? { values } : {}),
  }));
  return {
    ...(isSet ? { matchLabels: sortedMap(matchLabels) } : {}),
    ...(expressions.length > 0 ? { matchExpressions: expressions } : {}),
  };
}

/** As Go prints a map: sorted by key. null when absent. */
export function sortedMap(map: LabelSet | undefined): LabelSet | null {
  return map ? Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1))) : null;
}

/** One Invalid for every message. */
export function pushInvalid(errors: FieldError[], field: string, value: unknown, messages: readonly string[]): void {
  for (const message of messages) {
    errors.push(invalid(field, value, message));
  }
}
