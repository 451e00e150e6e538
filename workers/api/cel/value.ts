/**
 * Values of CEL at run time. null, booleans and strings are JavaScript's; an int is a bigint, a double a number, bytes a Uint8Array, a list an
 * array; the rest are classes here and in the libraries (source: cel-go common/types).
 */

export type Value = null | boolean | string | bigint | number | Uint8Array | readonly Value[] | CelObject;

/** Everything that is an object of a class. `typeName` is what type() says. */
export interface CelObject {
  readonly typeName: string;
  /** Absent: equal only to itself. */
  readonly equals?: (other: Value) => boolean;
}

/** Evaluation fails; the message is cel-go's. */
export class CelError extends Error {}

export class Uint implements CelObject {
  readonly typeName = 'uint';

  constructor(readonly value: bigint) {}
}

const NANOS = 1_000_000_000n;

/** Nanoseconds since 1970; the zone it was written in only counts when it is written again. */
export class Timestamp implements CelObject {
  readonly typeName = 'google.protobuf.Timestamp';

  constructor(
    readonly nanos: bigint,
    readonly offsetSeconds = 0,
  ) {}

  equals(other: Value): boolean {
    return other instanceof Timestamp && other.nanos === this.nanos;
  }

  get seconds(): bigint {
    return floorDivide(this.nanos, NANOS);
  }
}

export class Duration implements CelObject {
  readonly typeName = 'google.protobuf.Duration';

  constructor(readonly nanos: bigint) {}

  equals(other: Value): boolean {
    return other instanceof Duration && other.nanos === this.nanos;
  }
}

export class TypeValue implements CelObject {
  readonly typeName = 'type';

  constructor(readonly name: string) {}

  equals(other: Value): boolean {
    return other instanceof TypeValue && other.name === this.name;
  }
}

export class Optional implements CelObject {
  readonly typeName = 'optional_type';
  static readonly none = new Optional(undefined);

  constructor(readonly value: Value | undefined) {}

  equals(other: Value): boolean {
    if (!(other instanceof Optional)) return false;
    if (this.value === undefined || other.value === undefined) return this.value === other.value;
    return equal(this.value, other.value);
  }
}

/** A map, or an object with declared fields. Members are made when they are asked for. */
export abstract class MapValue implements CelObject {
  abstract readonly typeName: string;
  abstract readonly size: number;

  abstract find(key: Value): Value | undefined;
  abstract keys(): readonly Value[];

  equals(other: Value): boolean {
    if (!(other instanceof MapValue) || other.size !== this.size) return false;
    return this.keys().every((key) => {
      const theirs = other.find(key);
      return theirs !== undefined && equal(this.find(key) as Value, theirs);
    });
  }
}

/** A map an expression wrote, or one the server made. */
export class Entries extends MapValue {
  readonly typeName = 'map';
  private readonly entries = new Map<unknown, readonly [Value, Value]>();

  constructor(entries: Iterable<readonly [Value, Value]>) {
    super();
    for (const [key, value] of entries) this.entries.set(keyOf(key), [key, value]);
  }

  get size(): number {
    return this.entries.size;
  }

  find(key: Value): Value | undefined {
    return this.entries.get(keyOf(key))?.[1];
  }

  keys(): readonly Value[] {
    return [...this.entries.values()].map(([key]) => key);
  }
}

/** Numbers that are equal are one key. */
function keyOf(key: Value): unknown {
  if (key instanceof Uint) return `#${key.value}`;
  if (typeof key === 'bigint') return `#${key}`;
  if (typeof key === 'number') return Number.isInteger(key) ? `#${BigInt(key)}` : `#${key}`;
  return typeof key === 'string' ? `'${key}` : key;
}

/** A typed literal: `Object.spec{...}`, `JSONPatch{...}`. */
export class Struct extends MapValue {
  constructor(
    readonly typeName: string,
    readonly fields: ReadonlyMap<string, Value>,
    /** Fields that are there when nothing set them. */
    private readonly zeros: ReadonlyMap<string, Value> = new Map(),
  ) {
    super();
  }

  get size(): number {
    return this.fields.size;
  }

  find(key: Value): Value | undefined {
    return this.fields.has(key as string) ? this.fields.get(key as string) : this.zeros.get(key as string);
  }

  has(field: string): boolean {
    return this.fields.has(field);
  }

  keys(): readonly Value[] {
    return [...this.fields.keys()];
  }

  override equals(other: Value): boolean {
    return other instanceof Struct && other.typeName === this.typeName && super.equals(other);
  }
}

export function typeNameOf(value: Value): string {
  if (value === null) return 'null_type';
  switch (typeof value) {
    case 'bigint':
      return 'int';
    case 'number':
      return 'double';
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    default:
      if (Array.isArray(value)) return 'list';
      return value instanceof Uint8Array ? 'bytes' : (value as CelObject).typeName;
  }
}

/** Numbers of any kind; undefined for the rest. Compared exactly, as cel-go does. */
export function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof Uint ? value.value : undefined;
}

/** Values of different types are not equal; numbers are where they stand for the same. */
export function equal(left: Value, right: Value): boolean {
  const a = numberOf(left);
  const b = a === undefined ? undefined : numberOf(right);
  if (a !== undefined) return b !== undefined && (typeof a === typeof b ? a === b : Number(a) === Number(b));
  if (left === right) return true;
  if (left === null || typeof left !== 'object') return false;
  if (left instanceof Uint8Array)
    return right instanceof Uint8Array && left.length === right.length && left.every((byte, index) => byte === right[index]);
  if (Array.isArray(left))
    return Array.isArray(right) && left.length === right.length && left.every((item: Value, index) => equal(item, right[index] as Value));
  return (left as CelObject).equals?.(right) ?? false;
}

/** -1, 0, 1; undefined where the two cannot be put in order. */
export function compare(left: Value, right: Value): -1 | 0 | 1 | undefined {
  const [a, b] = [numberOf(left), numberOf(right)];
  if (a !== undefined && b !== undefined) return typeof a === typeof b ? order(a, b as typeof a) : order(Number(a), Number(b));
  if (typeof left === 'string' && typeof right === 'string') return order(codePoints(left), codePoints(right));
  if (typeof left === 'boolean' && typeof right === 'boolean') return order(Number(left), Number(right));
  if (left instanceof Uint8Array && right instanceof Uint8Array) return order(hex(left), hex(right));
  if (left instanceof Timestamp && right instanceof Timestamp) return order(left.nanos, right.nanos);
  return left instanceof Duration && right instanceof Duration ? order(left.nanos, right.nanos) : undefined;
}

function order<T extends bigint | number | string>(a: T | number, b: T | number): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Texts are ordered by their bytes, which is by code points; UTF-16 units above the surrogates must come first. */
function codePoints(text: string): string {
  return /[\ud800-\uffff]/.test(text)
    ? [...text].map((each) => (each.codePointAt(0) as number).toString(16).padStart(6, '0')).join('')
    : text;
}

function hex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value % by < 0n ? quotient - 1n : quotient;
}

/** How large a value is for cost: characters, items, entries; 1 for the rest. */
export function sizeOf(value: Value): number {
  if (typeof value === 'string') return value.length;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return value instanceof MapValue ? value.size : 1;
}
