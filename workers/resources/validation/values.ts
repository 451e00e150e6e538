/** Checks of single values that many kinds need. */
import { invalid, notSupported } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isPortName, isPortNumber } from '../../api/names';
import { pushInvalid } from './labels';

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

const IPV4_PART = /^(0|[1-9]\d{0,2})$/;

/** The messages for what is no IP address. */
export function isIp(text: string): readonly string[] {
  if (text.includes(':')) {
    const [, head, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text) ?? [];
    if (head === undefined || tail === undefined) return isIpv6(text) ? [] : [IP_MESSAGE];
    if (isIp(tail).length > 0 || !isIpv6(`${head}0:0`)) return [IP_MESSAGE];
    return /^(0*:)*:?ffff:$/i.test(head) ? ['must not be an IPv4-mapped IPv6 address'] : [];
  }
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) {
    return [IP_MESSAGE];
  }
  return parts.every((part) => IPV4_PART.test(part)) ? [] : ['must not have leading 0s'];
}

function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) {
    return false;
  }
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  const valid = groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
  return valid && (halves.length === 2 ? groups.length < 8 : groups.length === 8);
}

const IP_MESSAGE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
