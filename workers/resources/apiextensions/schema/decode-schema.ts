/**
 * Schemas in the bodies of definitions as encoding/json reads them (source: apiextensions-apiserver/pkg/apis/apiextensions/v1,
 * types_jsonschema.go and marshal.go, 1.36). Members that have decoders of their own (items, additionalProperties, additionalItems,
 * dependencies) are read leniently: unknown fields below them go without a word.
 */
import { cloneJson } from '../../../lib/clone';
import { isMap, setMember } from '../../../lib/member';
import { jsonKind } from '../../schema/numbers';

type Type = 'text' | 'bool' | 'whole' | 'number' | 'raw' | 'schema' | 'items' | 'orBool' | 'docs' | 'rule' | 'orTexts';

export interface SchemaMember {
  readonly type: Type;
  /** The list or map around values of that type. */
  readonly around?: 'list' | 'map';
  /** How error texts name a list or map in Go; for single values where it is not the plain name. */
  readonly goName?: string;
}

const GO_NAMES: Readonly<Partial<Record<Type, string>>> = {
  text: 'string',
  bool: 'bool',
  whole: 'int64',
  number: 'float64',
  schema: 'v1.JSONSchemaProps',
  docs: 'v1.ExternalDocumentation',
  rule: 'v1.ValidationRule',
};

const all = (type: Type, ...names: string[]): [string, SchemaMember][] => names.map((name) => [name, { type }]);
const SCHEMAS = { type: 'schema', around: 'list', goName: '[]v1.JSONSchemaProps' } as const;
const SCHEMA_MAP = { type: 'schema', around: 'map', goName: 'map[string]v1.JSONSchemaProps' } as const;
const TEXTS = { type: 'text', around: 'list', goName: '[]string' } as const;

/** Of a schema. */
export const SCHEMA = new Map<string, SchemaMember>([
  ...all('text', 'id', '$ref', 'description', 'type', 'format', 'title', 'pattern', 'x-kubernetes-list-type', 'x-kubernetes-map-type'),
  ...all('bool', 'exclusiveMaximum', 'exclusiveMinimum', 'uniqueItems', 'nullable', 'x-kubernetes-preserve-unknown-fields'),
  ...all('bool', 'x-kubernetes-embedded-resource', 'x-kubernetes-int-or-string'),
  ...all('whole', 'maxLength', 'minLength', 'maxItems', 'minItems', 'maxProperties', 'minProperties'),
  ...all('number', 'maximum', 'minimum', 'multipleOf'),
  ...all('raw', 'default', 'example'),
  ...all('orBool', 'additionalProperties', 'additionalItems'),
  ['$schema', { type: 'text', goName: 'v1.JSONSchemaURL' }],
  ['enum', { type: 'raw', around: 'list', goName: '[]v1.JSON' }],
  ['required', TEXTS],
  ['x-kubernetes-list-map-keys', TEXTS],
  ['items', { type: 'items' }],
  ['not', { type: 'schema' }],
  ['allOf', SCHEMAS],
  ['anyOf', SCHEMAS],
  ['oneOf', SCHEMAS],
  ['properties', SCHEMA_MAP],
  ['patternProperties', SCHEMA_MAP],
  ['definitions', { ...SCHEMA_MAP, goName: 'v1.JSONSchemaDefinitions' }],
  ['dependencies', { type: 'orTexts', around: 'map', goName: 'v1.JSONSchemaDependencies' }],
  ['externalDocs', { type: 'docs' }],
  ['x-kubernetes-validations', { type: 'rule', around: 'list', goName: 'v1.ValidationRules' }],
]);
export const DOCS = new Map<string, SchemaMember>(all('text', 'description', 'url'));
export const RULE = new Map<string, SchemaMember>([
  ...all('text', 'rule', 'message', 'messageExpression', 'fieldPath'),
  ['reason', { type: 'text', goName: 'v1.FieldValueErrorReason' }],
  ...all('bool', 'optionalOldSelf'),
]);

/** Pointers in Go: written though they be empty. */
const KEPT_EMPTY = new Set(['$ref', 'x-kubernetes-list-type', 'x-kubernetes-map-type', 'x-kubernetes-preserve-unknown-fields']);
/** Not kept either, but told apart from absent ones before that. */
const SEEN_EMPTY = new Set(['dependencies', 'reason', 'optionalOldSelf']);

export class SchemaDecoder {
  readonly unknownFields: string[] = [];
  /** The first value that does not fit; `fatal` where nothing after it was looked at. */
  error: string | undefined;
  fatal = false;
  private lenient = 0;

  constructor(private readonly numbers: ReadonlyMap<string, string> | undefined) {}

  /** `path` with indices, as warnings name it; `goPath` without. undefined where `value` is no object. */
  schema(value: unknown, path: string, goPath: string, outer = 'CustomResourceValidation'): unknown {
    return isMap(value) ? this.struct('JSONSchemaProps', SCHEMA, value, path, goPath) : this.refuse(value, outer, goPath, GO_NAMES.schema);
  }

