import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validateService(_object: AnyObject): FieldError[] {
  return [];
}

export function validateServiceUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
