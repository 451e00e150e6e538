/** Types of CEL expressions (source: cel-go common/types/types.go). 'dyn' fits everywhere and is only checked when it runs. */
export type CelType =
  | {
      readonly kind: 'dyn' | 'error' | 'int' | 'uint' | 'double' | 'string' | 'bool' | 'bytes' | 'null_type' | 'timestamp' | 'duration';
    }
  | { readonly kind: 'list'; readonly value: CelType }
  /** Keys are texts where nothing is said. */
  | { readonly kind: 'map'; readonly key?: CelType; readonly value: CelType }
  | ObjectType
  /** A library's own type, or optional_type. */
  | { readonly kind: 'opaque'; readonly name: string; readonly params?: readonly CelType[] }
  | { readonly kind: 'param'; readonly name: string }
  | { readonly kind: 'type'; readonly of?: CelType };

export interface ObjectType {
  readonly kind: 'object';
  /** Two types of one name are the same. */
  readonly name?: string;
  readonly fields: ReadonlyMap<string, CelType>;
  /** 'any': every field is there, of type dyn; 'none': the type is known by name only; 'unchecked': other fields have no type at all. */
  readonly holds?: 'any' | 'none' | 'unchecked';
}

export const DYN: CelType = { kind: 'dyn' };
export const ERROR: CelType = { kind: 'error' };
export const BOOL: CelType = { kind: 'bool' };
export const STRING: CelType = { kind: 'string' };
export const INT: CelType = { kind: 'int' };
export const UINT: CelType = { kind: 'uint' };
export const DOUBLE: CelType = { kind: 'double' };
export const BYTES: CelType = { kind: 'bytes' };
export const NULL: CelType = { kind: 'null_type' };
export const TIMESTAMP: CelType = { kind: 'timestamp' };
export const DURATION: CelType = { kind: 'duration' };
export const TYPE: CelType = { kind: 'type' };
export const listOf = (value: CelType): CelType => ({ kind: 'list', value });
export const mapOf = (key: CelType, value: CelType): CelType => ({ kind: 'map', key, value });
export const opaque = (name: string, ...params: CelType[]): CelType => ({ kind: 'opaque', name, params });
export const optionalOf = (value: CelType): CelType => opaque('optional_type', value);
export const param = (name: string): CelType => ({ kind: 'param', name });

const NAMES: Readonly<Record<string, string>> = { timestamp: 'google.protobuf.Timestamp', duration: 'google.protobuf.Duration' };
const SHORT: Readonly<Record<string, string>> = { null_type: 'null' };

/** The whole name: "list(string)", "map(string, dyn)", "google.protobuf.Timestamp". */
export function typeName(type: CelType): string {
  return named(type, NAMES);
}

/** As the type checker's errors name it: "null", "timestamp". */
export function shortTypeName(type: CelType): string {
  return named(type, SHORT);
}

function named(type: CelType, names: Readonly<Record<string, string>>): string {
  const parts = () =>
    partsOf(type)
      .map((part) => named(part, names))
      .join(', ');
  switch (type.kind) {
    case 'list':
    case 'map':
      return `${type.kind}(${parts()})`;
    case 'object':
      return type.name ?? 'object';
    case 'opaque':
      return type.params?.length ? `${type.name}(${parts()})` : type.name;
    case 'param':
      return type.name;
    case 'type':
      return type.of ? `type(${parts()})` : 'type';
    case 'error':
      return '!error!';
    default:
      return names[type.kind] ?? type.kind;
  }
}

/** The types a type is made of, in order; [] for plain ones. */
export function partsOf(type: CelType): readonly CelType[] {
  if (type.kind === 'list') return [type.value];
  if (type.kind === 'map') return [type.key ?? STRING, type.value];
  return type.kind === 'opaque' ? (type.params ?? []) : type.kind === 'type' && type.of ? [type.of] : [];
}

export function withParts(type: CelType, parts: readonly CelType[]): CelType {
  const [first, second] = parts;
  if (!first) return type;
  if (type.kind === 'list') return listOf(first);
  if (type.kind === 'map') return mapOf(first, second as CelType);
  return type.kind === 'opaque' ? { ...type, params: parts } : type.kind === 'type' ? { ...type, of: first } : type;
}

/** What an optional holds, and whether the type is one. */
export function unwrapped(type: CelType): readonly [CelType, boolean] {
  return type.kind === 'opaque' && type.name === 'optional_type' ? [type.params?.[0] ?? DYN, true] : [type, false];
}
