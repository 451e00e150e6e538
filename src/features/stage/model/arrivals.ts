import type { Box, Point } from './geometry';
import type { StageModel } from './stage-model';

/** A pod that got its node since the last model, and the way its chip takes. */
export interface Arrival {
  readonly key: string;
  readonly hue: number;
  readonly from: Point;
  readonly to: Box;
}

/** More at once would be a cloud, not a story. */
const arrivalsMax = 12;

/** Pods that are on a node now and were in the tray, or nowhere, before. Nothing where there is no "before". */
export function arrivals(
  before: StageModel | undefined,
  places: ReadonlyMap<string, Box>,
  model: StageModel,
  placesBefore: ReadonlyMap<string, Box>,
): Arrival[] {
  if (!before || before.nodes === model.nodes) return [];
  const seatedBefore = new Set(before.nodes.flatMap((card) => card.chips.map((chip) => chip.uid)));
  const { tray } = model;
  const found: Arrival[] = [];
  for (const card of model.nodes) {
    for (const chip of card.chips) {
      const to = places.get(chip.key);
      if (seatedBefore.has(chip.uid) || !to) continue;
      const from = placesBefore.get(chip.key) ?? { x: tray.box.x + tray.box.width / 2, y: tray.box.y + tray.box.height / 2 };
      found.push({ key: chip.key, hue: chip.owner.hue, from: { x: from.x, y: from.y }, to });
      if (found.length === arrivalsMax) return found;
    }
  }
  return found;
}
