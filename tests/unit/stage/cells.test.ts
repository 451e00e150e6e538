import { describe, expect, test } from 'vitest';
import { cellAt, nextOccupied } from '../../../src/features/stage/model/cells';
import { chipBox, chipSizeFor, chipsMax, podArea } from '../../../src/features/stage/model/geometry';

describe('cellAt', () => {
  test('finds every cell by its middle, as chipBox places it', () => {
    for (const size of ['small', 'dot'] as const) {
      for (let slot = 0; ; slot++) {
        const box = chipBox(slot, size, podArea);
        if (!box) break;
        expect(cellAt(box.x - podArea.x + box.width / 2, box.y - podArea.y + box.height / 2, size, podArea)).toBe(slot);
      }
    }
  });

  test.each([
    ['between two cells', 12.5, 5],
    ['left of the area', -1, 5],
    ['below the last row', 5, 200],
    ['right of the last column', 337, 5],
  ])('finds nothing %s', (_, x, y) => {
    expect(cellAt(x, y, 'dot', podArea)).toBeUndefined();
  });
});

describe('nextOccupied', () => {
  test.each([
    ['the next one', [0, 1, 2], 0, 1, 1],
    ['the one before', [0, 1, 2], 2, -1, 1],
    ['over a gap', [0, 5], 0, 1, 5],
    ['the nearest to a row down', [0, 9, 11, 30], 0, 10, 9],
    ['itself at the end', [0, 1], 1, 1, 1],
  ])('is %s', (_, order, from, step, want) => {
    expect(nextOccupied(order, from, step)).toBe(want);
  });
});

describe('chipSizeFor on a crowded stage', () => {
  test('has no full chips any more', () => {
    expect([chipSizeFor(3, podArea, chipsMax), chipSizeFor(3, podArea, chipsMax + 1)]).toEqual(['chip', 'small']);
  });
});
