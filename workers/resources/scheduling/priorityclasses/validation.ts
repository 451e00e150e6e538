/** Source: k8s.io/kubernetes/pkg/apis/scheduling/validation/validation.go, 1.36. */
import { forbiddenField, invalid, jsonText, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import type { PriorityClass } from './types';

const HIGHEST_USER_PRIORITY = 1_000_000_000;
const SYSTEM_CLASSES: Readonly<Record<string, number>> = {
  'system-node-critical': 2_000_001_000,
  'system-cluster-critical': 2_000_000_000,
};

export function validatePriorityClass(object: AnyObject): FieldError[] {
  const { metadata, value = 0, globalDefault, preemptionPolicy } = object as unknown as PriorityClass;
  const name = metadata.name ?? '';
  const errors: FieldError[] = [];
  if (name.startsWith('system-')) {
    if (SYSTEM_CLASSES[name] === undefined || SYSTEM_CLASSES[name] !== value || globalDefault) {
      errors.push(
        forbiddenField(
          'metadata.name',
          `priority class names with 'system-' prefix are reserved for system use only. error: ${systemClassError(name, value, globalDefault)}`,
        ),
      );
    }
  } else if (value > HIGHEST_USER_PRIORITY) {
    errors.push(forbiddenField('value', `maximum allowed value of a user defined priority is ${HIGHEST_USER_PRIORITY}`));
  }
  if (!preemptionPolicy) {
    errors.push(required('preemptionPolicy'));
  } else if (preemptionPolicy !== 'PreemptLowerPriority' && preemptionPolicy !== 'Never') {
    errors.push(notSupported('preemptionPolicy', preemptionPolicy, ['PreemptLowerPriority', 'Never']));
  }
  return errors;
}

export function validatePriorityClassUpdate(object: AnyObject, before: AnyObject): FieldError[] {
  const after = object as unknown as PriorityClass;
  const stored = before as unknown as PriorityClass;
  const errors: FieldError[] = [];
  if (after.value !== stored.value) {
    errors.push(forbiddenField('value', 'may not be changed in an update.'));
  }
  if (after.preemptionPolicy !== stored.preemptionPolicy) {
    errors.push(invalid('preemptionPolicy', jsonText(after.preemptionPolicy ?? ''), 'field is immutable'));
  }
  return errors;
}

function systemClassError(name: string, value: number, globalDefault: boolean | undefined): string {
  const known = SYSTEM_CLASSES[name];
  if (known === undefined) {
    return `${name} is not a known system priority class`;
  }
  return known === value ? `globalDefault of ${name} must be ${!globalDefault}` : `value of ${name} PriorityClass must be ${known}`;
}
