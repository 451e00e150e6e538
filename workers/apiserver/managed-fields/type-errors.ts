/** Values that do not have their type, in the words of structured-merge-diff (sigs.k8s.io/structured-merge-diff/v6/typed/validate.go). */
import { quote } from '../../api/field-error';
import { isMap } from '../../lib/member';
import { goValue } from '../patch/go-format';
import type { Atom, ListAtom, MapAtom, Scalar } from './atoms';

/** "path: what is wrong" each. `repeats`: whether items of a list may share a key. */
export function typeErrors(value: unknown, atom: Atom, repeats = false, path = ''): string[] {
  if (value === null || value === undefined) return [];
  const { map, scalar, list } = atom;
  if (isMap(value) && map) return mapErrors(value, map, repeats, path);
  if (Array.isArray(value) && list) return listErrors(value, list, repeats, path);
  if (typeof value !== 'object' && scalar) return isScalar(value, scalar) ? [] : [`${path}: ${wrongScalar(value, scalar)}`];
  if (map) return [`${path}: expected map, got ${shown(value)}`];
  if (scalar) return [`${path}: ${wrongScalar(value, scalar)}`];
  return list ? [`${path}: expected list, got ${shown(value)}`] : [];
}

/** Several as one text. */
export function joinedErrors(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] as string) : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`;
}

/** Nobody looks beyond a member that is not declared. */
function mapErrors(value: Readonly<Record<string, unknown>>, { member }: MapAtom, repeats: boolean, path: string): string[] {
  const errors: string[] = [];
  for (const [name, inner] of Object.entries(value)) {
    const atom = member(name);
    if (!atom) return [...errors, `${path}.${name}: field not declared in schema`];
    errors.push(...typeErrors(inner, atom, repeats, `${path}.${name}`));
  }
  return errors;
}

/** Nor beyond an item that cannot be told from the others. */
function listErrors(value: readonly unknown[], list: ListAtom, repeats: boolean, path: string): string[] {
  const errors: string[] = [];
  const known = new Set<string>();
  for (const [index, item] of value.entries()) {
    const fault = list.type === 'set' ? setItemFault(item) : list.type === 'map' ? keyedItemFault(item, list) : undefined;
    if (fault !== undefined) return [...errors, `${path}: element ${index}: ${fault}`];
    const name = list.type === 'atomic' ? `[${index}]` : list.type === 'set' ? `[=${goText(item)}]` : keysOf(item, list);
    if (known.has(name) && !repeats) errors.push(`${path}: duplicate entries for key ${name}`);
    known.add(name);
    errors.push(...typeErrors(item, list.item(), repeats, path + name));
  }
  return errors;
}

function setItemFault(item: unknown): string | undefined {
  if (isMap(item)) return "associative list without keys has an element that's a map type";
  if (Array.isArray(item)) return 'not supported: associative list with lists as elements';
  return item === null ? "associative list without keys has an element that's an explicit null" : undefined;
}

function keyedItemFault(item: unknown, { keys, keyDefaults }: ListAtom): string | undefined {
  if (item === null) return 'associative list with keys may not have a null element';
  if (!isMap(item)) return 'associative list with keys may not have non-map elements';
  if (keys.some((key) => item[key] !== undefined || keyDefaults[key] !== undefined)) return undefined;
  const names = keys.map(quote).join(' ');
  return `associative list with keys has an element that omits all key fields [${names}] (and doesn't have default values for any key fields)`;
}

function keysOf(item: unknown, { keys, keyDefaults }: ListAtom): string {
  const given = item as Readonly<Record<string, unknown>>;
  const members = keys.toSorted().flatMap((key) => {
    const value = given[key] === undefined ? keyDefaults[key] : given[key];
    return value === undefined ? [] : [`${key}=${goText(value)}`];
  });
  return `[${members.join(',')}]`;
}

function isScalar(value: unknown, scalar: Scalar): boolean {
  return scalar === 'any' || TYPES[scalar] === typeof value;
}

const TYPES: Readonly<Record<Exclude<Scalar, 'any'>, string>> = { string: 'string', numeric: 'number', boolean: 'boolean' };

/** Upstream prints what it got in another way for each. */
function wrongScalar(value: unknown, scalar: Scalar): string {
  switch (scalar) {
    case 'string':
      return `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    case 'numeric':
      return `expected numeric (int or float), got ${goType(value)}`;
    case 'boolean':
      return `expected boolean, got ${shown(value)}`;
    case 'any':
      return `expected any scalar, got ${shown(value)}`;
  }
}

/** %v of the value inside its wrapper. */
function shown(value: unknown): string {
  return `&{${goValue(value)}}`;
}

/** As structured-merge-diff prints values of keys. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(',')}]`;
  if (isMap(value))
    return Object.entries(value)
      .map(([key, member]) => `${key}=${goText(member)}`)
      .join('');
  return typeof value === 'string' ? quote(value) : String(value);
}

/** %T. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  return isMap(value) ? 'map[string]interface {}' : typeof value === 'boolean' ? 'bool' : typeof value;
}

/** %#v. */
function goSyntax(value: unknown): string {
  if (value === null) return 'interface {}(nil)';
  if (value instanceof Uint8Array) return `[]uint8{${[...value].map((byte) => `0x${byte.toString(16)}`).join(', ')}}`;
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isMap(value)) return typeof value === 'string' ? quote(value) : String(value);
  const members = Object.keys(value)
    .sort()
    .map((key) => `${quote(key)}:${goSyntax(value[key])}`);
  return `map[string]interface {}{${members.join(', ')}}`;
}
