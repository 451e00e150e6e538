import { describe, expect, it } from 'vitest';
import { Column } from '../../../workers/scheduler/column';

describe('a column', () => {
  it.each([
    ['one number for all rows takes no memory', [7, 7, 7], 0],
    ['no rows take no memory', [], 0],
    ['numbers from 0 to 255 take a byte each', [0, 255, 3], 3],
    ['larger numbers take four bytes each', [0, 256, 3], 12],
    ['numbers below 0 take four bytes each', [-1, 100], 8],
    ['the largest and smallest integers stay as they are', [2 ** 31 - 1, -(2 ** 31)], 8],
  ])('%s', (_, numbers, bytes) => {
    const column = Column.copyOf(Int32Array.from([...numbers, 999]), numbers.length);
    expect(column.bytes).toBe(bytes);
    expect(numbers.map((_number, row) => column.at(row))).toEqual(numbers);
  });

  it('keeps its numbers while others come and go, beyond one piece of memory', () => {
    const numbersOf = (seed: number) =>
      Int32Array.from({ length: 1000 }, (_, row) => (seed * 31 + row * 7) % (seed % 2 === 0 ? 200 : 70_000));
    const kept = new Map<number, Column>();
    for (let seed = 1; seed <= 3000; seed++) {
      kept.set(seed, Column.copyOf(numbersOf(seed), 1000));
      const old = seed - 600;
      kept.get(old)?.release();
      kept.delete(old);
    }
    for (const [seed, column] of kept) expect(Array.from({ length: 1000 }, (_, row) => column.at(row))).toEqual([...numbersOf(seed)]);
    for (const column of kept.values()) column.release();
  });
});
