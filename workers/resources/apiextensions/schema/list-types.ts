/** Sets and keyed lists without repetitions (source: apiextensions-apiserver/pkg/apiserver/schema/listtype/validation.go, 1.36). */
import { isMap } from '../../../lib/member';
import { duplicate, invalid } from '../../../api/field-error';
import type { FieldError } from '../../../api/field-error';
import { canonicalJson } from '../../../lib/canonical-json';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';

export function validateListTypes(value: unknown, schema: JsonSchemaProps | undefined, path: string, errors: FieldError[]): void {
  if (!schema) return;
  if (Array.isArray(value)) {
    const type = schema['x-kubernetes-list-type'];
    const misfit = type === 'map' ? value.findIndex((item) => item !== null && !isMap(item)) : -1;
    if (misfit >= 0) errors.push(invalid(`${path}[${misfit}]`, value[misfit], 'must be an object for an array of list-type map'));
    else if (type === 'set' || type === 'map') validateUnique(value, type === 'map' ? keyOf(schema) : (item) => item, path, errors);
    for (const [index, item] of value.entries()) validateListTypes(item, schema.items, `${path}[${index}]`, errors);
  } else if (isMap(value)) {
    const values = valuesOf(schema);
    for (const [name, member] of Object.entries(value))
      validateListTypes(member, schema.properties?.[name] ?? values, path === '' ? name : `${path}.${name}`, errors);
  }
}

function keyOf(schema: JsonSchemaProps): (item: unknown) => unknown {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return (item) => (isMap(item) ? Object.fromEntries(keys.filter((key) => item[key] !== undefined).map((key) => [key, item[key]])) : item);
}

/** What occurs more than twice is told once. */
function validateUnique(list: readonly unknown[], keyed: (item: unknown) => unknown, path: string, errors: FieldError[]): void {
  const seen = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const key = keyed(item);
    const text = canonicalJson(key);
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    if (count === 2) errors.push(duplicate(`${path}[${index}]`, key));
  }
}
