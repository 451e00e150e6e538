/** Optional values (source: cel-go cel/library.go). */
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError, Duration, MapValue, Optional, Timestamp, Uint, sizeOf } from '../value';
import type { Value } from '../value';

function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0n || value === 0 || value === '') return true;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanos === 0n;
  if (value instanceof Timestamp) return value.seconds === -62135596800n && value.nanos % 1_000_000_000n === 0n;
  const holds = Array.isArray(value) || value instanceof Uint8Array || value instanceof MapValue;
  return holds && sizeOf(value) === 0;
}

export const OPTIONALS: readonly Overload[] = [
  declare('optional.of(V): optional<V>', (value: Value) => new Optional(value)),
  declare('optional.ofNonZeroValue(V): optional<V>', (value: Value) => (isZero(value) ? Optional.none : new Optional(value))),
  declare('optional.none(): optional<V>', () => Optional.none),
  declare('optional<V>::hasValue(): bool', ({ value }: Optional) => value !== undefined),
  declare('optional<V>::value(): V', ({ value }: Optional) => {
    if (value === undefined) throw new CelError('optional.none() dereference');
    return value;
  }),
  declare('optional.unwrap(list<optional<V>>): list<V>', unwrap),
  declare('list<optional<V>>::unwrapOpt(): list<V>', unwrap),
  declare('list<V>::first(): optional<V>', (list: readonly Value[]) => new Optional(list[0])),
  declare('list<V>::last(): optional<V>', (list: readonly Value[]) => new Optional(list.at(-1))),
];

function unwrap(list: readonly Optional[]): Value[] {
  return list.map(({ value }) => value).filter((value) => value !== undefined);
}
