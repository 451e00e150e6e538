/** From JSON to CEL values and back: whole numbers are 64-bit integers, members are converted when they are asked for. */
import { durationText, parseDuration, parseTimestamp, timestampText } from './library/conversions';
import { DYN } from './types';
import type { CelType, ObjectType } from './types';
import { Duration, MapValue, Optional, Timestamp, Uint } from './value';
import type { CelObject, Value } from './value';

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

/** A JSON object whose members have any names. */
class JsonMap extends MapValue {
  readonly typeName = 'map';

  constructor(
    readonly json: Readonly<Record<string, unknown>>,
    private readonly type: CelType,
  ) {
    super();
  }

  get size(): number {
    return Object.keys(this.json).length;
  }

  find(key: Value): Value | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.json, key) || this.json[key] === undefined) return undefined;
    return toCel(this.json[key], this.type);
  }

  keys(): readonly string[] {
    return Object.keys(this.json);
  }
}

/** A JSON object of a declared type; members that are not declared are not there. */
class JsonObject extends MapValue {
  constructor(
    readonly json: Readonly<Record<string, unknown>>,
    private readonly type: ObjectType,
  ) {
    super();
  }

  get typeName(): string {
    return this.type.name ?? 'object';
  }

  get size(): number {
    return this.keys().length;
  }

  find(key: Value): Value | undefined {
    const field = typeof key === 'string' ? this.type.fields.get(key) : undefined;
    const name = field && Object.keys(this.json).find((each) => each === key || escapeName(each) === key);
    return field && name !== undefined && this.json[name] !== undefined ? toCel(this.json[name], field) : undefined;
  }

  keys(): readonly string[] {
    const present = Object.keys(this.json).filter((name) => this.json[name] !== undefined);
    return present.map(escapeName).filter((name) => name !== undefined && this.type.fields.has(name)) as string[];
  }
}

/** `type` says which members are declared; anything below an unknown type is converted by its looks. */
export function toCel(value: unknown, type: CelType = DYN): Value {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'number':
      return type.kind === 'double' || !Number.isInteger(value) ? value : BigInt(value);
    case 'string':
      return fromText(value, type);
    case 'object':
      if (Array.isArray(value)) return value.map((item) => toCel(item, type.kind === 'list' ? type.value : DYN));
      if ('typeName' in value && !isPlain(value)) return value as CelObject;
      if (type.kind === 'object' && type.holds !== 'any') return new JsonObject(value as Record<string, unknown>, type);
      return new JsonMap(value as Record<string, unknown>, type.kind === 'map' ? type.value : DYN);
    default:
      return value as Value;
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function fromText(text: string, type: CelType): Value {
  switch (type.kind) {
    case 'timestamp':
      return parseTimestamp(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text) ?? text;
    case 'duration': {
      const nanos = parseDuration(text);
      return nanos === undefined ? text : new Duration(nanos);
    }
    case 'bytes':
      return Uint8Array.from(atobBytes(text));
    default:
      return text;
  }
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function atobBytes(text: string): number[] {
  const bits = [...text.replaceAll('=', '')].map((each) => BASE64.indexOf(each).toString(2).padStart(6, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
}

function btoaBytes(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{1,6}/g) ?? []).map((part) => BASE64[Number.parseInt(part.padEnd(6, '0'), 2)]).join('');
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=');
}

/** Whether it is a view of an object's data. */
export function isJson(value: Value): value is JsonMap | JsonObject {
  return value instanceof JsonMap || value instanceof JsonObject;
}

/** Back to JSON, for mutations. */
export function fromCel(value: Value): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === null || typeof value !== 'object') return value;
  if (isJson(value)) return value.json;
  if (value instanceof Uint) return Number(value.value);
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Uint8Array) return btoaBytes(value);
  if (value instanceof Optional) return value.value === undefined ? null : fromCel(value.value);
  if (Array.isArray(value)) return value.map(fromCel);
  if (value instanceof MapValue) return Object.fromEntries(value.keys().map((key) => [String(key), fromCel(value.find(key) as Value)]));
  return String(value);
}
