/**
 * The order of a merged list: items the patch names stand as in `patchOrder`, the others as on the server, and both are
 * interleaved by where they stood before (source: normalizeElementOrder in strategicpatch/patch.go, 1.36).
 */
import { isMap } from './merge';

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
