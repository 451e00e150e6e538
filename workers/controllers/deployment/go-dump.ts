/**
 * The text that Go's spew prints for a pod template with `%#v`, sorted keys and no pointer addresses: the input of the
 * pod-template-hash (source: k8s.io/apimachinery/pkg/util/dump, github.com/davecgh/go-spew format.go; release 1.36).
 */
import { POD_TEMPLATE_STRUCTS } from './pod-template-structs';
import { dumpQuantity } from './go-quantity';

type Json = Readonly<Record<string, unknown>>;

interface Field {
  readonly name: string;
  readonly json: string;
  readonly type: string;
  readonly embedded: boolean;
}

/** `template` as the API server returns it, defaults filled in. */
export function dumpPodTemplate(template: unknown): string {
  return dump('PodTemplateSpec', template, true);
}

const INTEGERS = new Set(['int32', 'int64', 'uint8']);
const MAPS: Readonly<Record<string, string>> = { ResourceList: 'resource.Quantity', 'map[string]string': 'string' };
const ZERO_TIME = '{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}';

/** `typed`: print the type first; elements of slices and maps, and what a pointer points to, go without. */
function dump(type: string, value: unknown, typed: boolean): string {
  if (type.startsWith('*')) return dumpPointer(type, value, typed);
  const prefix = typed ? `(${qualified(type)})` : '';
  if (type.startsWith('[]')) return prefix + dumpSlice(type.slice(2), value);
  if (type in MAPS) return prefix + dumpMap(MAPS[type] as string, value);
  if (type === 'resource.Quantity') return prefix + dumpQuantity(value);
  if (type === 'intstr.IntOrString') return prefix + dumpIntOrString(value);
  if (type === 'Time') return prefix + ZERO_TIME;
  if (type in POD_TEMPLATE_STRUCTS) return prefix + dumpStruct(type, (value ?? {}) as Json);
  if (type === 'bool') return `${prefix}${value === true}`;
  if (INTEGERS.has(type)) return `${prefix}${typeof value === 'number' ? value : 0}`;
  return `${prefix}${typeof value === 'string' ? value : ''}`;
}

function dumpPointer(type: string, value: unknown, typed: boolean): string {
  const isNil = value === undefined || value === null;
  if (isNil) return typed ? `(${qualified(type)})<nil>` : '<nil>';
  return (typed ? `(${qualified(type)})` : '<*>') + dump(type.slice(1), value, false);
}

/** Empty and absent lists are the same: the wire format of the controllers' client doesn't tell them apart. */
function dumpSlice(element: string, value: unknown): string {
  const items = (value ?? []) as readonly unknown[];
  return items.length === 0 ? '<nil>' : `[${items.map((item) => dump(element, item, false)).join(' ')}]`;
}

function dumpMap(element: string, value: unknown): string {
  const map = (value ?? {}) as Json;
  const keys = Object.keys(map).sort(byteOrder);
  return keys.length === 0 ? '<nil>' : `map[${keys.map((key) => `${key}:${dump(element, map[key], false)}`).join(' ')}]`;
}

function byteOrder(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function dumpStruct(type: string, value: Json): string {
  const parts = fieldsOf(type).map(({ name, json, type: fieldType, embedded }) => {
    return `${name}:${dump(fieldType, embedded ? value : value[json], true)}`;
  });
  return `{${parts.join(' ')}}`;
}

function dumpIntOrString(value: unknown): string {
  const isText = typeof value === 'string';
  return `{Type:(intstr.Type)${isText ? 1 : 0} IntVal:(int32)${typeof value === 'number' ? value : 0} StrVal:(string)${isText ? value : ''}}`;
}

const parsedFields = new Map<string, readonly Field[]>();

function fieldsOf(type: string): readonly Field[] {
  let fields = parsedFields.get(type);
  if (!fields) parsedFields.set(type, (fields = (POD_TEMPLATE_STRUCTS[type] as string).split(', ').map(parseField)));
  return fields;
}

function parseField(text: string): Field {
  const [names = '', type = ''] = text.split(' ');
  const embedded = names.endsWith('!');
  const [name = '', json] = (embedded ? names.slice(0, -1) : names).split('/');
  return { name, json: json ?? name.charAt(0).toLowerCase() + name.slice(1), type, embedded };
}

const UNQUALIFIED = new Set(['string', 'bool', 'int32', 'int64', 'uint8', 'map[string]string']);

/** "[]Volume" -> "[]v1.Volume". */
function qualified(type: string): string {
  const base = type.replace(/^(\*|\[\])+/, '');
  if (base.includes('.') || UNQUALIFIED.has(base)) return type;
  return `${type.slice(0, type.length - base.length)}v1.${base}`;
}
