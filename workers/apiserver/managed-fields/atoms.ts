/**
 * What values of a type may be, in the terms of the schemas that server-side apply checks configurations with
 * (source: sigs.k8s.io/structured-merge-diff/v6/schema and k8s.io/kube-openapi/pkg/schemaconv, 1.36).
 */
import { DOCS, RULE, SCHEMA } from '../../resources/apiextensions/schema/decode-schema';
import type { SchemaMember } from '../../resources/apiextensions/schema/decode-schema';
import { patchMeta } from '../../resources/schema/patch-meta';
import { typeNamed } from '../../resources/schema/structure';
import type { FieldType, ScalarCode, StructType } from '../../resources/schema/structure';

export type Scalar = 'numeric' | 'string' | 'boolean' | 'any';

/** A value may be one of several; nothing here: anything at all. */
export interface Atom {
  readonly scalar?: Scalar;
  readonly list?: ListAtom;
  readonly map?: MapAtom;
}

export interface ListAtom {
  readonly type: 'atomic' | 'set' | 'map';
  readonly keys: readonly string[];
  readonly keyDefaults: Readonly<Record<string, unknown>>;
  readonly item: () => Atom;
}

export interface MapAtom {
  /** Of the member of that name; undefined where it is not declared. */
  readonly member: (name: string) => Atom | undefined;
}

export const ANYTHING: Atom = {};

const SCALARS: Readonly<Record<Exclude<ScalarCode, 'o' | 'x'>, Scalar>> = {
  s: 'string',
  y: 'string',
  b: 'boolean',
  i: 'numeric',
  l: 'numeric',
  d: 'numeric',
  q: 'any',
  t: 'any',
  T: 'any',
};
const FREE_MAP: Atom = { map: { member: () => ANYTHING } };

export function structAtom(type: StructType): Atom {
  return {
    map: {
      member: (name) => {
        const field = type.fields.get(name);
        return field && wrappedAtom(field, 0, type, name);
      },
    },
  };
}

function wrappedAtom(field: FieldType, depth: number, owner: StructType, name: string): Atom {
  const inner = () => wrappedAtom(field, depth + 1, owner, name);
  switch (field.wrappers[depth]) {
    case '[': {
      const meta = depth === 0 ? patchMeta(owner, name) : undefined;
      const type = meta?.listType ?? 'atomic';
      return { list: { type, keys: meta?.listMapKeys ?? [], keyDefaults: meta?.keyDefaults ?? {}, item: inner } };
    }
    case '{':
      return { map: { member: inner } };
    default:
      if (field.type !== undefined) return structAtom(typeNamed(field.type));
      if (field.scalar === 'x') return ANYTHING;
      if (field.scalar !== 'o') return { scalar: SCALARS[field.scalar as Exclude<ScalarCode, 'o' | 'x'>] };
      return owner.name === 'apiextensions.v1.CustomResourceValidation' ? SCHEMA_OF_SCHEMAS : name === 'fieldsV1' ? FREE_MAP : ANYTHING;
  }
}

/** Of the members of a JSON schema, of its external documentation or its rules. */
function tableAtom(table: ReadonlyMap<string, SchemaMember>): Atom {
  return {
    map: {
      member: (name) => {
        const member = table.get(name);
        return member && schemaMemberAtom(member);
      },
    },
  };
}

function schemaMemberAtom({ type, around }: SchemaMember): Atom {
  const single = SCHEMA_TYPES[type]?.() ?? ANYTHING;
  if (around === 'map') return { map: { member: () => single } };
  if (around !== 'list') return single;
  const isKeyed = type === 'rule';
  return { list: { type: isKeyed ? 'map' : 'atomic', keys: ['rule'], keyDefaults: { rule: '' }, item: () => single } };
}

const SCHEMA_TYPES: Readonly<Partial<Record<SchemaMember['type'], () => Atom>>> = {
  text: () => ({ scalar: 'string' }),
  bool: () => ({ scalar: 'boolean' }),
  whole: () => ({ scalar: 'numeric' }),
  number: () => ({ scalar: 'numeric' }),
  schema: () => SCHEMA_OF_SCHEMAS,
  docs: () => tableAtom(DOCS),
  rule: () => tableAtom(RULE),
};
const SCHEMA_OF_SCHEMAS = tableAtom(SCHEMA);
