/** Source: k8s.io/kubernetes/pkg/apis/apps/validation/validation.go ValidateReplicaSet, 1.36. */
import { invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { LabelSelector } from '../../../api/labels';
import type { AnyObject } from '../../../api/meta';
import { deepEqual } from '../../../lib/equal';
import { selectorForm } from '../../validation/labels';
import { IMMUTABLE, validateNonNegative } from '../../validation/values';
import { validateLongRunningTemplate, validateSelector, validateTemplateLabels } from '../../validation/workloads';
import type { Template } from '../../validation/workloads';
import type { ReplicaSet } from './types';

export function validateReplicaSet(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as ReplicaSet;
  const errors: FieldError[] = [];
  const selector = spec?.selector as LabelSelector | undefined;
  validateNonNegative(spec?.replicas, 'spec.replicas', errors);
  validateNonNegative(spec?.minReadySeconds, 'spec.minReadySeconds', errors);
  if (validateSelector(selector, 'empty selector is invalid for deployment', 'invalid label selector', errors)) {
    validateTemplateLabels(selector, spec?.template as Template | undefined, errors);
    validateLongRunningTemplate(spec?.template as Template | undefined, 'ReplicaSet', errors);
  }
  return errors;
}

export function validateReplicaSetUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const errors = validateReplicaSet(object);
  const selector = (object as unknown as ReplicaSet).spec?.selector;
  if (!deepEqual(selector, (before as unknown as ReplicaSet).spec?.selector)) {
    errors.push(invalid('spec.selector', selectorForm(selector as LabelSelector | undefined), IMMUTABLE));
  }
  return errors;
}
