/**
 * What the generated structure does not tell about the Go types behind it: names of types that error texts mention, which fields are
 * left out of the JSON when empty, and which are written even when nobody set them (generated/go-facts.json, see scripts/go-facts).
 */
import generated from './generated/go-facts.json';
import type { FieldType, ScalarCode, StructType } from './structure';

const PLAIN: Readonly<Record<string, string>> = {
  s: 'string',
  b: 'bool',
  i: 'int32',
  l: 'int64',
  d: 'float64',
  y: '[]uint8',
  q: 'resource.Quantity',
  t: 'v1.Time',
  T: 'v1.MicroTime',
  x: 'intstr.IntOrString',
  o: 'runtime.RawExtension',
};
/** Fields of simulated kinds, which no Go type stands behind, are all written when given. */
const NO_FACTS = 'p';

/** "." left out when empty, "p" left out when absent, "w" always written, "n" null when absent, "s" a struct in place. */
type Tag = '.' | 'p' | 'w' | 'n' | 's';

interface Facts {
  readonly tags: ReadonlyMap<string, Tag>;
  /** Go types of fields, where the name is not the plain one. */
  readonly names: ReadonlyMap<string, string>;
  /** Names of the embedded structs around a field, outermost first, joined by dots. */
  readonly embedded: ReadonlyMap<string, string>;
}

const sources: Readonly<Record<string, string>> = generated;
const known = new Map<string, Facts>();

/** How an error text names the Go type of a field, inside `depth` of its lists and maps. */
export function goTypeName(field: FieldType, depth: number, owner: StructType, name: string): string {
  const special = innerName(factsOf(owner).names.get(name), depth);
  if (special !== undefined) return special;
  const wrappers = [...field.wrappers.slice(depth)].map((wrapper) => (wrapper === '[' ? '[]' : 'map[string]')).join('');
  return wrappers + (field.type === undefined ? (PLAIN[field.scalar as string] as string) : field.type.slice(field.type.indexOf('.') + 1));
}

/** Without its `depth` outer lists and maps; undefined where a name of their own hides them. */
function innerName(special: string | undefined, depth: number): string | undefined {
  if (special === undefined || depth === 0) return special;
  const wrapper = /^(?:\[\]|map\[[^\]]*\])/.exec(special)?.[0];
  return wrapper === undefined ? undefined : innerName(special.slice(wrapper.length), depth - 1);
}

/** The field as paths in error texts name it: with the embedded structs around it. */
export function goFieldName(owner: StructType, name: string): string {
  const within = factsOf(owner).embedded.get(name);
  return within === undefined ? name : `${within}.${name}`;
}

export function tagOf(owner: StructType, name: string): Tag {
  return factsOf(owner).tags.get(name) ?? NO_FACTS;
}

function factsOf(type: StructType): Facts {
  let facts = known.get(type.name);
  if (!facts) {
    facts = parseFacts(type, sources[type.name] ?? '');
    known.set(type.name, facts);
  }
  return facts;
}

function parseFacts(type: StructType, source: string): Facts {
  const [letters = '', ...texts] = source.split(' ');
  const pairs = (separator: string) =>
    new Map(texts.filter((text) => text.includes(separator)).map((text) => text.split(separator) as [string, string]));
  return {
    tags: new Map([...type.fields.keys()].slice(0, letters.length).map((name, index) => [name, letters[index] as Tag])),
    names: pairs('='),
    embedded: pairs('@'),
  };
}

/** What an unset value of a scalar type is in JSON. */
export const SCALAR_ZEROS: Readonly<Record<ScalarCode, unknown>> = {
  s: '',
  i: 0,
  l: 0,
  d: 0,
  b: false,
  q: '0',
  x: 0,
  t: null,
  T: null,
  o: null,
  y: null,
};
