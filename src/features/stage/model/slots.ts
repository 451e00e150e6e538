/**
 * Which place on its card a pod takes. A pod keeps its slot as long as it is there, and a newcomer takes the lowest free
 * one, so nothing moves because something else came or went.
 */
export type Slots = ReadonlyMap<string, number>;

/** `ids` in the order newcomers should be seated. Returns `before` itself where nobody came or went. */
export function assignSlots(before: Slots, ids: readonly string[]): Slots {
  if (before.size === ids.length && ids.every((id) => before.has(id))) return before;
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const id of ids) {
    const slot = before.get(id);
    if (slot === undefined) continue;
    slots.set(id, slot);
    taken.add(slot);
  }
  let free = 0;
  for (const id of ids) {
    if (slots.has(id)) continue;
    while (taken.has(free)) free++;
    slots.set(id, free);
    taken.add(free);
  }
  return slots;
}

/** Number of places needed to seat everyone where they sit. */
export function slotCount(slots: Slots): number {
  let count = 0;
  for (const slot of slots.values()) count = Math.max(count, slot + 1);
  return count;
}
