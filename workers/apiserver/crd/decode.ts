/** Bodies of custom resources: metadata as everywhere, the rest pruned by the schema (source: apiextensions-apiserver/pkg/apiserver/customresource_handler.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import { cloneJson } from '../../lib/clone';
import { isMap, valuesOf } from '../../resources/apiextensions/schema/json-schema';
import type { JsonSchemaProps } from '../../resources/apiextensions/schema/json-schema';
import { prune, setSchemaDefaults } from '../../resources/apiextensions/schema/prune';
import { decode } from '../../resources/schema/decode';
import type { Decoded } from '../../resources/schema/decode';

export function decodeCustom(body: Readonly<Record<string, unknown>>, schema: JsonSchemaProps): Decoded {
  const object = cloneJson(body) as Record<string, unknown>;
  const pruned: string[] = [];
  const metadata = decodeMetadata(object, '', pruned);
  prune(object, schema, '', pruned, true);
  const embedded = decodeEmbedded(object, schema, '', pruned);
  const error = metadata ?? embedded;
  return {
    object: object as AnyObject,
    unknownFields: pruned.map((path) => `unknown field "${path}"`),
    ...(error === undefined ? {} : { error }),
  };
}

/** The object without what the schema does not declare and with its defaults; changed in place. */
export function completeCustom(object: Record<string, unknown>, schema: JsonSchemaProps): void {
  prune(object, schema, '', [], true);
  setSchemaDefaults(object, schema);
}

function decodeMetadata(holder: Record<string, unknown>, path: string, pruned: string[]): string | undefined {
  if (holder.metadata === undefined) return undefined;
  if (holder.metadata === null) {
    delete holder.metadata;
    return undefined;
  }
  if (!isMap(holder.metadata)) return `json: cannot unmarshal ${kindOf(holder.metadata)} into Go value of type v1.ObjectMeta`;
  const decoded = decode('v1', 'ConfigMap', { metadata: holder.metadata });
  if (!decoded) return undefined;
  for (const text of decoded.unknownFields) pruned.push(`${path}${/"(.*)"/.exec(text)?.[1] ?? ''}`);
  if (decoded.error !== undefined)
    return decoded.error.replace('ObjectMeta.metadata.', 'ObjectMeta.').replace(/ConfigMap\.metadata/, 'ObjectMeta');
  holder.metadata = decoded.object.metadata;
  return undefined;
}

function decodeEmbedded(value: unknown, schema: JsonSchemaProps | undefined, path: string, pruned: string[]): string | undefined {
  if (!schema) return undefined;
  let error: string | undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) error ??= decodeEmbedded(item, schema.items, `${path}[${index}]`, pruned);
  } else if (isMap(value)) {
    if (schema['x-kubernetes-embedded-resource']) error = decodeMetadata(value, `${path}.`, pruned);
    for (const [name, member] of Object.entries(value))
      error ??= decodeEmbedded(member, schema.properties?.[name] ?? valuesOf(schema), path === '' ? name : `${path}.${name}`, pruned);
  }
  return error;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
