/** Which characters one place of a pattern stands for. */
import { complement } from './classes';
import type { Ranges } from './classes';
import type { Node } from './nodes';

export type CharacterTest = (code: number) => boolean;

const LINE_FEED = 10;

export function characterTest(node: Node & { readonly op: 'literal' | 'class' | 'any' }): CharacterTest {
  if (node.op === 'any') return node.newline ? () => true : (code) => code !== LINE_FEED;
  if (node.op === 'literal') {
    const only = node.text.codePointAt(0) as number;
    return node.fold ? within(folded([[only, only]])) : (code) => code === only;
  }
  const { items, negated, fold } = node;
  const properties = items.flatMap((item) => ('property' in item ? [propertyTest(item.property, item.negated)] : []));
  const ranges = items.flatMap((item) => ('ranges' in item ? item.ranges : []));
  const inRanges = within(properties.length === 0 && fold ? folded(ranges) : ranges);
  return (code) => (inRanges(code) || properties.some((test) => test(code))) !== negated;
}

function propertyTest(property: string, negated: boolean): CharacterTest {
  const expression = new RegExp(`^\\${negated ? 'P' : 'p'}{${property}}$`, 'u');
  return (code) => expression.test(String.fromCodePoint(code));
}

function within(ranges: Ranges): CharacterTest {
  const sorted = complement(complement(ranges));
  return (code) => {
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const [first, last] = sorted[middle] as readonly [number, number];
      if (code < first) high = middle;
      else if (code > last) low = middle + 1;
      else return true;
    }
    return false;
  };
}

/** Up to here all cases of every letter are known; further on are scripts that hardly have any. */
const FOLDED_MAX = 0x2fff;
const SIGNS: Readonly<Record<string, string>> = { k: '\u212a', K: '\u212a', s: '\u017f', S: '\u017f', å: '\u212b', Å: '\u212b' };

let cases: readonly (readonly [number, readonly number[]])[] | undefined;

/** With the other cases of all letters. */
function folded(ranges: Ranges): Ranges {
  cases ??= Array.from({ length: FOLDED_MAX + 1 }, (_, code) => [code, casesOf(code)] as const).filter(([, others]) => others.length > 0);
  const inRanges = within(ranges);
  const others = cases.flatMap(([code, found]) => (inRanges(code) ? found : []));
  return [...ranges, ...others.map((code) => [code, code] as const)];
}

function casesOf(code: number): number[] {
  const text = String.fromCodePoint(code);
  const found = [text.toLowerCase(), text.toUpperCase(), SIGNS[text] ?? ''];
  return found.filter((each) => [...each].length === 1 && each !== text).map((each) => each.codePointAt(0) as number);
}
