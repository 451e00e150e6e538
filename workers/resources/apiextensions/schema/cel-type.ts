/** What rules may know of a value: its schema as a CEL type (source: apiextensions-apiserver/pkg/apiserver/schema/cel/schemas.go, 1.36). */
import { BYTES, DURATION, DYN, STRING, TIMESTAMP } from '../../../api/cel/types';
import type { CelType } from '../../../api/cel/types';
import { escapeName } from '../../../api/cel/values';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';

const METADATA: CelType = {
  kind: 'object',
  fields: new Map([
    ['name', STRING],
    ['generateName', STRING],
  ]),
};

const TEXTS: Readonly<Record<string, CelType>> = { 'date-time': TIMESTAMP, date: TIMESTAMP, duration: DURATION, byte: BYTES };

/** `root`: the whole object, or an embedded one, whose identity is visible too. */
export function celTypeOf(schema: JsonSchemaProps | undefined, root = false): CelType {
  if (!schema || schema['x-kubernetes-int-or-string']) return DYN;
  switch (schema.type) {
    case 'integer':
      return { kind: 'int' };
    case 'number':
      return { kind: 'double' };
    case 'boolean':
      return { kind: 'bool' };
    case 'string':
      return TEXTS[schema.format ?? ''] ?? STRING;
    case 'array':
      return { kind: 'list', value: celTypeOf(schema.items) };
    case 'object':
      return objectType(schema, root || schema['x-kubernetes-embedded-resource'] === true);
    default:
      return DYN;
  }
}

function objectType(schema: JsonSchemaProps, root: boolean): CelType {
  const values = valuesOf(schema);
  if (values) return { kind: 'map', value: celTypeOf(values) };
  if (schema.additionalProperties === true || (schema['x-kubernetes-preserve-unknown-fields'] && !schema.properties && !root)) return DYN;
  const fields = new Map<string, CelType>();
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const escaped = escapeName(name);
    if (escaped !== undefined) fields.set(escaped, celTypeOf(member));
  }
  if (root) {
    fields.set('apiVersion', STRING);
    fields.set('kind', STRING);
    fields.set('metadata', METADATA);
  }
  return { kind: 'object', fields };
}
