/** Block, quoted and plain scalars (source: go.yaml.in/yaml/v2 scannerc.go). */
import { isBlank, isBreak, isBreakOrEnd, isSpaceOrEnd } from './cursor';
import type { Cursor } from './cursor';

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};
const LONG_ESCAPES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

export interface Plain {
  readonly value: string;
  /** A line ended inside or behind it: a key may follow. */
  readonly brokeLine: boolean;
}

interface Gap {
  readonly text: string;
  readonly brokeLine: boolean;
}

const NO_GAP: Gap = { text: '', brokeLine: false };

/** `parentIndent` is that of the collection the scalar stands in. */
export function blockScalar(cursor: Cursor, parentIndent: number): string {
  const folds = cursor.take() === '>';
  let chomping = '';
  let increment = 0;
  for (let turn = 0; turn < 2; turn++) {
    if (chomping === '' && (cursor.at() === '+' || cursor.at() === '-')) {
      chomping = cursor.take();
    } else if (increment === 0 && /^\d$/.test(cursor.at())) {
      if (cursor.at() === '0') throw cursor.fault('found an indentation indicator equal to 0');
      increment = Number(cursor.take());
    }
  }
  while (isBlank(cursor.at())) cursor.skip();
  if (cursor.at() === '#') while (!isBreakOrEnd(cursor.at())) cursor.skip();
  if (!isBreakOrEnd(cursor.at())) throw cursor.fault('did not find expected comment or line break');
  cursor.takeBreak();
  return blockLines(cursor, folds, chomping, increment > 0 ? Math.max(parentIndent, 0) + increment : 0, parentIndent);
}

function blockLines(cursor: Cursor, folds: boolean, chomping: string, fixed: number, parentIndent: number): string {
  let { breaks, indent } = blockBreaks(cursor, fixed, parentIndent);
  let text = '';
  let lineEnd = '';
  let wasBlank = false;
  while (cursor.column === indent && cursor.at() !== '') {
    const blank = isBlank(cursor.at());
    if (folds && lineEnd.startsWith('\n') && !wasBlank && !blank) text += breaks === '' ? ' ' : '';
    else text += lineEnd;
    text += breaks;
    wasBlank = blank;
    while (!isBreakOrEnd(cursor.at())) text += cursor.take();
    lineEnd = cursor.takeBreak();
    breaks = blockBreaks(cursor, indent, parentIndent).breaks;
  }
  if (chomping !== '-') text += lineEnd;
  return chomping === '+' ? text + breaks : text;
}

/** Empty lines, and the indentation of the first one that is not, where it is not `fixed`. */
function blockBreaks(cursor: Cursor, fixed: number, parentIndent: number): { breaks: string; indent: number } {
  let breaks = '';
  let widest = 0;
  for (;;) {
    const most = fixed || Infinity;
    while (cursor.column < most && cursor.at() === ' ') cursor.skip();
    widest = Math.max(widest, cursor.column);
    if (cursor.column < most && cursor.at() === '\t') {
      throw cursor.fault('found a tab character where an indentation space is expected');
    }
    if (!isBreak(cursor.at())) break;
    breaks += cursor.takeBreak();
  }
  return { breaks, indent: fixed || Math.max(widest, parentIndent + 1, 1) };
}

export function quotedScalar(cursor: Cursor): string {
  const quote = cursor.take();
  let text = '';
  for (;;) {
    if (cursor.column === 0 && /^(---|\.\.\.)$/.test(cursor.at() + cursor.at(1) + cursor.at(2)) && isSpaceOrEnd(cursor.at(3))) {
      throw cursor.fault('found unexpected document indicator');
    }
    if (cursor.at() === '') throw cursor.fault('found unexpected end of stream');
    const words = quotedWords(cursor, quote);
    text += words.text;
    if (cursor.at() === quote) break;
    text += gap(cursor, words.joins, 0).text;
  }
  cursor.skip();
  return text;
}

