/**
 * From a parsed JSON or YAML body to an object of its kind, as encoding/json and Kubernetes' strict decoder would:
 * unknown fields dropped (and named), wrong types refused with Go's texts, quantities and times in canonical form,
 * nulls and empty fields left out as `omitempty` does.
 */
import { quote } from '../../api/field-error';
import { base64, corruptByte } from '../../lib/base64';
import { setMember } from '../../lib/member';
import type { GivenJson, Repeated } from '../../lib/repeated-members';
import type { AnyObject } from '../../api/meta';
import { QUANTITY_FORMAT_ERROR, canonicalAmount, canonicalQuantity, parseQuantity, quantityError } from '../../api/quantity';
import { cloneJson } from '../../lib/clone';
import { SchemaDecoder } from '../apiextensions/schema/decode-schema';
import { fillAlwaysWritten } from './always-written';
import { noteEmpty } from './emptied';
import { canonicalTime, isPlainTime, timeError } from './go-time';
import { decodedRaw, isRawExtension } from './raw-extensions';
import { goFieldName, goTypeName } from './go-types';
import { WrittenNumber, fits, jsonKind } from './numbers';
import { typeNamed, typeOfKind } from './structure';
import type { FieldType, ScalarCode, StructType } from './structure';
import { isDropped, zeroOf } from './zero-values';

export interface Decoded {
  /** The decoder's own deep copy. */
  readonly object: AnyObject;
  /** 'unknown field "spec.bogus"' and 'duplicate field "spec.x"', in document order; a strict request fails with them, others warn. */
  readonly unknownFields: readonly string[];
  /** The first mismatch of types, without the "cannot be handled as" that callers put before it. */
  readonly error?: string;
}

/** Of the text that a value was read from. */
export interface Source {
  /** By path how the client wrote numbers that JavaScript writes otherwise. */
  readonly numbers?: ReadonlyMap<string, string>;
  /** The body before members that it names twice were put together. */
  readonly given?: GivenJson;
  /** Go wrote it from a map: RawExtensions have their members in order. */
  readonly ordered?: boolean;
}

/** undefined for kinds without a schema. `whole`: with what Go writes though nobody gave it; not for parts of objects. */
export function decode(
  apiVersion: string,
  kind: string,
  body: Readonly<Record<string, unknown>>,
  whole = true,
  { numbers, given, ordered = false }: Source = {},
): Decoded | undefined {
  const type = typeOfKind(apiVersion, kind);
  if (!type) {
    return undefined;
  }
  const decoder = new Decoder(whole, ordered, numbers);
  const object = decoder.struct(type, body, '', '') as AnyObject;
  return {
    object,
    unknownFields: given ? problemsOf(type, given) : decoder.unknownFields,
    ...(decoder.error === undefined ? {} : { error: decoder.error }),
  };
}

function problemsOf(type: StructType, { value, repeated }: GivenJson): readonly string[] {
  const decoder = new Decoder(false, false, undefined, repeated);
  decoder.struct(type, value as Readonly<Record<string, unknown>>, '', '');
  return decoder.unknownFields;
}

/** Its one field is a JSON schema. */
const SCHEMA_HOLDER = 'apiextensions.v1.CustomResourceValidation';

const PROBLEMS_MAX = 100;

type ScalarField = FieldType & { readonly scalar: ScalarCode };

class Decoder {
  readonly unknownFields: string[] = [];
  error: string | undefined;
  private aborted = false;

  constructor(
    private readonly whole: boolean,
    private readonly ordered: boolean,
    private readonly numbers: ReadonlyMap<string, string> | undefined,
    private readonly repeated?: Repeated,
  ) {}

