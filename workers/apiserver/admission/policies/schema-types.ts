/** Types of objects for the check of expressions (source: k8s.io/apiserver/pkg/cel/common/schemas.go and pkg/cel/openapi, 1.36). */
import { BOOL, BYTES, DOUBLE, DYN, INT, STRING, TIMESTAMP, listOf, mapOf } from '../../../api/cel/types';
import type { CelType, ObjectType } from '../../../api/cel/types';
import { escapeName } from '../../../api/cel/values';
import { typeNamed } from '../../../resources/schema/structure';
import type { FieldType, ScalarCode, StructType } from '../../../resources/schema/structure';

/** A type whose members are looked up when they are asked for: schemas contain themselves. */
class StructObject implements ObjectType {
  readonly kind = 'object';
  private known: ReadonlyMap<string, CelType> | undefined;

  constructor(
    readonly name: string,
    private readonly type: StructType | undefined,
  ) {}

  get fields(): ReadonlyMap<string, CelType> {
    return (this.known ??= new Map(this.members()));
  }

  private *members(): Iterable<[string, CelType]> {
    for (const [name, field] of this.type?.fields ?? []) {
      const type = typeOfField(field, field.wrappers, `${this.name}.${name}`);
      const escaped = escapeName(name);
      if (type && escaped !== undefined) yield [escaped, type];
    }
  }
}

const SCALARS: Readonly<Record<ScalarCode, CelType | undefined>> = {
  s: STRING,
  b: BOOL,
  i: INT,
  l: INT,
  d: DOUBLE,
  t: TIMESTAMP,
  T: TIMESTAMP,
  x: DYN,
  y: BYTES,
  // Their schemas have no one type, so such members count as missing.
  q: undefined,
  o: undefined,
};

/** Schemas say "object" of these without a word about its members. */
const SHAPELESS = new Set(['data', 'fieldsV1', 'parameters', 'raw', 'object']);

function typeOfField(field: FieldType, wrappers: string, path: string): CelType | undefined {
  const [outer, rest] = [wrappers[0], wrappers.slice(1)];
  if (outer !== undefined) {
    const inner = typeOfField(field, rest, `${path}.${outer === '[' ? '@idx' : '@elem'}`);
    return inner && (outer === '[' ? listOf(inner) : mapOf(STRING, inner));
  }
  if (field.type !== undefined) return new StructObject(path, typeNamed(field.type));
  const name = path.split('.').at(-1) ?? '';
  if (field.scalar === 'o' && name === 'openAPIV3Schema') return DYN;
  if (field.scalar === 'o' && SHAPELESS.has(name)) return new StructObject(path, undefined);
  return field.scalar && SCALARS[field.scalar];
}

/** `name`: what errors call it. Differs: schemas in definitions may have any members. */
export function celTypeOfStruct(type: StructType, name: string): CelType {
  return new StructObject(name, type);
}
