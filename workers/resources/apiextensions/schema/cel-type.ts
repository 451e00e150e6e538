/** What rules may know of a value: its schema as a CEL type (source: apiextensions-apiserver/pkg/apiserver/schema/cel/schemas.go, 1.36). */
import { BYTES, DURATION, DYN, STRING, TIMESTAMP } from '../../../api/cel/types';
import type { CelType } from '../../../api/cel/types';
import { escapeName } from '../../../api/cel/values';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';

/** What the value itself is called. Differs: upstream adds the nanosecond of the clock. */
const SELF = 'selfType0';

const metadata = (name: string): CelType => ({
  kind: 'object',
  name: `${name}.metadata`,
  fields: new Map([
    ['name', STRING],
    ['generateName', STRING],
  ]),
});

const TEXTS: Readonly<Record<string, CelType>> = { 'date-time': TIMESTAMP, date: TIMESTAMP, duration: DURATION, byte: BYTES };

/**
 * undefined: nothing is known of such values, and rules cannot ask for them. `root`: the whole object, or an embedded one, whose identity
 * is visible too. Types are named after their places: none is like another.
 */
export function celTypeOf(schema: JsonSchemaProps | undefined, root = false, name = SELF): CelType | undefined {
  if (schema?.['x-kubernetes-int-or-string']) return DYN;
  switch (schema?.type) {
    case 'integer':
      return { kind: 'int' };
    case 'number':
      return { kind: 'double' };
    case 'boolean':
      return { kind: 'bool' };
    case 'string':
      return TEXTS[schema.format ?? ''] ?? STRING;
    case 'array': {
      const value = celTypeOf(schema.items, false, `${name}.@idx`);
      return value && { kind: 'list', value };
    }
    case 'object':
      return objectType(schema, root || schema['x-kubernetes-embedded-resource'] === true, name);
    default:
      return undefined;
  }
}

function objectType(schema: JsonSchemaProps, root: boolean, name: string): CelType | undefined {
  const values = valuesOf(schema);
  if (values) {
    const value = celTypeOf(values, false, `${name}.@elem`);
    return value && { kind: 'map', value };
  }
  const fields = new Map<string, CelType>();
  for (const [property, member] of Object.entries(schema.properties ?? {})) {
    const escaped = escapeName(property);
    const type = escaped === undefined ? undefined : celTypeOf(member, false, `${name}.${escaped}`);
    if (escaped === undefined || !type) continue;
    fields.set(escaped, type);
    if (escaped === `__${property}__`) fields.set(property, type);
  }
  if (root) {
    fields.set('apiVersion', STRING);
    fields.set('kind', STRING);
    fields.set('metadata', metadata(name));
  }
  return { kind: 'object', name, fields };
}
