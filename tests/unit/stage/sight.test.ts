import { describe, expect, it } from 'vitest';
import { stageFrame } from '../../../src/features/stage/model/geometry';
import type { Box } from '../../../src/features/stage/model/geometry';
import { isCrowded, shownCards } from '../../../src/features/stage/model/sight';
import type { NodeCard, StageModel } from '../../../src/features/stage/model/stage-model';
import { nodeAt, tileLook } from '../../../src/features/stage/model/tile';

function cards(count: number): NodeCard[] {
  const frame = stageFrame(count, 0, 'wide');
  return Array.from({ length: count }, (_, index) => ({ name: `node-${index + 1}`, box: frame.node(index) }) as NodeCard);
}

/** What is shown once all frames have passed. */
function settled(nodes: readonly NodeCard[], sight: Box | undefined): { cards: readonly NodeCard[]; frames: number } {
  let shown: readonly NodeCard[] = [];
  for (let frames = 1; ; frames++) {
    const { cards, complete } = shownCards(shown, nodes, sight);
    shown = cards;
    if (complete) return { cards, frames };
  }
}

const everywhere: Box = { x: -1e6, y: -1e6, width: 2e6, height: 2e6 };

describe('which nodes are cards', () => {
  it.each([
    { nodes: 0, sight: undefined, shown: 0 },
    { nodes: 3, sight: undefined, shown: 3 },
    { nodes: 50, sight: everywhere, shown: 50 },
    { nodes: 50, sight: { x: 0, y: 0, width: 10, height: 10 }, shown: 50 },
    { nodes: 5000, sight: undefined, shown: 0 },
    { nodes: 5000, sight: everywhere, shown: 0 },
    { nodes: 5000, sight: { x: 0, y: 170, width: 800, height: 500 }, shown: 6 },
  ])('of $nodes nodes with $sight in sight, $shown', ({ nodes, sight, shown }) => {
    const all = cards(nodes);
    expect(settled(all, sight).cards).toHaveLength(shown);
    expect(isCrowded({ nodes: all } as unknown as StageModel)).toBe(nodes > 80);
  });

  it('they come a few per frame, and stay the same while the sight does', () => {
    const all = cards(5000);
    const sight = { x: 0, y: 170, width: 360 * 8, height: 240 * 8 };
    const { cards: shown, frames } = settled(all, sight);
    expect(frames).toBeGreaterThan(3);
    expect(shownCards(shown, all, sight)).toEqual({ cards: shown, complete: true });
    expect(shownCards(shown, all, sight).cards).toBe(shown);
  });
});

describe('tiles', () => {
  const all = cards(5000);
  const { box } = all[1234] as NodeCard;

  it.each([
    { what: 'its middle', at: { x: box.x + 180, y: box.y + 120 }, found: 'node-1235' },
    { what: 'the gap beside it', at: { x: box.x - 5, y: box.y + 120 }, found: undefined },
  ])('a tile is found by $what', ({ at, found }) => {
    expect(nodeAt(all, at)?.name).toBe(found);
  });

  const conditions = (status: string) => ({
    status: { conditions: [{ type: 'Ready', status, lastTransitionTime: '2026-01-01T00:00:00Z' }] },
  });
  const chips = (...statuses: string[]) => statuses.map((status) => ({ look: { status } }));
  it.each([
    { node: conditions('True'), heartbeatMs: 59_000, chips: chips(), look: { health: 'ready', load: 0.25, worst: undefined } },
    { node: conditions('True'), heartbeatMs: 30_000, chips: chips('ready'), look: { health: 'silent', load: 0.25, worst: 'ready' } },
    { node: conditions('False'), chips: chips('ready', 'failed', 'running'), look: { health: 'notReady', load: 0.25, worst: 'failed' } },
    { node: {}, chips: chips('succeeded', 'starting'), look: { health: 'starting', load: 0.25, worst: 'starting' } },
  ])('a tile tells $look', ({ look, ...card }) => {
    const amounts = { requested: { cpuMilli: 1000 }, allocatable: { cpuMilli: 4000 } };
    expect(tileLook({ ...card, ...amounts } as unknown as NodeCard, 60_000)).toEqual(look);
  });
});
