/** A schema as the struct type that server-side apply walks (source: k8s.io/kube-openapi/pkg/schemaconv, 1.36). */
import { isMap } from '../../lib/member';
import { valuesOf } from '../../resources/apiextensions/schema/json-schema';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import type { PatchMeta } from '../../resources/schema/patch-meta';
import { typeNamed } from '../../resources/schema/structure';
import type { FieldType, StructType } from '../../resources/schema/structure';

const VALUE: PatchMeta = { isList: false, isMap: false, strategies: [], listType: 'atomic', listMapKeys: [], atomicMap: false };
const OPAQUE: FieldType = { wrappers: '', scalar: 'o', required: false };

/** Of a whole object: apiVersion, kind and metadata are there whatever the schema says. */
export function rootType(name: string, schema: JsonSchemaProps): StructType {
  const own = structType(name, schema);
  return {
    ...own,
    fields: new Map([...own.fields, ['metadata', { wrappers: '', type: 'meta.v1.ObjectMeta', required: false }]]),
    members: new Map([
      ...(own.members ?? []),
      ['apiVersion', VALUE],
      ['kind', VALUE],
      ['metadata', { ...VALUE, type: typeNamed('meta.v1.ObjectMeta') }],
    ]),
  };
}

function structType(name: string, schema: JsonSchemaProps): StructType {
  const members = Object.entries(schema.properties ?? {});
  return {
    name,
    fields: new Map(members.map(([field]) => [field, OPAQUE])),
    members: new Map(members.map(([field, member]) => [field, memberOf(`${name}.${field}`, member)])),
    ...(isOpen(schema) ? { open: true } : {}),
  };
}

function memberOf(name: string, schema: JsonSchemaProps): PatchMeta {
  if (schema.type === 'array') return listOf(name, schema);
  if (schema.type !== 'object')
    return isOpen(schema) && !schema['x-kubernetes-int-or-string'] ? { ...VALUE, isMap: true, open: true } : VALUE;
  const atomicMap = schema['x-kubernetes-map-type'] === 'atomic';
  const values = valuesOf(schema);
  if (values)
    return {
      ...VALUE,
      isMap: true,
      atomicMap,
      open: isOpen(values),
      ...(isMap(values.properties) ? { type: structType(name, values) } : {}),
    };
  if (schema['x-kubernetes-embedded-resource']) return { ...VALUE, atomicMap, type: rootType(name, schema) };
  if (!schema.properties) return { ...VALUE, isMap: true, atomicMap, open: true };
  return { ...VALUE, atomicMap, type: structType(name, schema) };
}

function isOpen(schema: JsonSchemaProps): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true;
}

function listOf(name: string, schema: JsonSchemaProps): PatchMeta {
  const type = schema['x-kubernetes-list-type'];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return {
    ...VALUE,
    isList: true,
    listType: type === 'set' || type === 'map' ? type : 'atomic',
    listMapKeys: keys,
    keyDefaults: Object.fromEntries(keys.map((key) => [key, schema.items?.properties?.[key]?.default])),
    ...(schema.items?.type === 'object' && schema.items.properties ? { type: structType(name, schema.items) } : {}),
  };
}
