/** Source: k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateDaemonSet, 1.36. */
import { invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { selectorForm, validateLabelSelector } from '../../validation/labels';
import { IMMUTABLE, validateNonNegative } from '../../validation/values';
import {
  plainValue,
  rollingForm,
  validateAtMostHundred,
  validateIntOrPercent,
  validateLongRunningTemplate,
  validateTemplateLabels,
} from '../../validation/workloads';
import type { Template } from '../../validation/workloads';
import type { DaemonSet } from './types';

type Spec = NonNullable<DaemonSet['spec']>;

export function validateDaemonSet(object: AnyObject): FieldError[] {
  const spec = ((object as unknown as DaemonSet).spec ?? {}) as Spec;
  const errors: FieldError[] = [];
  const selector = spec.selector as LabelSelector | undefined;
  validateLabelSelector(selector, 'spec.selector', errors);
  if (selector && Object.keys(selector.matchLabels ?? {}).length === 0 && !selector.matchExpressions?.length) {
    errors.push(invalid('spec.selector', selectorForm(selector), 'empty selector is invalid for daemonset'));
  } else {
    validateTemplateLabels(selector, spec.template as Template | undefined, errors);
  }
  validateLongRunningTemplate(spec.template as Template | undefined, 'DaemonSet', errors);
  validateNonNegative(spec.minReadySeconds, 'spec.minReadySeconds', errors);
  validateUpdateStrategy(spec.updateStrategy, errors);
  validateNonNegative(spec.revisionHistoryLimit, 'spec.revisionHistoryLimit', errors);
  return errors;
}

export function validateDaemonSetUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  const selector = (object as unknown as DaemonSet).spec?.selector;
  if (!deepEqual(selector, (before as unknown as DaemonSet).spec?.selector)) {
    errors.push(invalid('spec.selector', selectorForm(selector as LabelSelector | undefined), IMMUTABLE));
  }
  return [...errors, ...validateDaemonSet(object)];
}

function validateUpdateStrategy(strategy: Spec['updateStrategy'], errors: FieldError[]): void {
  const type: string = strategy?.type ?? '';
  const rolling = strategy?.rollingUpdate;
  if (type === 'OnDelete') {
    return;
  }
  if (type !== 'RollingUpdate') {
    errors.push(notSupported('spec.updateStrategy', { Type: type, RollingUpdate: rollingForm(rolling) }, ['RollingUpdate', 'OnDelete']));
    return;
  }
  const at = 'spec.updateStrategy.rollingUpdate';
  if (!rolling) {
    errors.push(required(at));
    return;
  }
  const { maxUnavailable, maxSurge } = rolling;
  for (const validate of [validateIntOrPercent, validateAtMostHundred]) {
    validate(maxUnavailable, `${at}.maxUnavailable`, errors);
    validate(maxSurge, `${at}.maxSurge`, errors);
  }
  const unavailable = plainValue(maxUnavailable);
  const surge = plainValue(maxSurge);
  if (unavailable !== 0 && surge !== 0) {
    errors.push(invalid(`${at}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  } else if (unavailable === 0 && surge === 0) {
    errors.push(required(`${at}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  }
}
