/**
 * Strategic merge patch (source: k8s.io/apimachinery/pkg/util/strategicpatch/patch.go, 1.36): maps merge, lists of maps
 * merge by key where the type says so, directives delete, replace and order.
 */
import { isMap, memberOf, setMember } from '../../lib/member';
import { patchMeta } from '../../resources/schema/patch-meta';
import type { PatchMeta } from '../../resources/schema/patch-meta';
import type { StructType } from '../../resources/schema/structure';
import { checkOrder, checkOrderItems, normalizeOrder } from './element-order';
import { goTypeOf } from './go-format';
import { elementKind, leftBehind, mergeList, removed } from './list-merge';
import { DIRECTIVE, dropNulls, withoutDirectives } from './directives';
import { badDirective, badPatch, patchFault, wrongType } from './patch-error';

export type Fields = Record<string, unknown>;

const ORDER = '$setElementOrder';
const RETAIN = '$retainKeys';
const DELETE = '$deleteFromPrimitiveList';

/**
 * `patch` laid over `original`, which is not changed; parts are shared. What is done with is taken out of `patch`, as messages about the
 * outcome show. Throws PatchError.
 */
export function strategicMerge(original: Fields, patch: Fields, type: StructType | 'map' | undefined): Fields {
  if (Object.hasOwn(patch, DIRECTIVE)) {
    const directive = patch[DIRECTIVE];
    if (directive === 'delete') return {};
    if (directive === 'replace') {
      delete patch[DIRECTIVE];
      return patch;
    }
    throw badDirective(directive, patch);
  }
  const result = retained(original, patch);
  mergeOrdered(result, patch, type);
  for (const [key, value] of Object.entries(patch)) {
    const deletes = key.startsWith(DELETE);
    const field = deletes ? fieldAfter(key, 'invalid patch format of primitive list') : key;
    const before = memberOf(result, field);
    if (value === null) delete result[field];
    else if (before === undefined || goTypeOf(before) !== goTypeOf(value)) {
      if (deletes) continue;
      dropNulls(value);
      setOrDrop(result, field, withoutDirectives(value));
    } else setMember(result, field, merged(before, value, metaOf(type, field), deletes));
  }
  return result;
}

/** Nothing is known of the members of maps. */
function metaOf(type: StructType | 'map' | undefined, field: string): PatchMeta | undefined {
  return type === undefined || type === 'map' ? undefined : patchMeta(type, field);
}

function merged(before: unknown, value: unknown, meta: PatchMeta | undefined, deletes: boolean): unknown {
  if (isMap(value))
    return meta?.strategies.includes('replace') ? value : strategicMerge(before as Fields, value, meta?.isMap ? 'map' : meta?.type);
  if (!Array.isArray(value)) return value;
  if (deletes) return removed(before as unknown[], value);
  return meta?.strategies.includes('merge') ? mergeList(before as unknown[], value, meta, strategicMerge) : value;
}

/** Fields with a `$setElementOrder`: merged, then put in that order. */
function mergeOrdered(result: Fields, patch: Fields, type: StructType | 'map' | undefined): void {
  for (const [key, order] of Object.entries(patch)) {
    if (!key.startsWith(ORDER)) continue;
    delete patch[key];
    if (!Array.isArray(order)) throw wrongType('[]interface {}', order);
    const field = fieldAfter(key, 'invalid patch format of setElementOrder list');
    const [before, given] = [memberOf(result, field), memberOf(patch, field)];
    for (const list of [before, given]) if (list !== undefined && !Array.isArray(list)) throw wrongType('[]interface {}', list);
    if (type === 'map') throw patchFault('merging an object in json but data type is not struct, instead is: map');
    const meta = metaOf(type, field);
    if (type && !meta)
      throw patchFault(
        `unable to find api field in struct ${type.name.slice(type.name.lastIndexOf('.') + 1)} for the json field ${JSON.stringify(field)}`,
      );
    const [original, wanted] = [(before ?? []) as unknown[], (given ?? []) as unknown[]];
    checkOrder(wanted, order, meta?.mergeKey);
    if (before === undefined && given === undefined) continue;
    const list =
      before === undefined
        ? (withoutDirectives(wanted) as unknown[])
        : given === undefined
          ? original
          : meta?.strategies.includes('merge')
            ? mergeList(original, wanted, meta, strategicMerge)
            : wanted;
    const areMaps = elementKind(original, wanted).startsWith('map');
    if (meta?.mergeKey !== undefined) checkOrderItems(order, meta.mergeKey);
    else if (areMaps) for (const item of order) if (!isMap(item)) throw wrongType('map[string]interface {}', item);
    result[field] = normalizeOrder(list, order, leftBehind(original, wanted, meta?.mergeKey), meta?.mergeKey);
    delete patch[field];
  }
}

function retained(original: Fields, patch: Fields): Fields {
  if (!Object.hasOwn(patch, RETAIN)) return { ...original };
  const keys = patch[RETAIN];
  delete patch[RETAIN];
  if (!Array.isArray(keys)) throw badPatch('invalid patch format of retainKeys');
  for (const [key, value] of Object.entries(patch)) {
    if (value === null || key.startsWith(DELETE) || key.startsWith(ORDER)) continue;
    if (!keys.includes(key)) throw badPatch('invalid patch format of retainKeys');
  }
  return Object.fromEntries(Object.entries(original).filter(([key]) => keys.includes(key)));
}

function setOrDrop(result: Fields, field: string, value: unknown): void {
  if (value === undefined) delete result[field];
  else setMember(result, field, value);
}

/** "$directive/field" -> "field". */
function fieldAfter(key: string, fault: string): string {
  const slash = key.indexOf('/');
  if (slash < 0 || (key.slice(0, slash) !== DELETE && key.slice(0, slash) !== ORDER)) throw badPatch(fault);
  return key.slice(slash + 1);
}
