import type { AnyObject } from '../../../api/meta';
import type { FieldError } from '../../../api/field-error';

export function validatePersistentVolume(_object: AnyObject): FieldError[] {
  return [];
}

export function validatePersistentVolumeUpdate(_object: AnyObject, _before: AnyObject): FieldError[] {
  return [];
}
