/** Sizes and costs as cel-go estimates them: ranges of whole numbers that stop at 64 bits (source: cel-go checker/cost.go). */
export interface Size {
  readonly min: number;
  readonly max: number;
}

const MOST = 2 ** 64;

export const UNKNOWN: Size = { min: 0, max: MOST };

export function bounded(value: number): number {
  return Math.min(value, MOST);
}

export function fixed(size: number): Size {
  return { min: size, max: size };
}

export function sum(a: Size, b: Size): Size {
  return { min: bounded(a.min + b.min), max: bounded(a.max + b.max) };
}

export function product(a: Size, b: Size): Size {
  return { min: bounded(a.min * b.min), max: bounded(a.max * b.max) };
}

export function span(a: Size, b: Size): Size {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}

/** What walking over so much costs, in whole units. */
export function walked({ max }: Size, factor = 0.1): number {
  return bounded(Math.ceil(max * factor));
}
