/**
 * Shapes of configuration documents, strict: what is not named is an error. Field names end in "?" where Go leaves an empty value out
 * when it writes the document back, in "!" where it writes a zero value; a plain name is an optional field written as it was read.
 */
export type Scalar = 'string' | 'boolean' | 'int32' | 'int64' | 'float' | 'duration' | 'any';
export type Shape = Scalar | { readonly list: Shape } | { readonly map: Shape } | { readonly object: Readonly<Record<string, Shape>> };
export type Fields = Readonly<Record<string, unknown>>;

/** A document that does not have the shape; the message is close to what Go's strict decoder says, not equal to it. */
export class DecodeError extends Error {}

const ZERO: Readonly<Record<Scalar, unknown>> = {
  string: '',
  boolean: false,
  int32: 0,
  int64: 0,
  float: 0,
  duration: '0s',
  any: null,
};

/** The value without nulls and with durations in Go's form. Throws a {@link DecodeError}. */
export function decoded(shape: Shape, value: unknown, path: string): unknown {
  if (typeof shape === 'string') return scalar(shape, value, path);
  if ('list' in shape) {
    if (!Array.isArray(value)) throw mismatch(value, path, 'array');
    return value.map((item, at) => (item === null ? undefined : decoded(shape.list, item, `${path}[${at}]`)));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, path, 'object');
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  if ('map' in shape) return Object.fromEntries(entries.map(([key, item]) => [key, decoded(shape.map, item, join(path, key))]));
  const fields = new Map(Object.entries(shape.object).map(([name, field]) => [bare(name), field]));
  return Object.fromEntries(
    entries.map(([key, item]) => {
      const field = fields.get(key);
      if (field === undefined) throw new DecodeError(`strict decoding error: unknown field "${join(path, key)}"`);
      return [key, decoded(field, item, join(path, key))];
    }),
  );
}

/** The document as Go writes it: zero values filled in or left out as each field has it. */
export function written(shape: Shape, value: unknown): unknown {
  if (typeof shape === 'string') return value;
  if ('list' in shape) return (value as readonly unknown[]).map((item) => written(shape.list, item ?? {}));
  if ('map' in shape) return value;
  const fields = value as Fields;
  const entries: [string, unknown][] = [];
  for (const [spec, field] of Object.entries(shape.object)) {
    const name = bare(spec);
    const item = fields[name];
    if (spec.endsWith('?') && isEmpty(item)) continue;
    if (item !== undefined) entries.push([name, written(field, item)]);
    else if (spec.endsWith('!')) entries.push([name, typeof field === 'string' ? ZERO[field] : written(field, {})]);
  }
  return Object.fromEntries(entries);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0);
}

function bare(name: string): string {
  return name.endsWith('?') || name.endsWith('!') ? name.slice(0, -1) : name;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function scalar(kind: Scalar, value: unknown, path: string): unknown {
  switch (kind) {
    case 'any':
      return value;
    case 'duration':
      return durationText(durationOf(value, path));
    case 'string':
    case 'boolean':
      if (typeof value !== kind) throw mismatch(value, path, kind === 'boolean' ? 'bool' : kind);
      return value;
    default:
      if (typeof value !== 'number' || (kind !== 'float' && !Number.isInteger(value))) throw mismatch(value, path, kind);
      if (kind === 'int32' && (value > 2 ** 31 - 1 || value < -(2 ** 31))) throw mismatch(value, path, kind);
      return value;
  }
}

function mismatch(value: unknown, path: string, wanted: string): DecodeError {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
  return new DecodeError(`json: cannot unmarshal ${found} into Go struct field ${path} of type ${wanted}`);
}

const UNIT_NS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 6e10, h: 3.6e12 };
const DURATION = /^[+-]?(0|(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))+$/;

/** Nanoseconds of "1m30s". */
export function durationOf(value: unknown, path: string): number {
  if (typeof value !== 'string') throw mismatch(value, path, 'string');
  if (!DURATION.test(value)) throw new DecodeError(`time: invalid duration "${value}"`);
  let sum = 0;
  for (const [, amount, unit] of value.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)) sum += Number(amount) * (UNIT_NS[unit ?? ''] ?? 0);
  return value.startsWith('-') ? -sum : sum;
}

/** As Go prints a duration: "1h0m0s", "1.5s", "100ms". */
function durationText(durationNs: number): string {
  if (durationNs === 0) return '0s';
  const sign = durationNs < 0 ? '-' : '';
  const ns = Math.abs(durationNs);
  if (ns < 1e3) return `${sign}${ns}ns`;
  if (ns < 1e6) return `${sign}${ns / 1e3}µs`;
  if (ns < 1e9) return `${sign}${ns / 1e6}ms`;
  const hours = Math.trunc(ns / 3.6e12);
  const minutes = Math.trunc((ns % 3.6e12) / 6e10);
  const seconds = `${(ns % 6e10) / 1e9}s`;
  return sign + (hours > 0 ? `${hours}h${minutes}m${seconds}` : minutes > 0 ? `${minutes}m${seconds}` : seconds);
}
