/** Turns valid objects into doubtful ones: with further fields of their own schema, without some, with hostile values and keys. */
import docs from '../../../../workers/resources/schema/generated/docs.json';
import { typeNamed } from '../../../../workers/resources/schema/structure';
import type { FieldType, ScalarCode, StructType } from '../../../../workers/resources/schema/structure';
import type { RandomStream } from '../../../../workers/sim/component';

type Json = Record<string, unknown>;

const enums = docs.enums as unknown as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
const DEPTH_MAX = 4;
const KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'a', 'example.com/a', 'A_B', '', 'x'.repeat(64)];
const TEXTS = [
  'a',
  'b',
  '',
  'default',
  'web-1',
  'A',
  'a.b',
  'example.com/a',
  '10.0.0.1',
  'fd00::1',
  '80',
  '100m',
  '1Gi',
  '* * * * *',
  '/a',
  'true',
  'é',
  '\u0000',
  'self.a',
  'x'.repeat(260),
  ...KEYS.slice(0, 3),
];
const NUMBERS = [0, 1, 2, 3, -1, 80, 65_536, 2_147_483_648, 9_007_199_254_740_991, 1e21, 0.5];
const HOSTILE: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1e21,
  true,
  [],
  {},
  [null],
  [[]],
  '\u0000',
  'x'.repeat(300),
  { name: null },
  [{}],
  ['a', 'a'],
];
const OF_SCALAR: Readonly<Record<ScalarCode, readonly unknown[]>> = {
  s: TEXTS,
  b: [true, false],
  i: NUMBERS,
  l: NUMBERS,
  d: NUMBERS,
  q: ['1', '100m', '1Gi', '-1', '0', '1e3', 'x', 5],
  t: ['2026-01-01T00:00:00Z', '2026-01-01', 'x', null],
  T: ['2026-01-01T00:00:00.000000Z', 'x', null],
  x: [80, 'http', '50%', -1, ''],
  y: ['AAEC', 'dg==', '!', ''],
  o: [{ a: 1 }, 'a', 1, [], null],
};

/** Changes `object` in place, once to four times. */
export function mutate(object: Json, type: StructType | undefined, random: RandomStream): void {
  for (let turns = 1 + random.int(4); turns > 0; turns--) {
    const holder = pick(holders(object, type), random);
    if (Array.isArray(holder.value)) changeList(holder.value, holder.item, random);
    else changeMap(holder.value as Json, holder.type, random);
  }
}

interface Holder {
  readonly value: object;
  /** Of an object: its structured type, where it has one. */
  readonly type: StructType | undefined;
  /** Of a list: what its items are. */
  readonly item: FieldType | undefined;
}

function holders(value: unknown, type: StructType | undefined, item?: FieldType): Holder[] {
  if (typeof value !== 'object' || value === null) return [];
  const own: Holder = { value, type, item };
  if (Array.isArray(value)) return [own, ...value.flatMap((each) => holders(each, item?.type ? typeNamed(item.type) : undefined))];
  const below = Object.entries(value).flatMap(([name, member]) => {
    const field = type?.fields.get(name);
    if (!field) return holders(member, undefined);
    const isList = field.wrappers.startsWith('[');
    return holders(
      member,
      field.type && field.wrappers === '' ? typeNamed(field.type) : undefined,
      isList ? { ...field, wrappers: field.wrappers.slice(1) } : undefined,
    );
  });
  return [own, ...below];
}

function changeList(list: unknown[], item: FieldType | undefined, random: RandomStream): void {
  const at = random.int(list.length + 1);
  const turn = random.int(4);
  if (turn === 0 && list.length > 0) list.push(structuredClone(list[at % list.length]));
  else if (turn === 1) list.splice(at, 1);
  else if (turn === 2 && item) list.push(valueOf(item, undefined, random, 1));
  else list[at] = structuredClone(pick(HOSTILE, random));
}

function changeMap(map: Json, type: StructType | undefined, random: RandomStream): void {
  const turn = random.int(10);
  const key = pick(Object.keys(map).concat('x'), random);
  if (type && turn < 6) {
    const [name, field] = pick([...type.fields], random);
    set(map, name, valueOf(field, enums[type.name]?.[name], random, 0));
  } else if (turn < 8) set(map, key, structuredClone(pick(HOSTILE, random)));
  else if (turn === 8) delete map[key];
  else set(map, pick(KEYS, random), pick(TEXTS, random));
}

function valueOf(field: FieldType, values: readonly string[] | undefined, random: RandomStream, depth: number): unknown {
  const [wrapper, ...rest] = field.wrappers;
  const inner = { ...field, wrappers: rest.join('') };
  if (wrapper === '[') return Array.from({ length: random.int(3) }, () => valueOf(inner, values, random, depth + 1));
  if (wrapper === '{') {
    const map: Json = {};
    for (let count = random.int(3); count > 0; count--) set(map, pick(KEYS, random), valueOf(inner, values, random, depth + 1));
    return map;
  }
  if (field.type === undefined)
    return values && random.int(3) > 0 ? pick(values, random) : pick(OF_SCALAR[field.scalar as ScalarCode], random);
  return structOf(typeNamed(field.type), random, depth + 1);
}

function structOf(type: StructType, random: RandomStream, depth: number): Json {
  const object: Json = {};
  for (const [name, field] of type.fields) {
    if (depth > DEPTH_MAX || random.int(10) >= (field.required ? 9 : 3)) continue;
    object[name] = valueOf(field, enums[type.name]?.[name], random, depth);
  }
  return object;
}

/** Also a member that is called "__proto__". */
function set(map: Json, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

function pick<T>(choices: readonly T[], random: RandomStream): T {
  return choices[random.int(choices.length)] as T;
}
