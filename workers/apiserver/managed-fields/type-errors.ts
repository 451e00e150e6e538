/** Values that do not have their field's type, in the words of structured-merge-diff (sigs.k8s.io/structured-merge-diff/v6/typed/validate.go). */
import { isMap } from '../../lib/member';
import { typeNamed } from '../../resources/schema/structure';
import type { FieldType, StructType } from '../../resources/schema/structure';
import { goValue } from '../patch/go-format';

export function typeErrors(value: unknown, type: StructType | undefined, path = ''): string[] {
  if (!type || value === null || value === undefined) return [];
  if (!isMap(value)) return [`${path}: expected map, got ${shown(value)}`];
  return Object.entries(value).flatMap(([name, member]) => {
    const field = type.fields.get(name);
    return field ? fieldErrors(member, field, field.wrappers, `${path}.${name}`) : [];
  });
}

function fieldErrors(value: unknown, field: FieldType, wrappers: string, path: string): string[] {
  if (value === null || value === undefined) return [];
  if (wrappers.startsWith('[')) {
    if (!Array.isArray(value)) return [`${path}: expected list, got ${shown(value)}`];
    return value.flatMap((item, index) => fieldErrors(item, field, wrappers.slice(1), `${path}[${index}]`));
  }
  if (wrappers.startsWith('{')) {
    if (!isMap(value)) return [`${path}: expected map, got ${shown(value)}`];
    return Object.entries(value).flatMap(([key, item]) => fieldErrors(item, field, wrappers.slice(1), `${path}.${key}`));
  }
  if (field.type !== undefined) return typeErrors(value, typeNamed(field.type), path);
  return scalarErrors(value, field.scalar ?? '', path);
}

/** `code` as in FieldType.scalar. */
export function scalarErrors(value: unknown, code: string, path: string): string[] {
  const expected = EXPECTED[code];
  return expected && !expected.types.includes(typeof value) ? [`${path}: expected ${expected.text}, got ${expected.shown(value)}`] : [];
}

interface Expected {
  readonly types: readonly string[];
  readonly text: string;
  /** Upstream prints what it got in another way for each. */
  readonly shown: (value: unknown) => string;
}

const TEXT: Expected = { types: ['string'], text: 'string', shown: (value) => `&value.valueUnstructured{Value:${goSyntax(value)}}` };
const NUMBER: Expected = { types: ['number'], text: 'numeric (int or float)', shown: goType };
const EXPECTED: Readonly<Record<string, Expected>> = {
  s: TEXT,
  t: TEXT,
  T: TEXT,
  y: TEXT,
  i: NUMBER,
  l: NUMBER,
  d: NUMBER,
  b: { types: ['boolean'], text: 'boolean', shown },
};

/** %v of the value inside its wrapper. */
export function shown(value: unknown): string {
  return `&{${goValue(value)}}`;
}

/** %T. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  return isMap(value) ? 'map[string]interface {}' : typeof value === 'boolean' ? 'bool' : typeof value;
}

/** %#v. */
function goSyntax(value: unknown): string {
  if (value === null) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isMap(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`);
  return `map[string]interface {}{${members.join(', ')}}`;
}
