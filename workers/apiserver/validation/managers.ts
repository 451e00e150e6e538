/** Names of field managers (source: k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go, 1.36). */
import { invalid, tooLong } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { utf8Length } from '../../lib/utf8';

const MANAGER_BYTES_MAX = 128;
const SUBRESOURCE_BYTES_MAX = 256;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Of the `fieldManager` parameter, and of the managers inside objects. */
export function managerErrors(manager: string, field: string): FieldError[] {
  const errors: FieldError[] = utf8Length(manager) > MANAGER_BYTES_MAX ? [tooLong(field, MANAGER_BYTES_MAX)] : [];
  let at = 0;
  for (const character of manager) {
    const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    if (!PRINTABLE.test(character)) errors.push(invalid(field, manager, `invalid character U+${point} (at position ${at})`));
    at += utf8Length(character);
  }
  return errors;
}

/** What is unreadable in other ways never gets this far. */
export function managedFieldsErrors(entries: unknown): FieldError[] {
  if (!Array.isArray(entries)) return [];
  return (entries as readonly { readonly manager?: string; readonly subresource?: string }[]).flatMap(
    ({ manager = '', subresource = '' }, index) => {
      const path = `metadata.managedFields[${index}]`;
      const long = utf8Length(subresource) > SUBRESOURCE_BYTES_MAX;
      return [...managerErrors(manager, `${path}.manager`), ...(long ? [tooLong(`${path}.subresource`, SUBRESOURCE_BYTES_MAX)] : [])];
    },
  );
}

/** The manager of a client that names none: the first word of its name, as much of it as may be shown. */
export function managerOfClient(userAgent = ''): string {
  let name = '';
  for (const character of userAgent.split('/', 1)[0] ?? '') {
    if (!PRINTABLE.test(character)) continue;
    if (utf8Length(name) + utf8Length(character) > MANAGER_BYTES_MAX) break;
    name += character;
  }
  return name || 'unknown';
}
