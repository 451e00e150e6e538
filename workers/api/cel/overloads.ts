/** Which operators and functions take which types (source: cel-go common/stdlib and k8s.io/apiserver/pkg/cel/library, 1.36). */
import { BOOL, DYN, STRING } from './types';
import type { CelType } from './types';

type Kind = CelType['kind'];

const INT: CelType = { kind: 'int' };
const STRINGS: CelType = { kind: 'list', value: STRING };
const ORDERED: readonly Kind[] = ['bool', 'int', 'double', 'string', 'bytes', 'timestamp', 'duration'];

/** How errors name an operator. */
export function operatorName(operator: string): string {
  return operator === 'in' ? '@in' : operator === '!_' || operator === '-_' ? operator : operator === '[]' ? '_[_]' : `_${operator}_`;
}

/** The type of `left operator right`; undefined: there is no such overload. */
export function binaryType(operator: string, left: CelType, right: CelType): CelType | undefined {
  switch (operator) {
    case '&&':
    case '||':
      return isOf(left, ['bool']) && isOf(right, ['bool']) ? BOOL : undefined;
    case '==':
    case '!=':
      return isComparable(left, right) ? BOOL : undefined;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isOrdered(left, right) ? BOOL : undefined;
    case 'in':
      return isMember(left, right) ? BOOL : undefined;
    case '[]':
      return elementType(left, right);
    default:
      return arithmetic(operator, left, right);
  }
}

export function unaryType(operator: '!_' | '-_', operand: CelType): CelType | undefined {
  if (operator === '!_') return isOf(operand, ['bool']) ? BOOL : undefined;
  return isOf(operand, ['int', 'double']) ? operand : undefined;
}

/** Values of these types can be equal: one type, or null and an object. */
export function isComparable(left: CelType, right: CelType): boolean {
  if (left.kind === 'dyn' || right.kind === 'dyn') return true;
  if ('value' in left && 'value' in right) return left.kind === right.kind && isComparable(left.value, right.value);
  const nullable = (type: CelType) => type.kind === 'object' || type.kind === 'timestamp' || type.kind === 'duration';
  return left.kind === right.kind || (left.kind === 'null_type' && nullable(right)) || (right.kind === 'null_type' && nullable(left));
}

function isOrdered(left: CelType, right: CelType): boolean {
  if (left.kind === 'dyn' || right.kind === 'dyn') return isOf(left, ORDERED) && isOf(right, ORDERED);
  const numbers = isOf(left, ['int', 'double']) && isOf(right, ['int', 'double']);
  return numbers || (left.kind === right.kind && ORDERED.includes(left.kind));
}

function isMember(item: CelType, holder: CelType): boolean {
  if (holder.kind === 'dyn') return true;
  if (holder.kind === 'list') return isComparable(item, holder.value);
  return holder.kind === 'map' && isOf(item, ['string']);
}

function elementType(holder: CelType, key: CelType): CelType | undefined {
  if (holder.kind === 'dyn') return DYN;
  if (holder.kind === 'list') return isOf(key, ['int']) ? holder.value : undefined;
  return holder.kind === 'map' && isOf(key, ['string']) ? holder.value : undefined;
}

function arithmetic(operator: string, left: CelType, right: CelType): CelType | undefined {
  const numbers: readonly Kind[] = operator === '%' ? ['int'] : ['int', 'double'];
  const sums: readonly Kind[] =
    operator === '+' ? ['string', 'bytes', 'list', 'duration', 'timestamp'] : operator === '-' ? ['duration', 'timestamp'] : [];
  const allowed = [...numbers, ...sums];
  if (left.kind === 'dyn' || right.kind === 'dyn') return isOf(left, allowed) && isOf(right, allowed) ? DYN : undefined;
  const times = [left.kind, right.kind].join(operator);
  if (times === 'timestamp-timestamp') return { kind: 'duration' };
  if (['timestamp+duration', 'duration+timestamp', 'timestamp-duration'].includes(times)) return { kind: 'timestamp' };
  if (times === 'timestamp+timestamp') return undefined;
  return allowed.includes(left.kind) && left.kind === right.kind && isComparable(left, right) ? left : undefined;
}

interface Overload {
  readonly on: readonly Kind[];
  /** Kinds of the arguments; those after a null may be left out. */
  readonly takes: readonly (Kind | null)[];
  readonly gives: CelType;
}

const text = (takes: readonly (Kind | null)[], gives: CelType): Overload => ({ on: ['string'], takes, gives });
const METHODS: Readonly<Record<string, Overload>> = {
  startsWith: text(['string'], BOOL),
  endsWith: text(['string'], BOOL),
  contains: text(['string'], BOOL),
  matches: text(['string'], BOOL),
  lowerAscii: text([], STRING),
  upperAscii: text([], STRING),
  trim: text([], STRING),
  charAt: text(['int'], STRING),
  replace: text(['string', 'string', null, 'int'], STRING),
  split: text(['string', null, 'int'], STRINGS),
  substring: text(['int', null, 'int'], STRING),
  find: text(['string'], STRING),
  findAll: text(['string', null, 'int'], STRINGS),
  size: { on: ['string', 'bytes', 'list', 'map'], takes: [], gives: INT },
  isSorted: { on: ['list'], takes: [], gives: BOOL },
};
const FUNCTIONS: Readonly<Record<string, CelType>> = {
  has: BOOL,
  size: INT,
  string: STRING,
  int: INT,
  double: { kind: 'double' },
  bool: BOOL,
  bytes: { kind: 'bytes' },
  timestamp: { kind: 'timestamp' },
  duration: { kind: 'duration' },
  isURL: BOOL,
  isIP: BOOL,
  isCIDR: BOOL,
  isQuantity: BOOL,
};

export function functionType(name: string): CelType {
  return FUNCTIONS[name] ?? DYN;
}

/** 'dyn' for methods this knows nothing of; undefined: there is no such overload. */
export function methodType(name: string, receiver: CelType, given: readonly CelType[]): CelType | undefined {
  const method = METHODS[name];
  if (!method || receiver.kind === 'dyn') return method?.gives ?? DYN;
  const takes = method.takes.filter((kind) => kind !== null);
  const required = method.takes.includes(null) ? method.takes.indexOf(null) : takes.length;
  const fits = given.length >= required && given.length <= takes.length && given.every((type, at) => isOf(type, [takes[at] as Kind]));
  return method.on.includes(receiver.kind) && fits ? method.gives : undefined;
}

function isOf(type: CelType, kinds: readonly Kind[]): boolean {
  return type.kind === 'dyn' || kinds.includes(type.kind);
}
