import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validateJob(_object: AnyObject): FieldError[] {
  return [];
}

export function validateJobUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
