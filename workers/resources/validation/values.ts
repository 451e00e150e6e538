/** Checks of single values that many kinds need. */
import { invalid, notSupported } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isPortName, isPortNumber } from '../../api/names';
import { pushInvalid } from './labels';

export { isIp } from './ip';

export const NOT_NEGATIVE = 'must be greater than or equal to 0';
export const IMMUTABLE = 'field is immutable';

export function validateNonNegative(value: number | undefined, field: string, errors: FieldError[]): void {
  if (value !== undefined && value < 0) {
    errors.push(invalid(field, value, NOT_NEGATIVE));
  }
}

/** A number 1-65535 or the name of a port. */
export function validatePort(port: number | string | undefined, field: string, errors: FieldError[]): void {
  if (typeof port === 'string') {
    pushInvalid(errors, field, port, isPortName(port));
  } else {
    pushInvalid(errors, field, port ?? 0, isPortNumber(port ?? 0));
  }
}

export function validateEnum(value: string | undefined, supported: readonly string[], field: string, errors: FieldError[]): void {
  if (value !== undefined && !supported.includes(value)) {
    errors.push(notSupported(field, value, supported));
  }
}
