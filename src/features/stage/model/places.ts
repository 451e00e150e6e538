import { chipBox, podArea, trayArea } from './geometry';
import type { Box } from './geometry';
import type { Seating, StageModel } from './stage-model';

/** Where every drawn pod is on the stage, by "namespace/name". */
export function podPlaces(model: Pick<StageModel, 'nodes' | 'tray'>): ReadonlyMap<string, Box> {
  const places = new Map<string, Box>();
  for (const card of model.nodes) addPlaces(places, card, card.box, podArea);
  addPlaces(places, model.tray, model.tray.box, trayArea);
  return places;
}

function addPlaces(places: Map<string, Box>, seating: Seating, origin: Box, area: Box): void {
  for (const chip of seating.chips) {
    const box = chipBox(seating.slots.get(chip.uid) ?? 0, seating.size, area);
    if (box) places.set(chip.key, { ...box, x: origin.x + box.x, y: origin.y + box.y });
  }
}
