import { invalid, notSupported, required } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import type { AnyObject } from '../../../api/meta';
import type { Fault } from './types';

const TARGET_KINDS = ['Component', 'Node', 'Pod'];

/** Which types of fault exist is known to the faults component alone; an unknown one fails there, in status. */
export function validateFault(object: AnyObject): FieldError[] {
  const { spec } = object as unknown as Partial<Fault>;
  const errors: FieldError[] = [];
  if (!spec?.type) {
    errors.push(required('spec.type'));
  }
  if (!spec?.target) {
    return [...errors, required('spec.target')];
  }
  const { target } = spec;
  if (!TARGET_KINDS.includes(target.kind)) {
    errors.push(target.kind ? notSupported('spec.target.kind', target.kind, TARGET_KINDS) : required('spec.target.kind'));
  }
  if (!target.name && !target.selector) {
    errors.push(required('spec.target.name', 'name or selector is required'));
  }
  for (const field of ['startAfterSeconds', 'durationSeconds'] as const) {
    const seconds = spec[field];
    if (seconds !== undefined && seconds < 0) {
      errors.push(invalid(`spec.${field}`, seconds, 'must be greater than or equal to 0'));
    }
  }
  return errors;
}
