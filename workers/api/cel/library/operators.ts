/** Arithmetic and order (source: cel-go common/stdlib and common/types, 1.36's release). Logic, equality, access are the interpreter's. */
import { declare } from '../signature';
import type { Implementation, Overload } from '../signature';
import { CelError, Duration, Timestamp, Uint, compare } from '../value';
import type { Value } from '../value';

const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;
/** Seconds of the years 1 to 9999. */
export const SECONDS_MIN = -62135596800n;
export const SECONDS_MAX = 253402300799n;

export function int(value: bigint): bigint {
  if (value > INT_MAX || value < -INT_MAX - 1n) throw new CelError('integer overflow');
  return value;
}

export function uint(value: bigint): Uint {
  if (value < 0n || value > UINT_MAX) throw new CelError('unsigned integer overflow');
  return new Uint(value);
}

export function timestamp(nanos: bigint): Timestamp {
  const made = new Timestamp(nanos);
  if (made.seconds < SECONDS_MIN || made.seconds > SECONDS_MAX) throw new CelError('timestamp overflow');
  return made;
}

export function duration(nanos: bigint): Duration {
  if (nanos > INT_MAX || nanos < -INT_MAX - 1n) throw new CelError('integer overflow');
  return new Duration(nanos);
}

/** Whole numbers divided towards zero. */
function divided(a: bigint, b: bigint, how: 'division' | 'modulus'): bigint {
  if (b === 0n) throw new CelError(`${how} by zero`);
  return how === 'division' ? a / b : a % b;
}

const SUMS: readonly Overload[] = [
  declare('_+_(int, int): int', (a: bigint, b: bigint) => int(a + b)),
  declare('_+_(uint, uint): uint', (a: Uint, b: Uint) => uint(a.value + b.value)),
  declare('_+_(double, double): double', (a: number, b: number) => a + b),
  declare('_+_(string, string): string', (a: string, b: string) => a + b),
  declare('_+_(bytes, bytes): bytes', (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b])),
  declare('_+_(list<A>, list<A>): list<A>', (a: readonly Value[], b: readonly Value[]) => [...a, ...b]),
  declare('_+_(duration, duration): duration', (a: Duration, b: Duration) => duration(a.nanos + b.nanos)),
  declare('_+_(duration, timestamp): timestamp', (a: Duration, b: Timestamp) => timestamp(a.nanos + b.nanos)),
  declare('_+_(timestamp, duration): timestamp', (a: Timestamp, b: Duration) => timestamp(a.nanos + b.nanos)),
  declare('_-_(int, int): int', (a: bigint, b: bigint) => int(a - b)),
  declare('_-_(uint, uint): uint', (a: Uint, b: Uint) => uint(a.value - b.value)),
  declare('_-_(double, double): double', (a: number, b: number) => a - b),
  declare('_-_(duration, duration): duration', (a: Duration, b: Duration) => duration(a.nanos - b.nanos)),
  declare('_-_(timestamp, duration): timestamp', (a: Timestamp, b: Duration) => timestamp(a.nanos - b.nanos)),
  declare('_-_(timestamp, timestamp): duration', (a: Timestamp, b: Timestamp) => duration(a.nanos - b.nanos)),
  declare('-_(int): int', (a: bigint) => int(-a)),
  declare('-_(double): double', (a: number) => -a),
];

const PRODUCTS: readonly Overload[] = [
  declare('_*_(int, int): int', (a: bigint, b: bigint) => int(a * b)),
  declare('_*_(uint, uint): uint', (a: Uint, b: Uint) => uint(a.value * b.value)),
  declare('_*_(double, double): double', (a: number, b: number) => a * b),
  declare('_/_(int, int): int', (a: bigint, b: bigint) => int(divided(a, b, 'division'))),
  declare('_/_(uint, uint): uint', (a: Uint, b: Uint) => uint(divided(a.value, b.value, 'division'))),
  declare('_/_(double, double): double', (a: number, b: number) => a / b),
  declare('_%_(int, int): int', (a: bigint, b: bigint) => int(divided(a, b, 'modulus'))),
  declare('_%_(uint, uint): uint', (a: Uint, b: Uint) => uint(divided(a.value, b.value, 'modulus'))),
];

const COMPARABLE = ['bool', 'string', 'bytes', 'timestamp', 'duration'].map((type) => `${type}, ${type}`);
const NUMBERS = ['int', 'uint', 'double'].flatMap((left) => ['int', 'uint', 'double'].map((right) => `${left}, ${right}`));

function orders(operator: string, holds: (order: number) => boolean): Overload[] {
  const run: Implementation = (left: Value, right: Value) => {
    if (Number.isNaN(left) || Number.isNaN(right)) throw new CelError('NaN values cannot be ordered');
    return holds(compare(left, right) ?? 0);
  };
  return [...COMPARABLE, ...NUMBERS].map((types) => declare(`_${operator}_(${types}): bool`, run));
}

export const OPERATORS: readonly Overload[] = [
  ...SUMS,
  ...PRODUCTS,
  ...orders('<', (order) => order < 0),
  ...orders('<=', (order) => order <= 0),
  ...orders('>', (order) => order > 0),
  ...orders('>=', (order) => order >= 0),
];
