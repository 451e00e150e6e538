/** Lists and sets (source: k8s.io/apiserver/pkg/cel/library/lists.go, 1.36; cel-go ext/sets.go and ext/comprehensions.go). */
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError, Duration, Uint, compare, equal, typeNameOf } from '../value';
import type { Value } from '../value';
import { duration, int, uint } from './operators';

type List = readonly Value[];

const ORDERED = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];

function isSorted(list: List): boolean {
  return list.every((item, index) => index === 0 || order(list[index - 1] as Value, item) <= 0);
}

function order(left: Value, right: Value): number {
  const found = compare(left, right);
  if (found === undefined) throw new CelError('no such overload');
  return found;
}

function extreme(name: string, sign: 1 | -1): (list: List) => Value {
  return (list) => {
    const [first, ...rest] = list;
    if (first === undefined) throw new CelError(`${name} called on empty list`);
    return rest.reduce((best, item) => (order(item, best) * sign < 0 ? item : best), first);
  };
}

const includes = (all: List, some: List) => some.every((item) => all.some((other) => equal(item, other)));

function flattened(list: List, depth: bigint): Value[] {
  if (depth < 0n) throw new CelError('level must be non-negative');
  return list.flatMap((item) => (Array.isArray(item) && depth > 0n ? flattened(item as List, depth - 1n) : [item]));
}

function sorted(list: List, keys: List = list): Value[] {
  const [first] = keys;
  for (const key of keys)
    if (first !== undefined && typeNameOf(key) !== typeNameOf(first)) throw new CelError('list elements must have the same type');
  for (const key of keys)
    if (first !== undefined && compare(first, key) === undefined) throw new CelError('list elements must be comparable');
  const order = keys.map((_, index) => index).toSorted((a, b) => compare(keys[a] as Value, keys[b] as Value) ?? 0);
  return order.map((index) => list[index] as Value);
}

function slice(list: List, start: bigint, end: bigint): List {
  if (start < 0n || end < 0n) throw new CelError(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end) throw new CelError(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (end > BigInt(list.length)) throw new CelError(`cannot slice(${start}, ${end}), list is length ${list.length}`);
  return list.slice(Number(start), Number(end));
}

const RANGE_MAX = 1_000_000n;

function range(count: bigint): Value[] {
  if (count > RANGE_MAX) throw new CelError('operation cancelled: actual cost limit exceeded');
  return Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index));
}

/** cel-go's own library of lists, version 3. */
const EXTENSIONS: readonly Overload[] = [
  declare('list<T>::slice(int, int): list<T>', slice),
  declare('list<list<T>>::flatten(): list<T>', (list: List) => flattened(list, 1n)),
  declare('list<dyn>::flatten(int): list<dyn>', flattened),
  declare('lists.range(int): list<int>', range),
  ...ORDERED.map((type) => declare(`list<${type}>::sort(): list<${type}>`, (list: List) => sorted(list))),
  ...ORDERED.map((type) => declare(`list<T>::@sortByAssociatedKeys(list<${type}>): list<T>`, sorted)),
  declare('list<T>::distinct(): list<T>', (list: List) =>
    list.filter((item, index) => list.findIndex((other) => equal(other, item)) === index),
  ),
  declare('list<T>::reverse(): list<T>', (list: List) => list.toReversed()),
];

export const LISTS: readonly Overload[] = [
  ...EXTENSIONS,
  ...ORDERED.flatMap((type) => [
    declare(`list<${type}>::isSorted(): bool`, isSorted),
    declare(`list<${type}>::min(): ${type}`, extreme('min', 1)),
    declare(`list<${type}>::max(): ${type}`, extreme('max', -1)),
  ]),
  declare('list<int>::sum(): int', (list: readonly bigint[]) => list.reduce((sum, item) => int(sum + item), 0n)),
  declare('list<uint>::sum(): uint', (list: readonly Uint[]) => list.reduce((sum, item) => uint(sum.value + item.value), new Uint(0n))),
  declare('list<double>::sum(): double', (list: readonly number[]) => list.reduce((sum, item) => sum + item, 0)),
  declare('list<duration>::sum(): duration', (list: readonly Duration[]) =>
    list.reduce((sum, item) => duration(sum.nanos + item.nanos), new Duration(0n)),
  ),
  declare('list<T>::indexOf(T): int', (list: List, item: Value) => BigInt(list.findIndex((other) => equal(other, item)))),
  declare('list<T>::lastIndexOf(T): int', (list: List, item: Value) => BigInt(list.findLastIndex((other) => equal(other, item)))),
  declare('sets.contains(list<T>, list<T>): bool', includes),
  declare('sets.equivalent(list<T>, list<T>): bool', (left: List, right: List) => includes(left, right) && includes(right, left)),
  declare('sets.intersects(list<T>, list<T>): bool', (left: List, right: List) =>
    left.some((item) => right.some((other) => equal(item, other))),
  ),
];
