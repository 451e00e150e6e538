import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validatePod(_object: AnyObject): FieldError[] {
  return [];
}

export function validatePodUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}

export function validatePodStatusUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
