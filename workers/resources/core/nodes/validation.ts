import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validateNode(_object: AnyObject): FieldError[] {
  return [];
}

export function validateNodeUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
