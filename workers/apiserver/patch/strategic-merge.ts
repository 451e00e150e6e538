/**
 * Strategic merge patch (source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go, 1.36): maps merge, lists of maps
 * merge by key where the type says so, directives delete, replace and order.
 */
import { memberOf, setMember } from '../../lib/member';
import { patchMeta } from '../../resources/schema/patch-meta';
import type { PatchMeta } from '../../resources/schema/patch-meta';
import type { StructType } from '../../resources/schema/structure';
import { goValue } from './go-format';
import { isMap } from './merge';
import { normalizeOrder } from './element-order';
import { badPatch, patchFault } from './patch-error';

type Fields = Record<string, unknown>;

const DIRECTIVE = '$patch';
const RETAIN = '$retainKeys';
const DELETE_PREFIX = '$deleteFromPrimitiveList/';
const ORDER_PREFIX = '$setElementOrder/';

/** `patch` laid over `original`; neither is changed, parts are shared. Throws PatchError. */
export function strategicMerge(original: Fields, patch: Fields, type: StructType | undefined): Fields {
  const directive = patch[DIRECTIVE];
  if (directive === 'replace') return withoutDirectives(omit(patch, DIRECTIVE)) as Fields;
  if (directive === 'delete') return {};
  if (directive !== undefined && directive !== 'merge')
    throw patchFault(`unknown patch type: ${String(directive)} in map: ${goValue(patch)}`);
  const result: Fields = retained(original, patch);
  const done = mergeOrdered(result, patch, type);
  for (const [key, value] of Object.entries(patch)) {
    if (key === DIRECTIVE || key === RETAIN || key.startsWith(ORDER_PREFIX) || done.has(key)) continue;
    if (key.startsWith(DELETE_PREFIX)) {
      const field = key.slice(DELETE_PREFIX.length);
      if (Array.isArray(result[field])) result[field] = removed(result[field], value);
      continue;
    }
    if (value === null) delete result[key];
    else setMember(result, key, mergeValue(memberOf(result, key), value, type && patchMeta(type, key)));
  }
  return result;
}

function mergeValue(original: unknown, patch: unknown, meta: PatchMeta | undefined): unknown {
  if (isMap(patch)) {
    if (!isMap(original) || meta?.strategies.includes('replace')) return withoutDirectives(patch);
    return strategicMerge(original, patch, meta?.isMap ? undefined : meta?.type);
  }
  if (!Array.isArray(patch)) return patch;
  if (!meta?.strategies.includes('merge')) return Array.isArray(original) ? patch : withoutDirectives(patch);
  if (!Array.isArray(original)) return withoutDirectives(patch);
  return mergeList(original, patch, meta);
}

/** Fields with a `$setElementOrder`: merged, then put in that order. Returns the patch's keys that are done with. */
function mergeOrdered(result: Fields, patch: Fields, type: StructType | undefined): Set<string> {
  const done = new Set<string>();
  if (patch[ORDER_PREFIX.slice(0, -1)] !== undefined) throw badPatch('invalid patch format of setElementOrder list');
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(ORDER_PREFIX) || !Array.isArray(order)) continue;
    const field = key.slice(ORDER_PREFIX.length);
    const meta = type && patchMeta(type, field);
    const before = result[field];
    const given = patch[field];
    done.add(field).add(`${DELETE_PREFIX}${field}`);
    if (given === null) {
      delete result[field];
      continue;
    }
    if (!Array.isArray(before) && !Array.isArray(given)) continue;
    if (Array.isArray(given)) checkOrder(given, order, meta?.mergeKey);
    const original = Array.isArray(before) ? before : [];
    const deletions = patch[`${DELETE_PREFIX}${field}`];
    const kept = deletions === undefined ? original : removed(original, deletions);
    const merged = Array.isArray(given) ? mergeList(kept, given, meta) : kept;
    result[field] = normalizeOrder(merged, order, original, meta?.mergeKey);
  }
  return done;
}

