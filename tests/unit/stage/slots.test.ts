import { describe, expect, it } from 'vitest';
import { assignSlots, slotCount } from '../../../src/features/stage/model/slots';

const seats = (slots: ReadonlyMap<string, number>) => Object.fromEntries(slots);

describe('assignSlots', () => {
  it('seats newcomers in the given order', () => {
    expect(seats(assignSlots(new Map(), ['a', 'b', 'c']))).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('leaves everyone where they are when somebody goes', () => {
    const before = assignSlots(new Map(), ['a', 'b', 'c']);
    expect(seats(assignSlots(before, ['a', 'c']))).toEqual({ a: 0, c: 2 });
  });

  it('gives a newcomer the lowest free place', () => {
    const before = assignSlots(assignSlots(new Map(), ['a', 'b', 'c']), ['b', 'c']);
    expect(seats(assignSlots(before, ['b', 'c', 'd', 'e']))).toEqual({ b: 1, c: 2, d: 0, e: 3 });
  });

  it('is the same object when nobody came or went', () => {
    const before = assignSlots(new Map(), ['a', 'b']);
    expect(assignSlots(before, ['b', 'a'])).toBe(before);
  });

  it('counts places up to the last one taken', () => {
    expect(slotCount(new Map([['a', 4]]))).toBe(5);
  });
});