  /** `goPath` is the path without indices, as encoding/json has it; `path` the one that strict errors name. */
  struct(type: StructType, value: Readonly<Record<string, unknown>>, path: string, goPath: string): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    const entries = this.repeated?.get(value);
    const seen = entries && new Set<string>();
    for (const [name, given] of entries ?? Object.entries(value)) {
      const field = type.fields.get(name);
      const at = path === '' ? name : `${path}.${name}`;
      if (!field) {
        this.note(`unknown field ${quote(at)}`);
        continue;
      }
      if (seen?.has(name)) this.note(`duplicate field ${quote(at)}`);
      seen?.add(name);
      if (given === null || given === undefined) {
        continue;
      }
      const goName = goFieldName(type, name);
      const decoded = this.wrapped(field, 0, given, at, goPath === '' ? goName : `${goPath}.${goName}`, type, name);
      if (decoded === undefined) continue;
      if (!isDropped(type, name, field, decoded)) result[name] = decoded;
      else if (typeof decoded === 'object') noteEmpty(result, name, decoded as object);
    }
    if (this.whole) fillAlwaysWritten(type, result);
    return result;
  }

  /** Upstream tells each once, and stops after so many. */
  private note(problem: string): void {
    if (this.unknownFields.length < PROBLEMS_MAX && !this.unknownFields.includes(problem)) this.unknownFields.push(problem);
  }

  private wrapped(field: FieldType, depth: number, value: unknown, path: string, goPath: string, owner: StructType, name: string): unknown {
    const wrapper = field.wrappers[depth];
    if (wrapper === undefined) {
      if (owner.name === SCHEMA_HOLDER) return this.schema(value, path, goPath);
      return field.type === undefined
        ? this.scalar(field as ScalarField, this.written(value, path), goPath, owner, name)
        : this.nested(field, depth, value, path, goPath, owner, name);
    }
    if (wrapper === '[') {
      if (!Array.isArray(value)) {
        return this.mismatch(value, field, depth, goPath, owner, name);
      }
      return value.map((item, index) =>
        item === null ? zeroOf(field, depth + 1) : this.wrapped(field, depth + 1, item, `${path}[${index}]`, goPath, owner, name),
      );
    }
    if (typeof value !== 'object' || Array.isArray(value)) {
      return this.mismatch(value, field, depth, goPath, owner, name);
    }
    const result: Record<string, unknown> = {};
    const entries = this.repeated?.get(value as object);
    for (const [key, item] of entries ?? Object.entries(value as Record<string, unknown>)) {
      if (entries && Object.hasOwn(result, key)) this.note(`duplicate field ${quote(`${path}.${key}`)}`);
      const decoded =
        item === null ? zeroOf(field, depth + 1) : this.wrapped(field, depth + 1, item, `${path}.${key}`, goPath, owner, name);
      setMember(result, key, decoded);
    }
    return sorted(result);
  }

  private nested(field: FieldType, depth: number, value: unknown, path: string, goPath: string, owner: StructType, name: string): unknown {
    if (typeof value !== 'object' || Array.isArray(value)) {
      return this.mismatch(value, field, depth, goPath, owner, name);
    }
    return this.struct(typeNamed(field.type as string), value as Record<string, unknown>, path, goPath);
  }

  private schema(value: unknown, path: string, goPath: string): unknown {
    const decoder = new SchemaDecoder(this.numbers);
    const schema = decoder.schema(value, path, goPath);
    for (const problem of decoder.unknownFields) this.note(problem);
    if (decoder.error === undefined) return schema;
    return decoder.fatal ? this.abort(decoder.error) : this.fail(decoder.error);
  }

  /** A number as the client wrote it, where that matters. */
  private written(value: unknown, path: string): unknown {
    const text = typeof value === 'number' ? this.numbers?.get(path) : undefined;
    if (text === undefined) return value;
    const isWhole = /^-?\d+$/.test(text) && BigInt(text) >= -(2n ** 63n) && BigInt(text) < 2n ** 63n;
    return isWhole ? value : new WrittenNumber(text);
  }

  private scalar(field: ScalarField, value: unknown, goPath: string, owner: StructType, name: string): unknown {
    const code = field.scalar;
    switch (code) {
      case 's':
        return typeof value === 'string' ? value : this.scalarMismatch(value, field, goPath, owner, name);
      case 'b':
        return typeof value === 'boolean' ? value : this.scalarMismatch(value, field, goPath, owner, name);
      case 'i':
      case 'l':
      case 'd':
        if (value instanceof WrittenNumber && code === 'd') return value.value;
        return typeof value === 'number' && fits(code, value) ? value : this.scalarMismatch(value, field, goPath, owner, name);
      case 'q':
        return this.quantity(value, field.wrappers !== '' && owner.name.startsWith('core.v1.'));
      case 't':
      case 'T':
        return this.time(value, field, goPath, owner);
      case 'x':
        return typeof value === 'string' || (typeof value === 'number' && fits('i', value))
          ? value
          : this.scalarMismatch(value, { ...field, scalar: 'i' }, goPath, owner, name);
      case 'y':
        return this.bytes(value, field, goPath, owner, name);
      case 'o':
        if (value instanceof WrittenNumber) return value.value;
        return isRawExtension(owner, name, field) ? decodedRaw(value, this.ordered) : cloneJson(value);
    }
  }

  /** `rounded`: to milli-units, as the defaults of core/v1 do with lists of resources. */
  private quantity(value: unknown, rounded: boolean): unknown {
    const amount = value instanceof WrittenNumber ? value.text : typeof value === 'string' ? value.trim() : value;
    if ((typeof amount === 'string' || typeof amount === 'number') && parseQuantity(amount)) {
      return rounded ? canonicalAmount(amount) : canonicalQuantity(amount);
    }
    return this.abort(typeof amount === 'string' ? quantityError(amount) : QUANTITY_FORMAT_ERROR);
  }

  private time(value: unknown, field: ScalarField, goPath: string, owner: StructType): unknown {
    if (typeof value !== 'string') {
      return this.abort(`json: cannot unmarshal ${jsonKind(value)} into Go struct field ${structName(owner)}.${goPath} of type string`);
    }
    const micro = field.scalar === 'T';
    if (isPlainTime(value, micro)) return value;
    const error = timeError(value, micro);
    if (error !== undefined) return this.abort(error);
    return canonicalTime(value, micro);
  }

  private bytes(value: unknown, field: ScalarField, goPath: string, owner: StructType, name: string): unknown {
    if (Array.isArray(value)) return this.byteList(value, goPath, owner);
    if (typeof value !== 'string') {
      return this.scalarMismatch(value, field, goPath, owner, name);
    }
    const bad = corruptByte(value);
    return bad < 0 ? value.replaceAll(/[\r\n]/g, '') : this.fail(`illegal base64 data at input byte ${bad}`);
  }

  /** Bytes one by one; nulls are zeros. */
  private byteList(values: readonly unknown[], goPath: string, owner: StructType): string | undefined {
    const bytes: readonly unknown[] = values.map((value) => value ?? 0);
    const bad = bytes.find((byte) => typeof byte !== 'number' || !Number.isInteger(byte) || byte < 0 || byte > 255);
    if (bad === undefined) return base64(String.fromCharCode(...(bytes as readonly number[])));
    const shown = typeof bad === 'number' ? `number ${bad}` : jsonKind(bad);
    return this.fail(`json: cannot unmarshal ${shown} into Go struct field ${structName(owner)}.${goPath} of type uint8`);
  }

  private mismatch(value: unknown, field: FieldType, depth: number, goPath: string, owner: StructType, name: string): undefined {
    return this.fail(
      `json: cannot unmarshal ${jsonKind(value)} into Go struct field ${structName(owner)}.${goPath} of type ${goTypeName(field, depth, owner, name)}`,
    );
  }

  private scalarMismatch(value: unknown, field: ScalarField, goPath: string, owner: StructType, name: string): undefined {
    const code = field.scalar;
    const target = goTypeName(field, field.wrappers.length, owner, name);
    const isNumber = typeof value === 'number' || value instanceof WrittenNumber;
    const shown = isNumber && (code === 'i' || code === 'l') ? `number ${value}` : jsonKind(value);
    return this.fail(`json: cannot unmarshal ${shown} into Go struct field ${structName(owner)}.${goPath} of type ${target}`);
  }

  /** What a type's own decoder refuses ends everything, whatever mismatches came before. */
  private abort(error: string): undefined {
    if (!this.aborted) this.error = error;
    this.aborted = true;
    return undefined;
  }

  /** encoding/json goes on after a mismatch and reports the first. */
  private fail(error: string): undefined {
    this.error ??= error;
    return undefined;
  }
}

/** Go writes maps in the order of their keys. */
function sorted(map: Record<string, unknown>): Record<string, unknown> {
  const keys = Object.keys(map);
  if (keys.every((key, at) => at === 0 || (keys[at - 1] as string) < key)) return map;
  const result: Record<string, unknown> = {};
  for (const key of keys.sort()) setMember(result, key, map[key]);
  return result;
}

function structName(type: StructType): string {
  return type.name.slice(type.name.lastIndexOf('.') + 1);
}
