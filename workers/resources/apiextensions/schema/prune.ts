/** Taking away what a schema does not declare, and filling its defaults (source: apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting}, 1.36). */
import { isMap } from '../../../lib/member';
import { cloneJson } from '../../../lib/clone';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';

const TYPE_META = ['apiVersion', 'kind', 'metadata'];

/** Changes `value` in place; paths of what went ("spec.foo", "spec.list[0].bar") are appended to `pruned`. */
export function prune(value: unknown, schema: JsonSchemaProps | undefined, path: string, pruned: string[], root = false): void {
  if (Array.isArray(value)) {
    const items = schema?.items ?? (schema && !schema['x-kubernetes-preserve-unknown-fields'] ? {} : undefined);
    for (const [index, item] of value.entries()) prune(item, items, `${path}[${index}]`, pruned);
    return;
  }
  if (!isMap(value) || !schema) return;
  const isObject = root || schema['x-kubernetes-embedded-resource'] === true;
  const preserve = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const values = valuesOf(schema);
  for (const name of Object.keys(value)) {
    if (isObject && TYPE_META.includes(name)) continue;
    const at = path === '' ? name : `${path}.${name}`;
    const declared = schema.properties?.[name] ?? values ?? (schema.additionalProperties === true ? {} : undefined);
    if (declared) prune(value[name], declared, at, pruned);
    else if (!preserve) {
      delete value[name];
      pruned.push(at);
    }
  }
}

/** Nulls that the schema does not allow go, where no default takes their place. Changes `value` in place. */
export function dropSchemaNulls(value: unknown, schema: JsonSchemaProps | undefined): void {
  eachMember(value, schema, (owner, name, declared) => {
    const isUnwanted = owner[name] === null && !declared.nullable && declared.default === undefined;
    if (isUnwanted && !Array.isArray(owner)) delete owner[name];
    else dropSchemaNulls(owner[name], declared);
  });
}

/** Changes `value` in place. Defaults take the place of what is missing, and of nulls that the schema does not allow. */
export function setSchemaDefaults(value: unknown, schema: JsonSchemaProps | undefined): void {
  if (isMap(value))
    for (const [name, declared] of Object.entries(schema?.properties ?? {}))
      if (value[name] === undefined && declared.default !== undefined) value[name] = cloneJson(declared.default);
  eachMember(value, schema, (owner, name, declared) => {
    if (owner[name] === null && !declared.nullable && declared.default !== undefined) owner[name] = cloneJson(declared.default);
    setSchemaDefaults(owner[name], declared);
  });
}

type Owner = Record<string | number, unknown>;

/** Items of a list, members of a map or an object, with their schemas. */
function eachMember(
  value: unknown,
  schema: JsonSchemaProps | undefined,
  visit: (owner: Owner, name: string | number, declared: JsonSchemaProps) => void,
): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    if (schema.items) for (const index of value.keys()) visit(value as unknown as Owner, index, schema.items);
    return;
  }
  if (!isMap(value)) return;
  const values = valuesOf(schema);
  for (const name of Object.keys(value)) {
    const declared = schema.properties?.[name] ?? values;
    if (declared) visit(value, name, declared);
  }
}
