import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validateDaemonSet(_object: AnyObject): FieldError[] {
  return [];
}

export function validateDaemonSetUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
