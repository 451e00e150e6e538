/** Pods of a full card by their places, for pointer and keyboard. */
import { chipGrid, chipMetrics } from './geometry';
import type { Box, ChipSize } from './geometry';
import type { Slots } from './slots';
import type { PodChip } from './stage-model';

export interface Occupied {
  readonly bySlot: ReadonlyMap<number, PodChip>;
  /** Taken slots, ascending. */
  readonly order: readonly number[];
}

export function occupiedSlots(chips: readonly PodChip[], slots: Slots): Occupied {
  const bySlot = new Map(chips.map((chip) => [slots.get(chip.uid) ?? 0, chip]));
  return { bySlot, order: [...bySlot.keys()].sort((a, b) => a - b) };
}

/** How many pods have a slot beyond what fits the area. */
export function hiddenCells({ order }: Occupied, size: ChipSize, area: Box): number {
  const { columns, rows } = chipGrid(size, area);
  return order.filter((slot) => slot >= columns * rows).length;
}

/** The slot at a point of the area, in its own units; undefined between cells and outside. */
export function cellAt(x: number, y: number, size: ChipSize, area: Box): number | undefined {
  const { width, height, gap } = chipMetrics[size];
  const { columns, rows } = chipGrid(size, area);
  const column = Math.floor(x / (width + gap));
  const row = Math.floor(y / (height + gap));
  const isBetween = x - column * (width + gap) >= width || y - row * (height + gap) >= height;
  if (x < 0 || y < 0 || column >= columns || row >= rows || isBetween) return undefined;
  return row * columns + column;
}

/** The taken slot in the direction of `step` (1, -1, or a whole row) that is nearest to a full step away; `from` where there is none. */
export function nextOccupied(order: readonly number[], from: number, step: number): number {
  const ahead = order.filter((slot) => (slot - from) * Math.sign(step) > 0);
  const miss = (slot: number) => Math.abs(Math.abs(slot - from) - Math.abs(step));
  return ahead.reduce((best, slot) => (miss(slot) < miss(best) ? slot : best), ahead[0] ?? from);
}
