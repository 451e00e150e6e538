/** Lists of a strategic merge patch (source: mergeSlice in strategicpatch/patch.go, 1.36). */
import { isMap } from '../../lib/member';
import type { PatchMeta } from '../../resources/schema/patch-meta';
import type { StructType } from '../../resources/schema/structure';
import { DIRECTIVE } from './directives';
import { mergeKeyOf, normalizeOrder } from './element-order';
import { goTypeOf, goValue } from './go-format';
import { PatchError, badDirective, patchFault, unprocessable } from './patch-error';

type Fields = Record<string, unknown>;
type MergeMaps = (original: Fields, patch: Fields, type: StructType | undefined) => Fields;

/** Both lists as one: of maps by their key, of scalars as sets. */
export function mergeList(original: readonly unknown[], patch: readonly unknown[], meta: PatchMeta, mergeMaps: MergeMaps): unknown[] {
  if (original.length === 0 && patch.length === 0) return [...original];
  if (!elementKind(original, patch).startsWith('map')) {
    const merged = [...new Set([...original, ...patch])];
    return normalizeOrder(merged, patch, original, undefined);
  }
  const { mergeKey } = meta;
  if (mergeKey === undefined) throw patchFault(`cannot merge lists without merge key for ${meta.type?.name.split('.').at(-1) ?? ''}`);
  const special = directed(original as Fields[], patch as Fields[], mergeKey);
  let merged = special.original;
  for (const item of special.patch) {
    const key = mergeKeyOf(item, mergeKey);
    const at = merged.findIndex((other) => isMap(other) && other[mergeKey] === key);
    merged = at < 0 ? [...merged, item] : merged.with(at, mergeMaps(merged[at] as Fields, item, meta.type));
  }
  for (const item of merged) mergeKeyOf(item, mergeKey);
  return normalizeOrder(merged, special.patch, special.original, mergeKey);
}

/** What the items with directives do to the original, and the items that are left. */
function directed(original: readonly Fields[], patch: readonly Fields[], mergeKey: string): { original: Fields[]; patch: Fields[] } {
  let kept = [...original];
  const plain: Fields[] = [];
  let replace = false;
  for (const item of patch) {
    const directive = item[DIRECTIVE];
    if (!Object.hasOwn(item, DIRECTIVE)) plain.push(item);
    else if (directive === 'delete') {
      const key = mergeKeyOf(item, mergeKey);
      kept = kept.filter((other) => other[mergeKey] !== key);
    } else if (directive === 'replace') replace = true;
    else if (directive === 'merge') throw patchFault('merging lists cannot yet be specified in the patch');
    else throw badDirective(directive, item);
  }
  return replace ? { original: plain, patch: [] } : { original: kept, patch: plain };
}

/**
 * The server's list as upstream finds it after it merged the patch into it in place: deletions moved later items up and left the
 * last ones where they were, additions took over their places. Orders are judged by it.
 */
export function leftBehind(original: readonly unknown[], patch: readonly unknown[], mergeKey: string | undefined): unknown[] {
  const list = [...original];
  if (mergeKey === undefined) return list;
  const items = patch.filter(isMap);
  let length = list.length;
  const indexOf = (item: Fields) => list.slice(0, length).findIndex((other) => isMap(other) && other[mergeKey] === item[mergeKey]);
  for (const item of items.filter((each) => each[DIRECTIVE] === 'delete'))
    for (let at = indexOf(item); at >= 0; at = indexOf(item)) list.copyWithin(at, at + 1, length--);
  for (const item of items) if (!Object.hasOwn(item, DIRECTIVE) && indexOf(item) < 0 && length < list.length) list[length++] = item;
  return list;
}

/** `original` without what `deletions` names. */
export function removed(original: readonly unknown[], deletions: readonly unknown[]): unknown[] {
  if (original.length === 0 && deletions.length === 0) return [...original];
  elementKind(original, deletions);
  return original.filter((item) => !deletions.includes(item));
}

/** Of all items of the lists, which must be of one type. */
export function elementKind(...lists: readonly (readonly unknown[])[]): string {
  let kind: string | undefined;
  for (const item of lists.flat()) {
    const own = goTypeOf(item);
    if (kind === undefined && own === '[]interface {}') throw new PatchError(unprocessable());
    if (kind !== undefined && kind !== own) throw patchFault(`list element types are not identical: ${goValue(lists)}`);
    kind ??= own;
  }
  if (kind === undefined) throw patchFault('no elements in any of the given slices');
  return kind;
}
