/**
 * Strategic merge patches and applied configurations are maps that become typed objects without being written as JSON between: values are
 * converted as Go converts them, numbers cut off rather than refused (source: k8s.io/apimachinery/pkg/runtime/converter.go, 1.36).
 */
import { base64, corruptByte } from '../../lib/base64';
import { isMap, setMember } from '../../lib/member';
import { QUANTITY_FORMAT_ERROR, parseQuantity, quantityError } from '../../api/quantity';
import { timeError } from '../../resources/schema/go-time';
import { goTypeName } from '../../resources/schema/go-types';
import { fits, jsonKind } from '../../resources/schema/numbers';
import { typeNamed } from '../../resources/schema/structure';
import type { FieldType, StructType } from '../../resources/schema/structure';
import { fieldOrder } from '../protobuf/field-names';

export interface Conversion {
  /** With numbers as they are after the conversion; parts are shared. */
  readonly value: unknown;
  /** Of the first field, in the order of Go's structs, whose value has no place in it. */
  readonly error?: string;
}

class ConversionError extends Error {}

export function fromUnstructured(value: unknown, type: StructType): Conversion {
  try {
    return { value: structOf(value, type) };
  } catch (error) {
    if (error instanceof ConversionError) return { value, error: error.message };
    throw error;
  }
}

/** Members that the type does not have stay. */
function structOf(value: unknown, type: StructType): unknown {
  if (!isMap(value)) throw new ConversionError(`cannot restore struct from: ${kindOf(value)}`);
  const order = fieldOrder(type.name);
  const rank = (name: string) => order.get(name) ?? -1;
  let result = value;
  for (const name of Object.keys(value).sort((one, other) => rank(one) - rank(other))) {
    const field = type.fields.get(name);
    const given = value[name];
    if (!field || given === null || given === undefined) continue;
    const made = wrapped(given, field, 0, type, name);
    if (made === given) continue;
    if (result === value) result = { ...value };
    setMember(result, name, made);
  }
  return result;
}

function wrapped(value: unknown, field: FieldType, depth: number, owner: StructType, name: string): unknown {
  const inner = (item: unknown) => (item === null ? null : wrapped(item, field, depth + 1, owner, name));
  switch (field.wrappers[depth]) {
    case '[':
      if (!Array.isArray(value)) throw new ConversionError(`cannot restore slice from ${kindOf(value)}`);
      return value.map(inner);
    case '{':
      if (!isMap(value)) throw new ConversionError(`cannot restore map from ${kindOf(value)}`);
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item)]));
    default:
      if (field.type !== undefined) return structOf(value, typeNamed(field.type));
      return scalar(value, field, goTypeName(field, depth, owner, name));
  }
}

/** `target`: the field's type in Go. */
function scalar(value: unknown, field: FieldType, target: string): unknown {
  switch (field.scalar) {
    case 's':
      if (typeof value === 'string') return value;
      throw new ConversionError(kindOf(value) === 'int64' ? `cannot convert int64 to ${target}` : 'unrecognized type: string');
    case 'b':
      if (typeof value === 'boolean') return value;
      throw new ConversionError('unrecognized type: bool');
    case 'd':
      if (typeof value === 'number') return value;
      throw new ConversionError('unrecognized type: float64');
    case 'i':
    case 'l':
      return whole(value, field.scalar === 'i' ? 32 : 64, target);
    case 'y':
      return bytes(value);
    default:
      return ownDecoder(value, field.scalar);
  }
}

/** Of 8 bits without a sign. `target`: the field's type in Go. */
function whole(value: unknown, bits: 8 | 32 | 64, target: string): number {
  if (typeof value !== 'number') throw new ConversionError(`unrecognized type: ${bits === 8 ? 'u' : ''}int${bits}`);
  if (!Number.isInteger(value)) throw new ConversionError(`cannot convert float64 to ${target}`);
  if (!fits('l', value)) return bits === 64 ? -(2 ** 63) : 0;
  return Number(bits === 8 ? BigInt.asUintN(bits, BigInt(value)) : BigInt.asIntN(bits, BigInt(value)));
}

function bytes(value: unknown): unknown {
  if (Array.isArray(value)) return base64(String.fromCharCode(...value.map((byte) => (byte === null ? 0 : whole(byte, 8, 'uint8')))));
  if (typeof value !== 'string') throw new ConversionError(`cannot restore slice from ${kindOf(value)}`);
  const bad = corruptByte(value);
  if (bad >= 0) throw new ConversionError(`error decoding from json: illegal base64 data at input byte ${bad}`);
  return value;
}

/** Types that read JSON themselves. */
function ownDecoder(value: unknown, code: FieldType['scalar']): unknown {
  const unreadable = (into: string) => {
    const what = typeof value === 'number' ? (into === 'int32' ? `number ${value}` : 'number') : jsonKind(value);
    return new ConversionError(`json: cannot unmarshal ${what} into Go value of type ${into}`);
  };
  if (code === 'x') {
    if (typeof value === 'string' || (typeof value === 'number' && fits('i', value))) return value;
    throw unreadable('int32');
  }
  if (code === 't' || code === 'T') {
    if (typeof value !== 'string') throw unreadable('string');
    const error = timeError(value, code === 'T');
    if (error !== undefined) throw new ConversionError(error);
  }
  if (code === 'q') {
    const amount = typeof value === 'string' ? value.trim() : value;
    if (typeof amount !== 'string' && typeof amount !== 'number') throw new ConversionError(QUANTITY_FORMAT_ERROR);
    if (!parseQuantity(amount)) throw new ConversionError(typeof amount === 'string' ? quantityError(amount) : QUANTITY_FORMAT_ERROR);
  }
  return value;
}

/** What Go calls the kind of a decoded JSON value. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  if (typeof value === 'number') return Number.isInteger(value) && fits('l', value) ? 'int64' : 'float64';
  return typeof value === 'boolean' ? 'bool' : typeof value === 'string' ? 'string' : 'map';
}
