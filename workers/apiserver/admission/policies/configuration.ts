/**
 * Configurations to apply as plain data (source: k8s.io/apiserver/pkg/cel/mutation/dynamic/objects.go, 1.36): of maps and lists that
 * no type is named for only the first level is converted. What is inside them stays the expression language's own, which fits nowhere
 * and is told as Go prints it; here it becomes that text.
 */
import { MapValue, Struct } from '../../../api/cel/value';
import type { Value } from '../../../api/cel/value';
import { fromCel, isJson } from '../../../api/cel/values';

export function configurationOf(value: Value): unknown {
  if (value instanceof Uint8Array) return value;
  if (value instanceof Struct) return membersOf(value, configurationOf);
  if (isJson(value)) return fromCel(value);
  if (Array.isArray(value)) return (value as readonly Value[]).map(inside);
  return value instanceof MapValue ? membersOf(value, inside) : fromCel(value);
}

function membersOf(map: MapValue, convert: (value: Value) => unknown): Record<string, unknown> {
  return Object.fromEntries(map.keys().map((key) => [String(key), convert(map.find(key) as Value)]));
}

function inside(value: Value): unknown {
  const isOwn = !(value instanceof Struct) && !isJson(value) && (Array.isArray(value) || value instanceof MapValue);
  return isOwn ? printed(value) : configurationOf(value);
}

function printed(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(nested).join(' ')}]`;
  const members = (value as MapValue).keys().map((key) => `${String(key)}:${nested((value as MapValue).find(key) as Value)}`);
  return `map[${members.sort().join(' ')}]`;
}

function nested(value: Value): string {
  if (Array.isArray(value)) return `[${(value as readonly Value[]).map(nested).join(', ')}]`;
  if (!(value instanceof MapValue)) return String(fromCel(value));
  return `{${value
    .keys()
    .map((key) => `${String(key)}: ${nested(value.find(key) as Value)}`)
    .join(', ')}}`;
}
