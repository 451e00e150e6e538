/**
 * Bodies of typed Go clients (kubectl create, evictions): the "k8s" envelope with a message inside, read by the field
 * numbers in field-numbers.json and the types of the schema.
 */
import { quote } from '../../api/field-error';
import { typeNamed, typeOfKind } from '../../resources/schema/structure';
import type { FieldType, ScalarCode, StructType } from '../../resources/schema/structure';
import { fieldNames } from './field-names';
import { decodeUtf8 } from '../../lib/utf8';
import { base64, readFields } from './wire';
import type { WireField } from './wire';

const MAGIC = [0x6b, 0x38, 0x73, 0x00];

/** In a request body any kind's clients may send these. */
const DELETE_OPTIONS = options('meta.v1.DeleteOptions', {
  gracePeriodSeconds: { wrappers: '', scalar: 'l', required: false },
  preconditions: { wrappers: '', type: 'meta.v1.Preconditions', required: false },
  orphanDependents: { wrappers: '', scalar: 'b', required: false },
  propagationPolicy: { wrappers: '', scalar: 's', required: false },
  dryRun: { wrappers: '[', scalar: 's', required: false },
});
const PRECONDITIONS = options('meta.v1.Preconditions', {
  uid: { wrappers: '', scalar: 's', required: false },
  resourceVersion: { wrappers: '', scalar: 's', required: false },
});

/** The object as JSON has it, zero numbers and booleans included (Go writes them out); a text is the error. */
export function decodeProtobuf(bytes: Uint8Array): unknown {
  if (MAGIC.some((byte, at) => bytes[at] !== byte))
    return 'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]';
  try {
    const envelope = readFields(bytes.subarray(MAGIC.length));
    const [apiVersion = '', kind = ''] = [1, 2].map((number) => textOf(readFields(bytesOf(envelope, 1)), number));
    const type = kind === 'DeleteOptions' ? DELETE_OPTIONS : typeOfKind(apiVersion, kind);
    if (!type) return `no kind ${quote(kind)} is registered for version ${quote(apiVersion)} in scheme "pkg/api/legacyscheme/scheme.go:30"`;
    return { ...message(type, type.name, bytesOf(envelope, 2)), kind, apiVersion };
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** `numbersOf` names the message whose numbers count: of an inlined message they are its own, the fields the outer type's. */
function message(type: StructType, numbersOf: string, bytes: Uint8Array): Record<string, unknown> {
  const names = fieldNames(numbersOf);
  const result: Record<string, unknown> = {};
  for (const field of readFields(bytes)) {
    const name = names.get(field.number);
    if (name === undefined) continue;
    if (name.startsWith('>')) {
      if (field.value instanceof Uint8Array) Object.assign(result, message(type, name.slice(1), field.value));
      continue;
    }
    const declared = type.fields.get(name);
    if (declared) store(result, name, declared, field);
  }
  return result;
}

function store(result: Record<string, unknown>, name: string, declared: FieldType, field: WireField): void {
  if (declared.wrappers.startsWith('[')) {
    result[name] = [
      ...((result[name] as unknown[] | undefined) ?? []),
      single({ ...declared, wrappers: declared.wrappers.slice(1) }, field),
    ];
  } else if (declared.wrappers.startsWith('{')) {
    const entry = readFields(field.value as Uint8Array);
    const item = entry.find(({ number }) => number === 2);
    const inner = { ...declared, wrappers: declared.wrappers.slice(1) };
    result[name] = { ...(result[name] as object | undefined), [textOf(entry, 1)]: item ? single(inner, item) : '' };
  } else {
    const value = single(declared, field);
    if (value !== undefined) result[name] = value;
  }
}

function single(declared: FieldType, { value }: WireField): unknown {
  if (declared.wrappers !== '')
    return value instanceof Uint8Array
      ? readFields(value).map(({ value: item }) => (item instanceof Uint8Array ? decodeUtf8(item) : Number(item)))
      : [];
  if (declared.type !== undefined) {
    const type = declared.type === PRECONDITIONS.name ? PRECONDITIONS : typeNamed(declared.type);
    return message(type, type.name, value as Uint8Array);
  }
  return scalar(declared.scalar as ScalarCode, value);
}

function scalar(code: ScalarCode, value: bigint | Uint8Array): unknown {
  if (!(value instanceof Uint8Array)) return code === 'b' ? value !== 0n : Number(value);
  switch (code) {
    case 'q':
      return textOf(readFields(value), 1);
    case 't':
    case 'T':
      return time(readFields(value), code);
    case 'x':
      return intOrString(readFields(value));
    case 'y':
      return base64(value);
    case 'o':
      return rawObject(readFields(value));
    case 'd':
      return new DataView(value.buffer, value.byteOffset, 8).getFloat64(0, true);
    default:
      return decodeUtf8(value);
  }
}

function time(fields: readonly WireField[], code: 't' | 'T'): string | undefined {
  const seconds = Number(fields.find(({ number }) => number === 1)?.value ?? 0n);
  const nanos = Number(fields.find(({ number }) => number === 2)?.value ?? 0n);
  if (seconds === 0 && nanos === 0) return undefined;
  const text = new Date(seconds * 1000).toISOString().slice(0, 19);
  return code === 't' ? `${text}Z` : `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}

function intOrString(fields: readonly WireField[]): string | number {
  const isText = (fields.find(({ number }) => number === 1)?.value ?? 0n) === 1n;
  return isText
    ? textOf(fields, 3)
    : Number(BigInt.asIntN(32, (fields.find(({ number }) => number === 2)?.value as bigint | undefined) ?? 0n));
}

function rawObject(fields: readonly WireField[]): unknown {
  const text = textOf(fields, 1);
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}

function textOf(fields: readonly WireField[], wanted: number): string {
  const value = fields.find(({ number }) => number === wanted)?.value;
  return value instanceof Uint8Array ? decodeUtf8(value) : '';
}

function bytesOf(fields: readonly WireField[], wanted: number): Uint8Array {
  const value = fields.find(({ number }) => number === wanted)?.value;
  return value instanceof Uint8Array ? value : new Uint8Array(0);
}

function options(name: string, fields: Readonly<Record<string, FieldType>>): StructType {
  return { name, fields: new Map(Object.entries(fields)) };
}
