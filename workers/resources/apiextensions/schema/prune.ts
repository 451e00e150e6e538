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

/** Changes `value` in place. Nulls that the schema does not allow give way to the default, or go. */
export function setSchemaDefaults(value: unknown, schema: JsonSchemaProps | undefined): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    for (const item of value) setSchemaDefaults(item, schema.items);
    return;
  }
  if (!isMap(value)) return;
  for (const [name, declared] of Object.entries(schema.properties ?? {})) {
    if (value[name] === null && !declared.nullable) delete value[name];
    if (value[name] === undefined && declared.default !== undefined) value[name] = cloneJson(declared.default);
    setSchemaDefaults(value[name], declared);
  }
  const values = valuesOf(schema);
  if (!values) return;
  for (const name of Object.keys(value)) {
    if (schema.properties?.[name]) continue;
    if (value[name] === null && !values.nullable) {
      if (values.default === undefined) delete value[name];
      else value[name] = cloneJson(values.default);
    }
    setSchemaDefaults(value[name], values);
  }
}