  private struct(
    struct: string,
    members: ReadonlyMap<string, SchemaMember>,
    value: Record<string, unknown>,
    path: string,
    goPath: string,
  ): unknown {
    const result: Record<string, unknown> = {};
    for (const [name, given] of Object.entries(value)) {
      const member = members.get(name);
      const at = `${path}.${name}`;
      if (!member) {
        if (this.lenient === 0) this.unknownFields.push(`unknown field "${at}"`);
      } else if (given !== null && given !== undefined) {
        const decoded = this.member(member, given, struct, at, `${goPath}.${name}`);
        if (decoded !== undefined && !isDropped(name, member, decoded)) result[name] = decoded;
      }
    }
    return result;
  }

  private member(member: SchemaMember, value: unknown, struct: string, path: string, goPath: string): unknown {
    const { around, goName } = member;
    const one = (item: unknown, at: string) => (item === null ? zeroOf(member.type) : this.single(member, item, struct, at, goPath));
    if (around === 'list') {
      if (!Array.isArray(value)) return this.refuse(value, struct, goPath, goName);
      return value.map((item, index) => one(item, `${path}[${index}]`) ?? zeroOf(member.type));
    }
    if (around === undefined) return this.single(member, value, struct, path, goPath);
    if (!isMap(value)) return this.refuse(value, struct, goPath, goName);
    const result: Record<string, unknown> = {};
    for (const key of Object.keys(value).sort()) setMember(result, key, one(value[key], `${path}.${key}`) ?? zeroOf(member.type));
    return result;
  }

  private single({ type, around, goName }: SchemaMember, value: unknown, struct: string, path: string, goPath: string): unknown {
    const expected = (around === undefined ? goName : undefined) ?? GO_NAMES[type];
    switch (type) {
      case 'text':
        return typeof value === 'string' ? value : this.refuse(value, struct, goPath, expected);
      case 'bool':
        return typeof value === 'boolean' ? value : this.refuse(value, struct, goPath, expected);
      case 'whole':
        return this.whole(value, struct, path, goPath);
      case 'number':
        return typeof value === 'number' ? value : this.refuse(value, struct, goPath, expected);
      case 'raw':
        return cloneJson(value);
      case 'schema':
        return this.schema(value, path, goPath, struct);
      case 'docs':
        return isMap(value)
          ? this.struct('ExternalDocumentation', DOCS, value, path, goPath)
          : this.refuse(value, struct, goPath, expected);
      case 'rule':
        return isMap(value) ? this.struct('ValidationRule', RULE, value, path, goPath) : this.refuse(value, struct, goPath, expected);
      case 'items':
      case 'orBool':
      case 'orTexts':
        return this.either(type, value, struct, path, goPath);
    }
  }

  /** A schema or something else, each by a decoder of its own: what does not fit inside ends the reading. */
  private either(type: 'items' | 'orBool' | 'orTexts', value: unknown, struct: string, path: string, goPath: string): unknown {
    if (type === 'orBool' && typeof value === 'boolean') return value;
    if (this.fatal) return undefined;
    const before = this.error;
    this.error = undefined;
    this.lenient++;
    let result: unknown;
    if (isMap(value)) result = this.schema(value, path, goPath);
    else if (type === 'orBool') this.error = 'boolean or JSON schema expected';
    else if (Array.isArray(value)) result = this.listed(type, value, struct, path, goPath);
    this.lenient--;
    if (this.error === undefined) this.error = before;
    else this.fatal = true;
    return result;
  }

  private listed(type: 'items' | 'orTexts', value: readonly unknown[], struct: string, path: string, goPath: string): unknown {
    if (value.length === 0) return undefined;
    return this.member(type === 'items' ? SCHEMAS : TEXTS, value, struct, path, goPath);
  }

  private whole(value: unknown, struct: string, path: string, goPath: string): unknown {
    if (typeof value !== 'number') return this.refuse(value, struct, goPath, GO_NAMES.whole);
    const text = this.numbers?.get(path) ?? String(value);
    const isWhole = Number.isInteger(value) && Math.abs(value) < 2 ** 63 && !/[.eE]/.test(text);
    return isWhole ? value : this.refuse(value, struct, goPath, GO_NAMES.whole, `number ${text}`);
  }

  private refuse(value: unknown, struct: string, goPath: string, expected: string | undefined, shown = jsonKind(value)): undefined {
    if (!this.fatal) this.error ??= `json: cannot unmarshal ${shown} into Go struct field ${struct}.${goPath} of type ${expected}`;
    return undefined;
  }
}

function zeroOf(type: Type): unknown {
  return type === 'text' ? '' : type === 'raw' ? null : {};
}

function isDropped(name: string, { type, around }: SchemaMember, value: unknown): boolean {
  if (type === 'raw' && around === undefined) return false;
  if (KEPT_EMPTY.has(name) || SEEN_EMPTY.has(name)) return false;
  if (around !== undefined) return Object.keys(value as object).length === 0;
  return value === '' || (value === false && type === 'bool');
}
