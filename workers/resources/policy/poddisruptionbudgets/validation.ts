/** Source: k8s.io/kubernetes/pkg/apis/policy/validation/validation.go, 1.36. */
import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { selectorForm, validateLabelSelector } from '../../validation/labels';
import { validateConditions } from '../../validation/conditions';
import { checkCounts } from '../../validation/status-counts';
import { validateEnum } from '../../validation/values';
import { validateAtMostHundred, validateIntOrPercent } from '../../validation/workloads';
import type { PodDisruptionBudget } from './types';

export function validatePodDisruptionBudget(object: AnyObject): FieldError[] {
  const spec = (object as unknown as PodDisruptionBudget).spec ?? {};
  const errors: FieldError[] = [];
  if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
    errors.push(invalid('spec', internalForm(spec), 'minAvailable and maxUnavailable cannot be both set'));
  }
  for (const field of ['minAvailable', 'maxUnavailable'] as const) {
    validateIntOrPercent(spec[field], `spec.${field}`, errors);
    validateAtMostHundred(spec[field], `spec.${field}`, errors);
  }
  validateLabelSelector(spec.selector as LabelSelector | undefined, 'spec.selector', errors);
  validateEnum(spec.unhealthyPodEvictionPolicy, ['AlwaysAllow', 'IfHealthyBudget'], 'spec.unhealthyPodEvictionPolicy', errors);
  return errors;
}

function internalForm(spec: NonNullable<PodDisruptionBudget['spec']>): object {
  return {
    MinAvailable: spec.minAvailable ?? null,
    Selector: selectorForm(spec.selector as LabelSelector | undefined),
    MaxUnavailable: spec.maxUnavailable ?? null,
    UnhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy ?? null,
  };
}

const countErrors = checkCounts({ notNegative: ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] });

export function validateBudgetStatus(object: AnyObject, before: AnyObject): FieldError[] {
  const errors: FieldError[] = [];
  validateConditions((object as unknown as PodDisruptionBudget).status?.conditions, 'status.conditions', errors);
  return [...errors, ...countErrors(object, before)];
}
