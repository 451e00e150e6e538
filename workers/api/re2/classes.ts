/** Classes of characters by name (source: Go's regexp/syntax/perl_groups.go). */

/** Inclusive ranges of code points. */
export type Ranges = readonly (readonly [number, number])[];

export const PERL: Readonly<Record<string, Ranges>> = {
  d: [[48, 57]],
  s: [
    [9, 10],
    [12, 13],
    [32, 32],
  ],
  w: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
};

export const POSIX: Readonly<Record<string, Ranges>> = {
  alnum: [[48, 57], [65, 90], [97, 122]], // prettier-ignore
  alpha: [[65, 90], [97, 122]], // prettier-ignore
  ascii: [[0, 127]],
  blank: [[9, 9], [32, 32]], // prettier-ignore
  cntrl: [[0, 31], [127, 127]], // prettier-ignore
  digit: [[48, 57]],
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [[33, 47], [58, 64], [91, 96], [123, 126]], // prettier-ignore
  space: [[9, 13], [32, 32]], // prettier-ignore
  upper: [[65, 90]],
  word: PERL.w as Ranges,
  xdigit: [[48, 57], [65, 70], [97, 102]], // prettier-ignore
};

/** What a set leaves out. */
export function complement(ranges: Ranges): Ranges {
  const result: (readonly [number, number])[] = [];
  let next = 0;
  for (const [low, high] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (low > next) result.push([next, low - 1]);
    next = Math.max(next, high + 1);
  }
  return next > 0x10ffff ? result : [...result, [next, 0x10ffff]];
}

/** The name JavaScript has for a class of Unicode. */
export function propertyOf(name: string): string | undefined {
  if (name === 'Any' || name === 'ASCII' || name === 'Assigned') return name;
  return [`gc=${name}`, `sc=${name}`].find(isProperty);
}

function isProperty(text: string): boolean {
  if (!/^\w+=\w+$/.test(text)) return false;
  try {
    return new RegExp(`\\p{${text}}`, 'u').source !== '';
  } catch {
    return false;
  }
}