function checkOrder(list: readonly unknown[], order: readonly unknown[], mergeKey: string | undefined): void {
  const identity = (item: unknown) => (mergeKey && isMap(item) ? item[mergeKey] : item);
  const ordered = order.map(identity);
  let last = -1;
  for (const item of list) {
    if (isMap(item) && item[DIRECTIVE] !== undefined) continue;
    const at = ordered.indexOf(identity(item), last + 1);
    if (at < 0) throw patchFault(`The order in patch list:\n${goValue(list)}\n doesn't match $setElementOrder list:\n${goValue(order)}\n`);
    last = at;
  }
}

function mergeList(original: readonly unknown[], patch: readonly unknown[], meta: PatchMeta | undefined): unknown[] {
  const sample = original[0] ?? patch[0];
  if (!isMap(sample)) return normalizeOrder([...new Set([...original, ...patch])], patch, original, undefined);
  if ([...original, ...patch].some((item) => !isMap(item)))
    throw patchFault(`list element types are not identical: ${goValue([original, patch])}`);
  const mergeKey = meta?.mergeKey;
  if (mergeKey === undefined) throw patchFault('cannot merge lists without merge key for type');
  const keyOf = (item: unknown): unknown => {
    const value = isMap(item) ? item[mergeKey] : undefined;
    if (value === undefined) throw patchFault(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
    return value;
  };
  if (patch.some((item) => isMap(item) && item[DIRECTIVE] === 'replace'))
    return patch.filter((item) => !isMap(item) || item[DIRECTIVE] === undefined).map(withoutDirectives);
  let merged = [...original];
  const plain: Fields[] = [];
  for (const item of patch as Fields[]) {
    const directive = item[DIRECTIVE];
    if (directive === 'delete') {
      const key = keyOf(item);
      merged = merged.filter((other) => keyOf(other) !== key);
    } else if (directive === 'merge') throw patchFault('merging lists cannot yet be specified in the patch');
    else if (directive !== undefined) throw patchFault(`unknown patch type: ${String(directive)} in map: ${goValue(item)}`);
    else plain.push(item);
  }
  for (const item of plain) {
    const key = keyOf(item);
    const at = merged.findIndex((other) => keyOf(other) === key);
    if (at < 0) merged.push(withoutDirectives(item));
    else merged[at] = strategicMerge(merged[at] as Fields, item, meta?.type);
  }
  return normalizeOrder(merged, plain, original, mergeKey);
}

function retained(original: Fields, patch: Fields): Fields {
  const keys = patch[RETAIN];
  if (keys === undefined) return { ...original };
  if (!Array.isArray(keys)) throw badPatch('invalid patch format of retainKeys');
  for (const key of Object.keys(patch)) {
    if (key.startsWith('$') || patch[key] === null) continue;
    if (!keys.includes(key)) throw badPatch('invalid patch format of retainKeys');
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function removed(list: readonly unknown[], deletions: unknown): unknown[] {
  return list.filter((item) => !(Array.isArray(deletions) && deletions.includes(item)));
}

/** A value of the patch that meets nothing to merge with: directives and nulls go. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value))
    return value.filter((item) => !isMap(item) || (item[DIRECTIVE] !== 'delete' && item[DIRECTIVE] !== 'replace')).map(withoutDirectives);
  if (!isMap(value)) return value;
  if (value[DIRECTIVE] === 'delete') return {};
  const result: Fields = {};
  for (const [key, member] of Object.entries(value)) {
    if (member === null || key === DIRECTIVE || key === RETAIN || key.startsWith(ORDER_PREFIX) || key.startsWith(DELETE_PREFIX)) continue;
    setMember(result, key, withoutDirectives(member));
  }
  return result;
}

function omit(fields: Fields, key: string): Fields {
  const { [key]: _omitted, ...rest } = fields;
  return rest;
}
