/** What the validation of all workload kinds shares (source: k8s.io/kubernetes/pkg/apis/apps/validation/validation.go, 1.36). */
import { forbiddenField, invalid, jsonText, notSupported, required } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { percentOf } from '../../api/int-or-string';
import type { IntOrString } from '../../api/int-or-string';
import { matches, selectorFrom } from '../../api/labels';
import type { LabelSelector, LabelSet } from '../../api/labels';
import { validatePodTemplate } from '../core/pods/validation/pod-spec';
import type { PodSpec } from '../core/pods/validation/pod-spec';
import { printed } from '../schema/emptied';
import { isUsableSelector, selectorForm, sortedMap, validateLabelSelector } from './labels';
import { NOT_NEGATIVE } from './values';

export interface Template {
  readonly metadata?: { readonly labels?: unknown; readonly annotations?: unknown };
  readonly spec?: PodSpec;
}

const PERCENT_MESSAGE =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

/**
 * A selector that every workload needs. `emptyText` is what upstream says of an empty one, `unusableText` of one that selects nothing
 * in any case. False where the template is not looked at.
 */
export function validateSelector(
  selector: LabelSelector | undefined,
  emptyText: string,
  unusableText: string,
  errors: FieldError[],
): boolean {
  if (!selector) {
    errors.push(required('spec.selector'));
    return true;
  }
  validateLabelSelector(selector, 'spec.selector', errors);
  if (isEmptySelector(selector)) errors.push(invalid('spec.selector', selectorForm(selector), emptyText));
  if (isUsableSelector(selector)) return true;
  errors.push(invalid('spec.selector', selectorForm(selector), unusableText));
  return false;
}

/** The template must carry the labels that the selector selects. */
export function validateTemplateLabels(selector: LabelSelector | undefined, template: Template | undefined, errors: FieldError[]): void {
  if (selector && (isEmptySelector(selector) || !isUsableSelector(selector))) return;
  const labels = template?.metadata?.labels as LabelSet | undefined;
  if (!matches(selectorFrom(selector), labels)) {
    errors.push(invalid('spec.template.metadata.labels', printedLabels(template?.metadata), '`selector` does not match template `labels`'));
  }
}

/** The strategy's bounds as Go prints them. */
export function rollingForm(rolling: { readonly maxUnavailable?: unknown; readonly maxSurge?: unknown } | undefined): object | null {
  return rolling ? { MaxUnavailable: rolling.maxUnavailable ?? 0, MaxSurge: rolling.maxSurge ?? 0 } : null;
}

/** A template whose pods are restarted always and have no deadline. */
export function validateLongRunningTemplate(template: Template | undefined, kind: string, errors: FieldError[]): void {
  validatePodTemplate(template, 'spec.template', errors);
  validateLongRunning(template, kind, errors);
}

export function validateLongRunning(template: Template | undefined, kind: string, errors: FieldError[]): void {
  const restartPolicy: string = template?.spec?.restartPolicy ?? 'Always';
  if (restartPolicy !== 'Always') {
    errors.push(notSupported('spec.template.spec.restartPolicy', restartPolicy, ['Always']));
  }
  if (template?.spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${kind} is not Supported`));
  }
}

/** A whole number from 0 on, or a percentage. */
export function validateIntOrPercent(value: IntOrString | undefined, field: string, errors: FieldError[]): void {
  if (typeof value === 'string') {
    if (!/^[0-9]+%$/.test(value)) {
      errors.push(invalid(field, jsonText(value), PERCENT_MESSAGE));
    }
  } else if (value !== undefined && value < 0) {
    errors.push(invalid(field, value, NOT_NEGATIVE));
  }
}

export function validateAtMostHundred(value: IntOrString | undefined, field: string, errors: FieldError[]): void {
  const percent = percentOf(value);
  if (percent !== undefined && percent > 100) {
    errors.push(invalid(field, value, 'must not be greater than 100%'));
  }
}

/** The number, also one in text, or that of the percentage; 0 for anything else, also for a negative percentage. */
export function plainValue(value: IntOrString | undefined): number {
  if (typeof value === 'number') return value;
  return /^[+-]?\d+$/.test(value ?? '') ? Number(value) : Math.max(percentOf(value) ?? 0, 0);
}

/** A template's labels as Go prints them. */
export function printedLabels(metadata: Template['metadata']): unknown {
  return metadata?.labels ? sortedMap(metadata.labels as LabelSet) : printed(metadata, 'labels');
}

export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length === 0 && !selector.matchExpressions?.length;
}
