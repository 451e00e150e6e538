/** Types of CEL values as far as Kubernetes declares them; whatever is not known is 'dyn' and only checked when it runs. */
export type CelType =
  | {
      readonly kind:
        | 'dyn'
        | 'int'
        | 'double'
        | 'string'
        | 'bool'
        | 'bytes'
        | 'null_type'
        | 'timestamp'
        | 'duration'
        | 'Object'
        | 'JSONPatch';
    }
  | { readonly kind: 'list' | 'map'; readonly value: CelType }
  | { readonly kind: 'object'; readonly fields: ReadonlyMap<string, CelType> };

export const DYN: CelType = { kind: 'dyn' };
export const BOOL: CelType = { kind: 'bool' };
export const STRING: CelType = { kind: 'string' };

/** As compile errors name it: "list(string)", "object". */
export function typeName(type: CelType): string {
  if (type.kind === 'list') return `list(${typeName(type.value)})`;
  if (type.kind === 'map') return `map(string, ${typeName(type.value)})`;
  return type.kind;
}

/** A type that cel-js names ("list<dyn>", "map<string, int>"). */
export function typeOfName(name: string | undefined): CelType {
  switch (name) {
    case 'int':
    case 'double':
    case 'string':
    case 'bool':
    case 'bytes':
      return { kind: name };
    case 'null':
    case 'null_type':
      return { kind: 'null_type' };
    case 'google.protobuf.Timestamp':
      return { kind: 'timestamp' };
    case 'google.protobuf.Duration':
      return { kind: 'duration' };
    default:
      if (name?.startsWith('list')) return { kind: 'list', value: typeOfName(/^list<(.*)>$/.exec(name)?.[1]) };
      return name?.startsWith('map') ? { kind: 'map', value: DYN } : DYN;
  }
}
