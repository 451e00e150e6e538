/**
 * Go's regular expressions on JavaScript's engine: parsed as Go parses them, written out so that both find the same.
 * Differs: JavaScript's engine goes back and tries again, so what takes Go time by length can take it much longer.
 */
import { complement } from './classes';
import type { Ranges } from './classes';
import type { ClassItem, Node } from './nodes';
import { SyntaxProblem, parse } from './syntax';

/** Patterns are few and come again and again; the cap guards against a stream of new ones. */
const CACHE_MAX = 1000;
const compiled = new Map<string, RegExp | { readonly error: string }>();

/** With the flags `g`, so set `lastIndex` or use `test` only after resetting it. The error is Go's: "error parsing regexp: ...". */
export function compileRe2(pattern: string): RegExp | { readonly error: string } {
  let known = compiled.get(pattern);
  if (!known) {
    if (compiled.size >= CACHE_MAX) compiled.clear();
    compiled.set(pattern, (known = compile(pattern)));
  }
  if (known instanceof RegExp) known.lastIndex = 0;
  return known;
}

/** Whether the pattern is found anywhere in the text; no pattern is found nowhere. */
export function matchesRe2(pattern: string, text: string): boolean {
  const expression = compileRe2(pattern);
  return expression instanceof RegExp && expression.test(text);
}

function compile(pattern: string): RegExp | { readonly error: string } {
  try {
    return new RegExp(written(parse(pattern)), 'gu');
  } catch (error) {
    if (error instanceof SyntaxProblem) return { error: `error parsing regexp: ${error.message}` };
    return { error: `error parsing regexp: expression too large: \`${pattern}\`` };
  }
}

const WORD = '[0-9A-Za-z_]';
const ASSERTIONS = {
  begin: '(?<![^])',
  end: '(?![^])',
  'line-begin': '(?<![^\\n])',
  'line-end': '(?![^\\n])',
  word: `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`,
  'no-word': `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`,
} as const;

function written(node: Node): string {
  switch (node.op) {
    case 'literal':
      return node.fold ? foldedClass([pointOf(node.text)], false) : escaped(pointOf(node.text));
    case 'class':
      return classText(node.items, node.negated, node.fold);
    case 'any':
      return node.newline ? '[^]' : '[^\\n]';
    case 'assert':
      return ASSERTIONS[node.what];
    case 'sequence':
      return node.nodes.map((each) => (each.op === 'choice' ? `(?:${written(each)})` : written(each))).join('');
    case 'choice':
      return node.nodes.map(written).join('|');
    case 'group':
      return `${node.capture ? '(' : '(?:'}${written(node.node)})`;
    default: {
      const { min, max, lazy } = node;
      return `(?:${written(node.node)}){${min},${max < 0 ? '' : max}}${lazy ? '?' : ''}`;
    }
  }
}

function pointOf(text: string): readonly [number, number] {
  const code = text.codePointAt(0) as number;
  return [code, code];
}

function escaped([code]: readonly [number, number]): string {
  return `\\u{${code.toString(16)}}`;
}

function classText(items: readonly ClassItem[], negated: boolean, fold: boolean): string {
  const ranges = items.flatMap((item) => ('ranges' in item ? item.ranges : []));
  const properties = items.flatMap((item) => ('property' in item ? [propertyText(item.property, item.negated)] : []));
  return properties.length === 0 && fold
    ? foldedClass(ranges, negated)
    : `[${negated ? '^' : ''}${rangesText(ranges)}${properties.join('')}]`;
}

function propertyText(property: string, negated: boolean): string {
  return `\\${negated ? 'P' : 'p'}{${property}}`;
}

function rangesText(ranges: Ranges): string {
  return ranges.map(([low, high]) => (low === high ? escaped([low, low]) : `${escaped([low, low])}-${escaped([high, high])}`)).join('');
}

/** Up to here both cases of every letter are looked up one by one; further on are scripts that hardly have any. */
const FOLDED_MAX = 0x2fff;

/** Letters stand for all of their cases, before a class is turned round. */
function foldedClass(ranges: Ranges, negated: boolean): string {
  const extra: (readonly [number, number])[] = [];
  for (const [low, high] of ranges)
    for (let code = low; code <= Math.min(high, FOLDED_MAX); code++) for (const other of casesOf(code)) extra.push([other, other]);
  return `[${negated ? '^' : ''}${rangesText(complement(complement([...ranges, ...extra])))}]`;
}

const SIGNS: Readonly<Record<string, string>> = { k: '\u212a', K: '\u212a', s: '\u017f', S: '\u017f', å: '\u212b', Å: '\u212b' };

function casesOf(code: number): number[] {
  const text = String.fromCodePoint(code);
  const found = [text.toLowerCase(), text.toUpperCase(), SIGNS[text] ?? ''];
  return found.filter((each) => [...each].length === 1 && each !== text).map((each) => each.codePointAt(0) as number);
}
