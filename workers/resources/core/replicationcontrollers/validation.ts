/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go ValidateReplicationController, 1.36. */
import { invalid, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import type { LabelSet } from '../../../api/labels';
import { validateNonNegative } from '../../validation/values';
import { printedLabels, validateLongRunningTemplate } from '../../validation/workloads';
import type { Template } from '../../validation/workloads';
import type { ReplicationController } from './types';

export function validateReplicationController(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as ReplicationController;
  const errors: FieldError[] = [];
  const selector = spec?.selector as Record<string, string> | undefined;
  const template = spec?.template as Template | undefined;
  validateNonNegative(spec?.minReadySeconds, 'spec.minReadySeconds', errors);
  if (!selector || Object.keys(selector).length === 0) {
    errors.push(required('spec.selector'));
  }
  validateNonNegative(spec?.replicas, 'spec.replicas', errors);
  if (!template) {
    errors.push(required('spec.template'));
    return errors;
  }
  const labels = template.metadata?.labels as LabelSet | undefined;
  if (selector && Object.entries(selector).some(([key, value]) => labels?.[key] !== value)) {
    errors.push(invalid('spec.template.metadata.labels', printedLabels(template.metadata), '`selector` does not match template `labels`'));
  }
  validateLongRunningTemplate(template, 'ReplicationController', errors);
  return errors;
}
