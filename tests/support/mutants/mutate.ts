/** Turns valid objects into doubtful ones: with further fields of their own schema, without some, with hostile values and keys. */
import docs from '../../../workers/resources/schema/generated/docs.json';
import { typeNamed } from '../../../workers/resources/schema/structure';
import type { FieldType, ScalarCode, StructType } from '../../../workers/resources/schema/structure';
import type { RandomStream } from '../../../workers/sim/component';
import { KEYS, RESOURCES, valuesOf } from './values';

type Json = Record<string, unknown>;

/** How far from what people write: changes an object (1 to `turns`), share of them that ignore the schema. */
export interface Doubt {
  readonly turns: number;
  readonly hostile: number;
}

const enums = docs.enums as unknown as Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
const DEPTH_MAX = 4;
const HOSTILE: readonly unknown[] = [
  null,
  '',
  'x',
  0,
  -1,
  1.5,
  1e21,
  true,
  [],
  {},
  [null],
  [[]],
  '\u0000',
  'x'.repeat(300),
  { name: null },
  { a: 'b' },
  [{}],
  ['a', 'a'],
];

/** Changes `object` in place. */
export function mutate(object: Json, type: StructType | undefined, random: RandomStream, doubt: Doubt = { turns: 4, hostile: 0.3 }): void {
  for (let turns = 1 + random.int(doubt.turns); turns > 0; turns--) {
    const holder = pick(holders(object, type), random);
    const hostile = random.float() < doubt.hostile;
    if (Array.isArray(holder.value)) changeList(holder.value, holder.item, hostile, random);
    else changeMap(holder.value as Json, holder.type, hostile, random);
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

function changeList(list: unknown[], item: FieldType | undefined, hostile: boolean, random: RandomStream): void {
  const at = random.int(list.length + 1);
  const turn = random.int(3);
  if (hostile) list[at] = structuredClone(pick(HOSTILE, random));
  else if (turn === 0 && list.length > 0) list.push(almost(list[at % list.length], random));
  else if (turn === 1 && list.length > 0) list.splice(at % list.length, 1);
  else if (item) list.push(valueOf(item, '', undefined, random, 1));
}

/** A copy, of an item with a name sometimes under another. */
function almost(item: unknown, random: RandomStream): unknown {
  const copy = structuredClone(item);
  if (typeof copy === 'object' && copy !== null && 'name' in copy && random.int(2) === 0) copy.name = pick(['b', 'c2', 'Bad_'], random);
  return copy;
}

function changeMap(map: Json, type: StructType | undefined, hostile: boolean, random: RandomStream): void {
  const present = Object.keys(map);
  const turn = random.int(8);
  if (hostile) {
    if (random.int(3) === 0) set(map, pick(KEYS, random), pick(valuesOf('s', ''), random));
    else set(map, pick([...present, 'x'], random), structuredClone(pick(HOSTILE, random)));
  } else if (turn === 0 && present.length > 0) delete map[pick(present, random)];
  else if (type && type.fields.size > 0) {
    const known = present.filter((name) => type.fields.has(name));
    const name = turn < 4 && known.length > 0 ? pick(known, random) : pick([...type.fields.keys()], random);
    set(map, name, valueOf(type.fields.get(name) as FieldType, name, enums[type.name]?.[name], random, 0));
  } else set(map, pick([...present, 'a', 'b'], random), pick(valuesOf('s', ''), random));
}

function valueOf(field: FieldType, name: string, values: readonly string[] | undefined, random: RandomStream, depth: number): unknown {
  const [wrapper, ...rest] = field.wrappers;
  const inner = { ...field, wrappers: rest.join('') };
  if (wrapper === '[') return Array.from({ length: pick([0, 1, 1, 2], random) }, () => valueOf(inner, name, values, random, depth + 1));
  if (wrapper === '{') {
    const map: Json = {};
    const keys = field.scalar === 'q' ? RESOURCES : KEYS;
    for (let count = random.int(3); count > 0; count--) set(map, pick(keys, random), valueOf(inner, '', values, random, depth + 1));
    return map;
  }
  if (field.type === undefined)
    return structuredClone(pick<unknown>(values && random.int(3) > 0 ? values : valuesOf(field.scalar as ScalarCode, name), random));
  return structOf(typeNamed(field.type), random, depth + 1);
}

/** Of a type with many fields only a few. */
function structOf(type: StructType, random: RandomStream, depth: number): Json {
  const object: Json = {};
  const share = type.fields.size > 12 ? 0.12 : 0.35;
  for (const [name, field] of type.fields) {
    if (depth > DEPTH_MAX || random.float() >= (field.required ? 0.9 : share)) continue;
    object[name] = valueOf(field, name, enums[type.name]?.[name], random, depth);
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
