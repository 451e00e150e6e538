/** Which nodes are full cards, elements of the page each, and which are only tiles on a canvas. */
import type { Box } from './geometry';
import type { NodeCard, StageModel } from './stage-model';

/** Up to so many nodes in sight are cards; with more, all of them are tiles. */
const cardsMax = 80;
/** Cards that come into being in one frame. */
const freshMax = 8;

const none: readonly NodeCard[] = [];

export interface ShownCards {
  readonly cards: readonly NodeCard[];
  /** False while more of them are to come with the next frames. */
  readonly complete: boolean;
}

/** True where nodes may be tiles. */
export function isCrowded({ nodes }: StageModel): boolean {
  return nodes.length > cardsMax;
}

/** Cards for the part of the stage that is in sight; a stage with few nodes shows all of them at all times. */
export function shownCards(before: readonly NodeCard[], nodes: readonly NodeCard[], sight: Box | undefined): ShownCards {
  if (nodes.length <= cardsMax) return { cards: nodes, complete: true };
  const inSight = sight ? nodes.filter(({ box }) => overlaps(box, sight)) : [];
  if (inSight.length > cardsMax) return { cards: none, complete: true };
  const known = new Set(before.map(({ name }) => name));
  let fresh = 0;
  const cards = inSight.filter(({ name }) => known.has(name) || ++fresh <= freshMax);
  const same = cards.length === before.length && cards.every((card, index) => card === before[index]);
  return { cards: same ? before : cards, complete: fresh <= freshMax };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
