/** Speeds the page offers, in virtual seconds per real second. */
export const speeds: readonly number[] = [0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 300, 1000];

/** Index of the offered speed nearest to any speed. */
export function speedIndex(speed: number | 'max'): number {
  if (speed === 'max') return speeds.length - 1;
  let best = 0;
  speeds.forEach((each, index) => {
    if (Math.abs(Math.log(each / speed)) < Math.abs(Math.log((speeds[best] ?? 1) / speed))) best = index;
  });
  return best;
}
