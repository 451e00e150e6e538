/** Lists and names that device kinds check alike (source: pkg/apis/resource/validation/validation.go, 1.36). */
import { duplicate, invalid, jsonText, required, tooLong, tooMany } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { isDns1123Subdomain } from '../../api/names';
import { pushInvalid } from '../validation/labels';

const DRIVER_BYTES_MAX = 63;
const POOL_BYTES_MAX = 253;
const IDENTIFIER_BYTES_MAX = 32;
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;
const IDENTIFIER_MESSAGE =
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName', regex used for validation is '[A-Za-z_][A-Za-z0-9_]*')";

/** Each item, then those whose key was there before; of too many nothing but that is told. */
export function validateItems<T>(
  items: readonly T[] | null | undefined,
  max: number,
  field: string,
  errors: FieldError[],
  validate: (item: T, at: string) => void,
  keyOf?: (item: T) => string,
): void {
  const all = items ?? [];
  if (all.length > max) return void errors.push(tooMany(field, all.length, max));
  for (const [index, item] of all.entries()) validate(item, `${field}[${index}]`);
  if (!keyOf) return;
  const keys = all.map(keyOf);
  for (const [index, key] of keys.entries()) if (keys.indexOf(key) < index) errors.push(duplicate(`${field}[${index}]`, key));
}

export function validateDriver(name: string, field: string, errors: FieldError[]): void {
  if (!name) return void errors.push(required(field));
  if (name.length > DRIVER_BYTES_MAX) errors.push(tooLong(field, DRIVER_BYTES_MAX));
  pushInvalid(errors, field, name, isDns1123Subdomain(name.toLowerCase()));
}

export function validatePoolName(name: string | undefined, field: string, errors: FieldError[]): void {
  if (!name) return void errors.push(required(field));
  if (name.length > POOL_BYTES_MAX) errors.push(tooLong(field, POOL_BYTES_MAX));
  for (const part of name.split('/')) pushInvalid(errors, field, part, isDns1123Subdomain(part));
}

/** An identifier, or a domain, "/" and one; more parts are let through. */
export function validateQualified(name: string, field: string, errors: FieldError[]): void {
  const parts = name.split('/');
  if (parts.length === 1) return validateIdentifier(name, field, errors);
  const [domain = '', last = ''] = parts;
  if (parts.length > 2) return;
  if (domain === '') errors.push(invalid(field, '', 'the domain must not be empty'));
  else validateDriver(domain, field, errors);
  if (last === '') errors.push(invalid(field, '', 'the name must not be empty'));
  else validateIdentifier(last, field, errors);
}

export function validateFullyQualified(name: string, field: string, errors: FieldError[]): void {
  validateQualified(name, field, errors);
  if (!name.includes('/'))
    errors.push(invalid(field, jsonText(name), 'a fully qualified name must be a domain and a name separated by a slash'));
}

function validateIdentifier(name: string, field: string, errors: FieldError[]): void {
  if (name.length > IDENTIFIER_BYTES_MAX) errors.push(tooLong(field, IDENTIFIER_BYTES_MAX));
  if (!IDENTIFIER.test(name)) errors.push(invalid(field, name, IDENTIFIER_MESSAGE));
}
