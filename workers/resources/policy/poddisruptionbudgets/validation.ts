import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validatePodDisruptionBudget(_object: AnyObject): FieldError[] {
  return [];
}
