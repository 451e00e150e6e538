/**
 * The structure of every kind: fields and their types, from generated/structure.json (see scripts/generate-schema.ts)
 * and the simulation's own kinds. Descriptions are apart, in generated/docs.json, and only loaded where they are shown.
 */
import generated from './generated/structure.json';
import type { PatchMeta } from './patch-meta';
import { simKinds, simTypes } from './sim-types';

/**
 * s text, b boolean, i int32, l int64, d double, q quantity, t time, T time with microseconds, x number or text,
 * y base64 bytes, o anything; every other code is the name of a structured type.
 */
export type ScalarCode = 's' | 'b' | 'i' | 'l' | 'd' | 'q' | 't' | 'T' | 'x' | 'y' | 'o';

export interface FieldType {
  /** How many lists (`[`) and maps (`{`) are around the value, outermost first. */
  readonly wrappers: string;
  readonly scalar?: ScalarCode;
  /** Name of the structured type: "core.v1.Container". */
  readonly type?: string;
  readonly required: boolean;
}

export interface StructType {
  /** "core.v1.Container" */
  readonly name: string;
  readonly fields: ReadonlyMap<string, FieldType>;
  /** How members merge, where the type is not one of the generated ones. */
  readonly members?: ReadonlyMap<string, PatchMeta>;
  /** Other fields may be there too, and be anything. */
  readonly open?: boolean;
}

const SCALARS = new Set<string>(['s', 'b', 'i', 'l', 'd', 'q', 't', 'T', 'x', 'y', 'o']);
const kinds: Readonly<Record<string, string>> = { ...generated.kinds, ...simKinds };
const sources: Readonly<Record<string, string>> = { ...generated.types, ...simTypes };
const parsed = new Map<string, StructType>();

/** The type of a kind's objects; undefined for kinds without a schema. */
export function typeOfKind(apiVersion: string, kind: string): StructType | undefined {
  const name = kinds[`${apiVersion} ${kind}`];
  return name === undefined ? undefined : typeNamed(name);
}

export function typeNamed(name: string): StructType {
  const known = parsed.get(name);
  if (known) {
    return known;
  }
  const source = sources[name];
  if (source === undefined) {
    throw new Error(`schema: no type ${name}`);
  }
  const type = { name, fields: new Map(source === '' ? [] : source.split(' ').map(parseField)) };
  parsed.set(name, type);
  return type;
}

/** Names of all structured types, in the order of their generation. */
export function typeNames(): readonly string[] {
  return Object.keys(sources);
}

/** "apiVersion Kind" of every kind with a schema. */
export function kindsWithSchema(): readonly string[] {
  return Object.keys(kinds);
}

function parseField(text: string): [string, FieldType] {
  const colon = text.indexOf(':');
  const required = text[colon - 1] === '!';
  const code = text.slice(colon + 1);
  const wrappers = /^[[{]*/.exec(code)?.[0] ?? '';
  const inner = code.slice(wrappers.length);
  const field: FieldType = SCALARS.has(inner) ? { wrappers, scalar: inner as ScalarCode, required } : { wrappers, type: inner, required };
  return [text.slice(0, required ? colon - 1 : colon), field];
}
