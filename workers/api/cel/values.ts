/** From JSON to CEL values: whole numbers are 64-bit integers, texts of known formats times and durations. */
import type { CelType } from './types';
import { DYN } from './types';

/** Words of the language, which property names may not be as they are (k8s.io/apiserver/pkg/cel/escaping.go, 1.36). */
const RESERVED = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/** How a rule writes a property's name; undefined: it cannot. */
export function escapeName(name: string): string | undefined {
  if (RESERVED.has(name)) return `__${name}__`;
  const escaped = name
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(escaped) ? escaped : undefined;
}

/** `type` says which members are declared; anything below an unknown type is converted by its looks. */
export function toCel(value: unknown, type: CelType = DYN): unknown {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'number':
      return type.kind === 'double' || !Number.isInteger(value) ? value : BigInt(value);
    case 'string':
      return type.kind === 'timestamp' ? new Date(value) : value;
    case 'object':
      return Array.isArray(value) ? value.map((item) => toCel(item, type.kind === 'list' ? type.value : DYN)) : mapToCel(value, type);
    default:
      return value;
  }
}

function mapToCel(value: object, type: CelType): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) {
    if (type.kind === 'object') {
      const escaped = escapeName(name);
      const declared = escaped === undefined ? undefined : type.fields.get(escaped);
      if (escaped !== undefined && declared) result[escaped] = toCel(member, declared);
    } else result[name] = toCel(member, type.kind === 'map' ? type.value : DYN);
  }
  return result;
}

/** Back to JSON, for mutations. */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`;
  if (Array.isArray(value)) return value.map(fromCel);
  if (value === null || typeof value !== 'object') return value;
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(entries.filter(([, member]) => member !== undefined).map(([name, member]) => [String(name), fromCel(member)]));
}
