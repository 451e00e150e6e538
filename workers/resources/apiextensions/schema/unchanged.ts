/** Whether a write leaves a value as it was (source: k8s.io/apiserver/pkg/cel/common/equality.go CorrelatedObject.CachedDeepEqual, 1.36). */
import { isMap } from '../../../lib/member';
import { deepEqual } from '../../../lib/equal';
import { valuesOf } from './json-schema';
import type { JsonSchemaProps } from './json-schema';

/** The order of keyed lists does not matter. */
export function isUnchanged(value: unknown, before: unknown, schema: JsonSchemaProps): boolean {
  if (deepEqual(value, before)) return true;
  if (!holdsKeyedLists(schema)) return false;
  if (Array.isArray(value)) {
    if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(before) || value.length !== before.length) return false;
    const old = oldItems(schema, before);
    return value.every((item) => old(item) !== undefined && isUnchanged(item, old(item), schema.items ?? {}));
  }
  if (!isMap(value) || !isMap(before) || Object.keys(value).length !== Object.keys(before).length) return false;
  const values = valuesOf(schema) ?? {};
  return Object.entries(value).every(
    ([name, member]) => before[name] !== undefined && isUnchanged(member, before[name], schema.properties?.[name] ?? values),
  );
}

const holders = new WeakMap<JsonSchemaProps, boolean>();

function holdsKeyedLists(schema: JsonSchemaProps): boolean {
  let known = holders.get(schema);
  if (known === undefined) {
    const below = [schema.items, valuesOf(schema), ...Object.values(schema.properties ?? {})];
    known = schema['x-kubernetes-list-type'] === 'map' || below.some((each) => each !== undefined && holdsKeyedLists(each));
    holders.set(schema, known);
  }
  return known;
}

/** Items of keyed lists are told apart by their keys; those of other lists have no past. */
export function oldItems(schema: JsonSchemaProps, before: unknown): (item: unknown) => unknown {
  if (schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(before)) return () => undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const keyOf = (item: unknown) => JSON.stringify(isMap(item) ? keys.map((key) => item[key]) : item);
  const known = new Map(before.map((item) => [keyOf(item), item]));
  return (item) => known.get(keyOf(item));
}
