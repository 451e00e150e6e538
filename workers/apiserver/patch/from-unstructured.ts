/**
 * What strategic merge patches and applied configurations say of a value that does not fit its field: the map is converted to the
 * typed object, not decoded from JSON (source: k8s.io/apimachinery/pkg/runtime/converter.go, 1.36).
 */
import type { FieldType, StructType } from '../../resources/schema/structure';
import { typeNamed } from '../../resources/schema/structure';

const JSON_ERROR =
  /^json: cannot unmarshal (object|array|string|bool|number)(?: \S+)? into Go (?:struct field \w+((?:\.\w+)+)|value) of type (.+)$/;
const KINDS: Readonly<Record<string, string>> = { object: 'map', array: 'slice', string: 'string', bool: 'bool' };
const BYTES = /^\[\](?:u?int8|byte)$/;

/** `error` is what decoding the patched object as JSON says; `type` its type. */
export function conversionError(error: string, patched: unknown, type: StructType | undefined): string {
  if (error.startsWith('illegal base64 data')) return `error decoding from json: ${error}`;
  const [, given = '', dotted = '', target = ''] = JSON_ERROR.exec(error) ?? [];
  const path = dotted.split('.').slice(1);
  const field = type && fieldAt(type, path);
  if (field && given === 'array' && BYTES.test(target)) return 'unrecognized type: uint8';
  if (!field || BYTES.test(target)) return error;
  const kind = KINDS[given] ?? (holdsFraction(patched, path) ? 'float64' : 'int64');
  if (target.startsWith('[]')) return `cannot restore slice from ${kind}`;
  if (target.startsWith('map[') || target === 'v1.ResourceList') return `cannot restore map from ${kind}`;
  if (field.type !== undefined) return `cannot restore struct from: ${kind}`;
  switch (field.scalar) {
    case 'b':
      return 'unrecognized type: bool';
    case 'i':
    case 'l':
    case 'd':
      return kind === 'float64' ? `cannot convert float64 to ${target}` : `unrecognized type: ${target}`;
    case 's':
      return kind === 'int64' ? `cannot convert int64 to ${target}` : 'unrecognized type: string';
    default:
      return `json: cannot unmarshal ${given} into Go value of type ${target}`;
  }
}

/** Lists and maps on the way are passed through. */
function fieldAt(type: StructType, path: readonly string[]): FieldType | undefined {
  let owner: StructType | undefined = type;
  let field: FieldType | undefined;
  for (const name of path) {
    field = owner?.fields.get(name);
    owner = field?.type === undefined ? undefined : typeNamed(field.type);
  }
  return field;
}

function holdsFraction(value: unknown, path: readonly string[]): boolean {
  if (typeof value === 'number') return !Number.isInteger(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => holdsFraction(item, path));
  const [first, ...rest] = path;
  if (first === undefined) return Object.values(value).some((item) => holdsFraction(item, []));
  return holdsFraction((value as Readonly<Record<string, unknown>>)[first], rest);
}
