import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validatePersistentVolumeClaim(_object: AnyObject): FieldError[] {
  return [];
}

export function validatePersistentVolumeClaimUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
