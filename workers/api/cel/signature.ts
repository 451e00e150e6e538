/** Declarations of functions: what they take and give, and what they do. */
import { DYN, listOf, mapOf, opaque, optionalOf, param, partsOf } from './types';
import type { CelType } from './types';
import { Duration, MapValue, Optional, Timestamp, TypeValue, Uint, typeNameOf } from './value';
import type { Value } from './value';

/** Arguments, the target of a member first. Throws CelError. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Implementation = (...args: any[]) => Value;

export interface Overload {
  readonly name: string;
  readonly member: boolean;
  /** The target of a member first. */
  readonly takes: readonly CelType[];
  readonly gives: CelType;
  /** Names of type parameters. */
  readonly parameters: readonly string[];
  readonly run: Implementation;
}

const PLAIN = ['dyn', 'int', 'uint', 'double', 'string', 'bool', 'bytes', 'null_type', 'timestamp', 'duration', 'type'] as const;

/** "contains" of texts: `string::contains(string): bool`; a function: `size(list<A>): int`. One capital is a type parameter. */
export function declare(signature: string, run: Implementation): Overload {
  const match = /^(?:(\S.*)::)?([^\s(]+)\((.*)\): (.+)$/.exec(signature);
  if (!match) throw new Error(`no signature: ${signature}`);
  const [, target, name = '', parameters = '', result = ''] = match;
  const takes = [...(target === undefined ? [] : [typeOf(target)]), ...splitTypes(parameters).map(typeOf)];
  const gives = typeOf(result);
  return { name, member: target !== undefined, takes, gives, parameters: [...new Set([...takes, gives].flatMap(parametersOf))], run };
}

function splitTypes(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of text) {
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
      continue;
    }
    depth += character === '<' ? 1 : character === '>' ? -1 : 0;
    part += character;
  }
  return part.trim() === '' ? parts : [...parts, part.trim()];
}

function typeOf(text: string): CelType {
  const plain = PLAIN.find((kind) => kind === text);
  if (plain) return { kind: plain };
  if (/^[A-Z]$/.test(text)) return param(text);
  const generic = /^(\w+)<(.*)>$/.exec(text);
  if (!generic) return text.startsWith('kubernetes.') ? { kind: 'object', name: text, fields: new Map(), holds: 'none' } : opaque(text);
  const [first = DYN, second = DYN] = splitTypes(generic[2] as string).map(typeOf);
  if (generic[1] === 'type') return { kind: 'type', of: first };
  return generic[1] === 'list' ? listOf(first) : generic[1] === 'map' ? mapOf(first, second) : optionalOf(first);
}

function parametersOf(type: CelType): readonly string[] {
  return type.kind === 'param' ? [type.name] : partsOf(type).flatMap(parametersOf);
}

/** Whether a value can be given where the type is wanted; of a list only the first item is looked at, of a map none. */
export function accepts(type: CelType, value: Value): boolean {
  switch (type.kind) {
    case 'int':
      return typeof value === 'bigint';
    case 'uint':
      return value instanceof Uint;
    case 'double':
      return typeof value === 'number';
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'bytes':
      return value instanceof Uint8Array;
    case 'null_type':
      return value === null;
    case 'timestamp':
      return value instanceof Timestamp;
    case 'duration':
      return value instanceof Duration;
    case 'type':
      return value instanceof TypeValue;
    case 'list':
      return Array.isArray(value) && (value.length === 0 || accepts(type.value, value[0] as Value));
    case 'map':
      return value instanceof MapValue;
    case 'object':
      return typeNameOf(value) === type.name;
    case 'opaque':
      return type.name === 'optional_type' ? value instanceof Optional : typeNameOf(value) === type.name;
    default:
      return true;
  }
}
