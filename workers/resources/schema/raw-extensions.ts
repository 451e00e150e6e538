/**
 * RawExtensions: fields that hold JSON of any kind, which the API server keeps to the letter. Two texts of the same value are two
 * values for it: a blank more, and an immutable field has changed (source: k8s.io/apimachinery/pkg/runtime/extension.go, 1.36).
 *
 * Objects hold the parsed value. Where its text is not what Go would write for it, the text is noted under the value's identity; the
 * notes of a request are in `ApiRequest.rawTexts`, so that a replay makes them again.
 */
import { goJson } from '../../api/field-error';
import { compactJson } from '../../lib/compact-json';
import { deepEqual } from '../../lib/equal';
import { cloneJson } from '../../lib/clone';
import { inOrder } from '../../lib/in-order';
import { isMap } from '../../lib/member';
import { RAW_EXTENSION, scalarName } from './named-scalars';
import { typeNamed, typeOfKind } from './structure';
import type { FieldType, StructType } from './structure';

const TEXTS = new WeakMap<object, string>();
const NONE: ReadonlySet<string> = new Set();
const fieldsByKind = new Map<string, ReadonlySet<string>>();

/** Names of the fields of this kind's objects that are RawExtensions; no other fields of the kind are called so. */
export function rawExtensionFields(apiVersion: string, kind: string): ReadonlySet<string> {
  const key = `${apiVersion} ${kind}`;
  const known = fieldsByKind.get(key);
  if (known) return known;
  const type = typeOfKind(apiVersion, kind);
  const names = new Set<string>();
  if (type) collect(type, names, new Set());
  const fields = names.size > 0 ? names : NONE;
  fieldsByKind.set(key, fields);
  return fields;
}

export function isRawExtension(owner: StructType, name: string, { scalar }: FieldType): boolean {
  return scalar === 'o' && scalarName(owner.name, name, scalar) === RAW_EXTENSION.name;
}

/** The text that the server has of a RawExtension's value; none of one that is not there. */
export function rawText(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return (isMap(value) ? TEXTS.get(value) : undefined) ?? goJson(value);
}

function noteRawText(value: unknown, text: string): void {
  if (isUnusual(value, text)) TEXTS.set(value, text);
}

function isUnusual(value: unknown, text: string): value is object {
  return isMap(value) && text !== goJson(value);
}

function valueAt(object: object, path: string): unknown {
  return path.split(/[.[\]]+/).reduce<unknown>((owner, step) => (owner as Record<string, unknown> | undefined)?.[step], object);
}

/** By path, "spec.devices.config[0].opaque.parameters"; a path that `object` does not have is passed over. */
export function noteRawTexts(object: object, texts: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(texts)) noteRawText(valueAt(object, path), text);
}

/** The texts that have to be noted for `object`; undefined for none. */
export function unusualTexts(object: object, texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const unusual = Object.entries(texts).filter(([path, text]) => isUnusual(valueAt(object, path), text));
  return unusual.length > 0 ? Object.fromEntries(unusual) : undefined;
}

/** A copy of a RawExtension's value, with the text that a client would have read; `ordered`: with its members in order, as Go writes maps. */
export function decodedRaw(value: unknown, ordered: boolean): unknown {
  const copy = ordered ? inOrder(value) : cloneJson(value);
  if (!ordered) carryRawText(value, copy);
  return copy;
}

function carryRawText(value: unknown, copy: unknown): void {
  const text = isMap(value) ? TEXTS.get(value) : undefined;
  if (text !== undefined) noteRawText(copy, compactJson(text));
}

/** What two objects have in common has the text that a client would have read of the first. */
export function carryRawTexts(object: unknown, copy: unknown, fields: ReadonlySet<string>): void {
  if (fields.size === 0 || typeof object !== 'object' || typeof copy !== 'object' || object === null || copy === null) return;
  for (const [name, member] of Object.entries(object)) {
    const copied = (copy as Readonly<Record<string, unknown>>)[name];
    if (!fields.has(name)) carryRawTexts(member, copied, fields);
    else if (deepEqual(member, copied)) carryRawText(member, copied);
  }
}

/** Whether the RawExtensions of two otherwise equal objects are equal to the letter. */
export function sameRawTexts(a: unknown, b: unknown, fields: ReadonlySet<string>): boolean {
  if (fields.size === 0 || a === b) return true;
  if (Array.isArray(a)) return !Array.isArray(b) || a.every((item, at) => sameRawTexts(item, b[at], fields));
  if (!isMap(a) || !isMap(b)) return true;
  return Object.keys(a).every((name) =>
    fields.has(name) && a[name] !== undefined ? rawText(a[name]) === rawText(b[name]) : sameRawTexts(a[name], b[name], fields),
  );
}

function collect(type: StructType, names: Set<string>, seen: Set<string>): void {
  if (seen.has(type.name)) return;
  seen.add(type.name);
  for (const [name, field] of type.fields) {
    if (isRawExtension(type, name, field)) names.add(name);
    if (field.type !== undefined) collect(typeNamed(field.type), names, seen);
  }
}
