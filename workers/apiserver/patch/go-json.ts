/**
 * A patched document as Go prints it in errors: structs in the order of their fields, maps and every object that the patch
 * reached into by key, with <, > and & escaped.
 */
import { isMap } from '../../lib/member';
import { patchMeta } from '../../resources/schema/patch-meta';
import type { StructType } from '../../resources/schema/structure';
import { fieldOrder } from '../protobuf/field-names';

const NONE: ReadonlySet<unknown> = new Set();

/**
 * `touched` has the shape of the patch: where it has a member, the document was taken apart, or is what the patch gave. What is in
 * `given` is shown as it was written.
 */
export function goJson(value: unknown, type: StructType | undefined, touched: unknown, given = NONE): string {
  if (touched === undefined && given.has(value)) return escaped(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map((item, at) => goJson(item, type, within(touched, at), given)).join(',')}]`;
  if (!isMap(value)) return escaped(JSON.stringify(value) ?? 'null');
  const order = type && touched === undefined ? fieldOrder(type.name) : undefined;
  const rank = (key: string) => (order ? (order.get(key) ?? Number.MAX_SAFE_INTEGER) : 0);
  const keys = Object.keys(value)
    .filter((key) => value[key] !== undefined)
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const members = keys.map((key) => {
    const meta = type && patchMeta(type, key);
    return `${escaped(JSON.stringify(key))}:${member(value[key], meta?.type, meta?.isMap ?? false, within(touched, key), given)}`;
  });
  return `{${members.join(',')}}`;
}

function member(value: unknown, type: StructType | undefined, isMapOf: boolean, touched: unknown, given: ReadonlySet<unknown>): string {
  if (!isMapOf || !isMap(value) || given.has(value)) return goJson(value, type, touched, given);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${escaped(JSON.stringify(key))}:${goJson(value[key], type, within(touched, key), given)}`).join(',')}}`;
}

/** What the patch gave as a whole it gave in all its parts. */
function within(touched: unknown, key: string | number): unknown {
  return isMap(touched) ? touched[key] : touched;
}

/** The places that a JSON patch names, as nested objects. */
export function touchedBy(operations: unknown): unknown {
  const tree: Record<string, unknown> = {};
  const paths = (Array.isArray(operations) ? (operations as { path?: unknown; from?: unknown }[]) : []).flatMap(({ path, from }) => [
    path,
    from,
  ]);
  for (const path of paths) {
    let at = tree;
    const parts = typeof path === 'string' ? path.split('/').slice(1, -1) : [];
    for (const part of parts) at = (at[part.replaceAll('~1', '/').replaceAll('~0', '~')] ??= {}) as Record<string, unknown>;
  }
  return tree;
}

function escaped(text: string): string {
  return text
    .replaceAll('<', String.raw`\u003c`)
    .replaceAll('>', String.raw`\u003e`)
    .replaceAll('&', String.raw`\u0026`);
}
