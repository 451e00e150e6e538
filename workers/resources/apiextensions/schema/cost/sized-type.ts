/** How large values of a schema can be in one request (source: k8s.io/apiserver/pkg/cel/{types.go,common/schemas.go,limits.go}, 1.36). */
import { escapeName } from '../../../../api/cel/values';
import { valuesOf } from '../json-schema';
import type { JsonSchemaProps } from '../json-schema';

/** Bytes of a request. */
const REQUEST_MAX = 3 * 1024 * 1024;

export interface SizedType {
  /** Items, members or characters at most; 0 of what has none. */
  readonly max: number;
  /** Bytes of JSON at least. */
  readonly least: number;
  readonly items?: SizedType;
  readonly keys?: SizedType;
  readonly fields?: ReadonlyMap<string, SizedType>;
}

/** How often a value that takes at least so many bytes can be in a request. */
export function cardinalityOf({ least }: SizedType): number {
  return Math.floor(REQUEST_MAX / (least + 1));
}

const TEXT_MAX = REQUEST_MAX - 2;
const TEXT: SizedType = { max: TEXT_MAX, least: 2 };
const KEY: SizedType = { max: 0, least: 2 };
const METADATA: SizedType = { max: 0, least: 2, fields: new Map(['name', 'generateName'].map((name) => [name, TEXT])) };

/** undefined where rules can see nothing. `root`: a whole object, or an embedded one. */
export function sizedType(schema: JsonSchemaProps | undefined, root = false): SizedType | undefined {
  if (!schema) return undefined;
  if (schema['x-kubernetes-int-or-string']) return { max: characters(schema) ?? TEXT_MAX, least: 1 };
  switch (schema.type) {
    case 'array':
      return sizedList(schema);
    case 'object':
      return sizedObject(schema, root);
    case 'string':
      return sizedText(schema);
    case 'boolean':
      return { max: 0, least: 4 };
    case 'number':
    case 'integer':
      return { max: 0, least: 1 };
    default:
      return undefined;
  }
}

/** A character can take four bytes. */
function characters({ maxLength }: JsonSchemaProps): number | undefined {
  return maxLength === undefined ? undefined : Math.max(0, maxLength) * 4;
}

const FORMATS: Readonly<Record<string, SizedType>> = {
  duration: { max: 32, least: 4 },
  date: { max: 12, least: 12 },
  'date-time': { max: 38, least: 22 },
};

function sizedText(schema: JsonSchemaProps): SizedType {
  const { format = '', maxLength } = schema;
  const known = FORMATS[format];
  if (known) return known;
  if (format === 'byte') return { max: maxLength ?? TEXT_MAX, least: 2 };
  const longest = schema.enum?.reduce<number>((most, value) => Math.max(most, typeof value === 'string' ? value.length : 0), 0);
  return { max: characters(schema) ?? longest ?? TEXT_MAX, least: 2 };
}

function sizedList({ items, maxItems }: JsonSchemaProps): SizedType | undefined {
  const type = sizedType(items, items?.['x-kubernetes-embedded-resource']);
  return type && { max: maxItems ?? Math.floor((REQUEST_MAX - 2) / (type.least + 1)), least: 2, items: type };
}

function sizedObject(schema: JsonSchemaProps, root: boolean): SizedType | undefined {
  const values = valuesOf(schema);
  if (values) {
    const type = sizedType(values, values['x-kubernetes-embedded-resource']);
    return type && { max: schema.maxProperties ?? Math.floor((REQUEST_MAX - 2) / (type.least + 6)), least: 2, keys: KEY, items: type };
  }
  const fields = new Map<string, SizedType>();
  let least = 2;
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const type = sizedType(member, member['x-kubernetes-embedded-resource']);
    const escaped = escapeName(name);
    if (!type) continue;
    if (escaped !== undefined) fields.set(escaped, type);
    if (schema.required?.includes(name) && member.default === undefined) least += name.length + type.least + 4;
  }
  if (root) {
    fields.set('apiVersion', TEXT);
    fields.set('kind', TEXT);
    fields.set('metadata', METADATA);
  }
  return { max: 0, least, fields };
}
