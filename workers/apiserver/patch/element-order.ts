/**
 * The order of a merged list: items the patch names stand as in `patchOrder`, the others as on the server, and both are
 * interleaved by where they stood before (source: normalizeElementOrder in strategicpatch/patch.go, 1.36).
 */
import { isMap } from '../../lib/member';
import { DIRECTIVE } from './directives';
import { goValue } from './go-format';
import { patchFault, wrongType } from './patch-error';

/** The items of a patch must stand in the order that its `$setElementOrder` gives. */
export function checkOrder(list: readonly unknown[], order: readonly unknown[], mergeKey: string | undefined): void {
  if (list.length === 0 || order.length === 0) return;
  const named = mergeKey === undefined ? list : list.filter((item) => !isMap(item) || !Object.hasOwn(item, DIRECTIVE));
  let at = 0;
  for (const wanted of order) if (at < named.length && isSame(named[at], wanted, mergeKey)) at++;
  if (at < named.length)
    throw patchFault(`The order in patch list:\n${goValue(list)}\n doesn't match $setElementOrder list:\n${goValue(order)}\n`);
}

function isSame(left: unknown, right: unknown, mergeKey: string | undefined): boolean {
  if (mergeKey === undefined) return left === right;
  return mergeKeyOf(left, mergeKey) === mergeKeyOf(right, mergeKey);
}

/** Items of an order have to be maps with the key. */
export function checkOrderItems(order: readonly unknown[], mergeKey: string): void {
  for (const [index, item] of order.entries()) {
    if (!isMap(item)) throw patchFault(`value for key ${index} is not a map`);
    mergeKeyOf(item, mergeKey);
  }
}

/** Throws where the item has none. */
export function mergeKeyOf(item: unknown, mergeKey: string): unknown {
  if (!isMap(item)) throw wrongType('map[string]interface {}', item);
  if (!Object.hasOwn(item, mergeKey)) throw patchFault(`map: ${goValue(item)} does not contain declared merge key: ${mergeKey}`);
  return item[mergeKey];
}

export function normalizeOrder(
  merged: readonly unknown[],
  patchOrder: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string | undefined,
): unknown[] {
  const identity = (item: unknown) => (mergeKey !== undefined && isMap(item) ? item[mergeKey] : item);
  const wanted = patchOrder.map(identity);
  const before = serverOrder.map(identity);
  const named = sortBy(
    merged.filter((item) => wanted.includes(identity(item))),
    (item) => wanted.indexOf(identity(item)),
  );
  const others = sortBy(
    merged.filter((item) => !wanted.includes(identity(item))),
    (item) => before.indexOf(identity(item)),
  );
  const result: unknown[] = [];
  let i = 0;
  let j = 0;
  while (i < others.length || j < named.length) {
    const serverFirst = i < others.length && (j >= named.length || isBefore(before, identity(others[i]), identity(named[j])));
    result.push(serverFirst ? others[i++] : named[j++]);
  }
  return result;
}

function isBefore(order: readonly unknown[], left: unknown, right: unknown): boolean {
  const leftAt = order.indexOf(left);
  const rightAt = order.indexOf(right);
  return leftAt >= 0 && rightAt >= 0 && leftAt < rightAt;
}

function sortBy(items: readonly unknown[], rank: (item: unknown) => number): unknown[] {
  return items.toSorted((a, b) => rank(a) - rank(b));
}