/** Up to a blank or the closing quote; `joins` after a line break that a backslash takes away. */
function quotedWords(cursor: Cursor, quote: string): { readonly text: string; readonly joins: boolean } {
  let text = '';
  while (!isSpaceOrEnd(cursor.at())) {
    if (quote === "'" && cursor.at() === "'" && cursor.at(1) === "'") {
      text += "'";
      cursor.skip(2);
    } else if (cursor.at() === quote) {
      break;
    } else if (quote === '"' && cursor.at() === '\\' && isBreak(cursor.at(1))) {
      cursor.skip();
      cursor.takeBreak();
      return { text, joins: true };
    } else if (quote === '"' && cursor.at() === '\\') {
      text += escape(cursor);
    } else {
      text += cursor.take();
    }
  }
  return { text, joins: false };
}

/**
 * Blanks and line breaks between two words, folded: a line break is a blank, where more follow it these are what they are. `joined`: a
 * break that a backslash took away came before. Left of the column `least` there may be no tabs.
 */
function gap(cursor: Cursor, joined: boolean, least: number): Gap {
  let blanks = '';
  let first = joined ? '' : undefined;
  let rest = '';
  while (isBlank(cursor.at()) || isBreak(cursor.at())) {
    if (isBreak(cursor.at())) {
      if (first === undefined) first = cursor.takeBreak();
      else rest += cursor.takeBreak();
      continue;
    }
    if (first !== undefined && cursor.column < least && cursor.at() === '\t') {
      throw cursor.fault('found a tab character that violates indentation');
    }
    if (first === undefined) blanks += cursor.at();
    cursor.skip();
  }
  if (first === undefined) return { text: blanks, brokeLine: false };
  if (!first.startsWith('\n')) return { text: first + rest, brokeLine: true };
  return { text: rest === '' ? ' ' : rest, brokeLine: true };
}

function escape(cursor: Cursor): string {
  const kind = cursor.at(1);
  const short = SHORT_ESCAPES[kind];
  const length = LONG_ESCAPES[kind];
  if (short === undefined && length === undefined) throw cursor.fault('found unknown escape character');
  cursor.skip(2);
  if (short !== undefined || length === undefined) return short ?? '';
  let code = 0;
  for (let digit = 0; digit < length; digit++) {
    if (!/^[\da-fA-F]$/.test(cursor.at(digit))) throw cursor.fault('did not find expected hexdecimal number');
    code = code * 16 + Number.parseInt(cursor.at(digit), 16);
  }
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw cursor.fault('found invalid Unicode character escape code');
  cursor.skip(length);
  return String.fromCodePoint(code);
}

/** `indent` is the least column of further lines; `inFlow` inside brackets. */
export function plainScalar(cursor: Cursor, indent: number, inFlow: boolean): Plain {
  let text = '';
  let before = NO_GAP;
  for (;;) {
    if (cursor.column === 0 && /^(---|\.\.\.)$/.test(cursor.at() + cursor.at(1) + cursor.at(2)) && isSpaceOrEnd(cursor.at(3))) break;
    if (cursor.at() === '#') break;
    while (!isSpaceOrEnd(cursor.at()) && !endsPlain(cursor, inFlow)) {
      text += before.text + cursor.take();
      before = NO_GAP;
    }
    if (!isBlank(cursor.at()) && !isBreak(cursor.at())) break;
    before = gap(cursor, false, indent);
    if (!inFlow && cursor.column < indent) break;
  }
  return { value: text, brokeLine: before.brokeLine };
}

function endsPlain(cursor: Cursor, inFlow: boolean): boolean {
  const character = cursor.at();
  if (character === ':' && isSpaceOrEnd(cursor.at(1))) return true;
  return inFlow && (',[]{}'.includes(character) || (character === '?' && isSpaceOrEnd(cursor.at(1))));
}
