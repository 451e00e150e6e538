/**
 * Paths to fields as definitions write them: ".spec.color" (source: k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel/validation.go
 * ValidFieldPath, 1.36, without the notation of arrays, which only rules may use).
 */
import type { JsonSchemaProps } from './json-schema';
import { valuesOf } from './json-schema';

/** The schema at the path, or why there is none. */
export type FoundField = { readonly schema: JsonSchemaProps; readonly names: readonly string[] } | { readonly problem: string };

export function fieldAt(root: JsonSchemaProps | undefined, path: string): FoundField {
  const tokens = path.match(/'(?:[^'\\]|\\.)*'|[.[\]]|[^.[\]']+/g) ?? [];
  const names: string[] = [];
  let schema = root;
  for (let at = 0; at < tokens.length; at += 2) {
    if (tokens[at] === '[') return { problem: 'array notation is not allowed' };
    if (tokens[at] !== '.') return { problem: `expected [ or . but got: ${tokens[at]}` };
    const name = tokens[at + 1];
    if (name === undefined) return { problem: 'unexpected end of JSON path' };
    names.push(name);
    schema = schema?.properties ? schema.properties[name] : schema && valuesOf(schema);
    if (!schema) return { problem: 'does not refer to a valid field' };
  }
  return schema ? { schema, names } : { problem: 'does not refer to a valid field' };
}
