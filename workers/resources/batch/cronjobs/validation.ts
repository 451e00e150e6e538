import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validateCronJob(_object: AnyObject): FieldError[] {
  return [];
}

export function validateCronJobUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
