import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validateStatefulSet(_object: AnyObject): FieldError[] {
  return [];
}

export function validateStatefulSetUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
