/** Values of an applied custom object that do not have their schema's type (sigs.k8s.io/structured-merge-diff/v6/typed/validate.go). */
import { isMap } from '../../lib/member';
import { valuesOf } from '../../resources/apiextensions/schema/json-schema';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { scalarErrors, shown } from '../managed-fields/type-errors';

const CODES: Readonly<Record<string, string>> = { string: 's', integer: 'l', number: 'd', boolean: 'b' };
/** Typed apart from the schema. */
const IDENTITY = new Set(['apiVersion', 'kind', 'metadata']);

export function schemaTypeErrors(value: unknown, schema: JsonSchemaProps | undefined, path = ''): string[] {
  if (!schema || value === null || value === undefined || schema['x-kubernetes-int-or-string']) return [];
  if (schema.type === 'array') {
    if (!Array.isArray(value)) return [`${path}: expected list, got ${shown(value)}`];
    return value.flatMap((item, index) => schemaTypeErrors(item, schema.items, `${path}[${itemName(item, index, schema)}]`));
  }
  if (schema.type !== 'object') return scalarErrors(value, CODES[schema.type ?? ''] ?? '', path);
  if (!isMap(value)) return [`${path}: expected map, got ${shown(value)}`];
  const values = valuesOf(schema);
  return Object.entries(value).flatMap(([name, member]) =>
    path === '' && IDENTITY.has(name) ? [] : schemaTypeErrors(member, schema.properties?.[name] ?? values, `${path}.${name}`),
  );
}

function itemName(item: unknown, index: number, schema: JsonSchemaProps): string {
  const type = schema['x-kubernetes-list-type'];
  if (type === 'set') return `=${JSON.stringify(item)}`;
  if (type !== 'map' || !isMap(item)) return String(index);
  const keys = (schema['x-kubernetes-list-map-keys'] ?? []).toSorted();
  return keys.map((key) => `${key}=${JSON.stringify(item[key] ?? schema.items?.properties?.[key]?.default)}`).join(',');
}
