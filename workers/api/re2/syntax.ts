/** Regular expressions as Go reads them (source: Go's regexp/syntax/parse.go with the flags of regexp.Compile). */
import { PERL, POSIX, complement, propertyOf } from './classes';
import type { Ranges } from './classes';
import { isRepeatable, withFlags } from './nodes';
import type { ClassItem, Flags, Node } from './nodes';

/** The message is Go's, without "error parsing regexp: ". */
export class SyntaxProblem extends Error {
  constructor(code: string, expression: string) {
    super(`${code}: \`${expression}\``);
  }
}

const REPEAT_MAX = 1000;
const DEPTH_MAX = 1000;

interface Group {
  readonly flags: Flags;
  readonly capture: boolean;
  readonly choices: Node[][];
}

/** Throws SyntaxProblem. */
export function parse(pattern: string): Node {
  return new Parser(pattern).parse();
}

class Parser {
  private rest: string;
  private flags: Flags = { fold: false, multiline: false, dotAll: false, lazy: false };
  private readonly groups: Group[] = [];
  private choices: Node[][] = [[]];
  private lastRepeat = '';

  constructor(private readonly whole: string) {
    this.rest = whole;
  }

  parse(): Node {
    while (this.rest !== '') {
      const repeat = this.next();
      this.lastRepeat = repeat;
    }
    if (this.groups.length > 0) throw new SyntaxProblem('missing closing )', this.whole);
    return choiceOf(this.choices);
  }

  private get sequence(): Node[] {
    return this.choices.at(-1) as Node[];
  }

  private push(node: Node): void {
    this.sequence.push(node);
  }

  private literal(text: string): void {
    this.push({ op: 'literal', text, fold: this.flags.fold });
  }

  private skip(count: number): void {
    this.rest = this.rest.slice(count);
  }

  /** Reads one thing; the text from a repetition on, '' for anything else. */
  private next(): string {
    const before = this.rest;
    const character = String.fromCodePoint(before.codePointAt(0) as number);
    switch (character) {
      case '(':
        this.open();
        return '';
      case ')':
        this.close();
        return '';
      case '|':
        this.skip(1);
        this.choices.push([]);
        return '';
      case '*':
      case '+':
      case '?':
        this.skip(1);
        this.repeat(before, character === '+' ? 1 : 0, character === '?' ? 1 : -1);
        return before;
      case '{':
        return this.counted(before) ? before : '';
      case '\\':
        this.escape();
        return '';
      default:
        this.plain(character);
        return '';
    }
  }

  private plain(character: string): void {
    const { multiline, dotAll } = this.flags;
    if (character === '[') return this.class();
    this.skip(character.length);
    if (character === '^') this.push({ op: 'assert', what: multiline ? 'line-begin' : 'begin' });
    else if (character === '$') this.push({ op: 'assert', what: multiline ? 'line-end' : 'end' });
    else if (character === '.') this.push({ op: 'any', newline: dotAll });
    else this.literal(character);
  }

  private open(): void {
    if (this.groups.length >= DEPTH_MAX) throw new SyntaxProblem('expression nests too deeply', this.whole);
    if (this.rest.startsWith('(?')) return this.perlFlags();
    this.skip(1);
    this.begin(true);
  }

  private begin(capture: boolean, flags: Flags = this.flags): void {
    this.groups.push({ flags: this.flags, capture, choices: this.choices });
    this.choices = [[]];
    this.flags = flags;
  }

  private close(): void {
    const group = this.groups.pop();
    if (!group) throw new SyntaxProblem('unexpected )', this.whole);
    const node = choiceOf(this.choices);
    this.skip(1);
    this.choices = group.choices;
    this.flags = group.flags;
    this.push({ op: 'group', node, capture: group.capture });
  }

  private perlFlags(): void {
    const { rest } = this;
    const named = /^\(\?P?</.exec(rest)?.[0];
    if (named !== undefined) {
      const end = rest.indexOf('>');
      const name = rest.slice(named.length, end);
      if (end < 0 || !/^\w+$/.test(name)) throw new SyntaxProblem('invalid named capture', end < 0 ? rest : rest.slice(0, end + 1));
      this.skip(end + 1);
      return this.begin(true);
    }
    const [text = '', on = '', minus, off = '', end] = /^\(\?([imsU]*)(-([imsU]*))?([:)])?/.exec(rest) ?? [];
    if (end === undefined || (minus !== undefined && off === '')) throw this.badFlags(minus === '-' && end !== undefined ? text : text);
    const flags = withFlags(withFlags(this.flags, on, true), off, false);
    this.skip(text.length);
    if (end === ':') this.begin(false, flags);
    else this.flags = flags;
  }

  /** Told up to the first character that fits not. */
  private badFlags(read: string): SyntaxProblem {
    const next = /[:)]$/.test(read) ? '' : ([...this.rest.slice(read.length, read.length + 2)][0] ?? '');
    return new SyntaxProblem(
      this.rest === read && !/[:)]$/.test(read) ? 'missing closing )' : 'invalid or unsupported Perl syntax',
      read + next,
    );
  }

  private counted(before: string): boolean {
    const match = /^\{(\d+)(?:(,)(\d*))?\}/.exec(before);
    if (!match || /^\{0\d|,0\d/.test(match[0])) {
      this.skip(1);
      this.literal('{');
      return false;
    }
    const [text, low = '', comma, high = ''] = match;
    const min = Number(low);
    const max = comma === undefined ? min : high === '' ? -1 : Number(high);
    this.skip(text.length);
    if (min > REPEAT_MAX || max > REPEAT_MAX || (max >= 0 && min > max)) throw new SyntaxProblem('invalid repeat count', text);
    this.repeat(before, min, max);
    return true;
  }

  private repeat(before: string, min: number, max: number): void {
    const lazy = this.rest.startsWith('?');
    if (lazy) this.skip(1);
    const told = (from: string) => from.slice(0, from.length - this.rest.length);
    if (this.lastRepeat !== '') throw new SyntaxProblem('invalid nested repetition operator', told(this.lastRepeat));
    const node = this.sequence.pop();
    if (!node) throw new SyntaxProblem('missing argument to repetition operator', told(before));
    const made: Node = { op: 'repeat', node, min, max, lazy: lazy !== this.flags.lazy };
    if ((min >= 2 || max >= 2) && !isRepeatable(made, REPEAT_MAX)) throw new SyntaxProblem('invalid repeat count', told(before));
    this.push(made);
  }

  private escape(): void {
    const { rest } = this;
    const kind = rest[1] ?? '';
    const assertion = ({ A: 'begin', z: 'end', b: 'word', B: 'no-word' } as const)[kind];
    if (assertion) {
      this.skip(2);
      return this.push({ op: 'assert', what: assertion });
    }
    if (kind === 'C') throw new SyntaxProblem('invalid escape sequence', '\\C');
    if (kind === 'Q') {
      const [quoted = '', ...after] = rest.slice(2).split('\\E');
      this.rest = after.join('\\E');
      for (const character of quoted) this.literal(character);
      return;
    }
    const item = this.classEscape();
    if (item) return this.push({ op: 'class', items: [item], negated: false, fold: this.flags.fold });
    this.literal(this.escapedCharacter());
  }

  /** \d and its like, \pL and its like. */
  private classEscape(): ClassItem | undefined {
    const [text, kind = ''] = /^\\([dswDSWpP])/.exec(this.rest) ?? [];
    if (text === undefined) return undefined;
    if (kind === 'p' || kind === 'P') return this.property(kind === 'P');
    this.skip(2);
    const ranges = PERL[kind.toLowerCase()] as Ranges;
    return { ranges: kind === kind.toLowerCase() ? ranges : complement(ranges) };
  }

  private property(negated: boolean): ClassItem {
    const { rest } = this;
    const end = rest.indexOf('}');
    if (rest[2] === '{' && end < 0) throw new SyntaxProblem('invalid character class range', rest);
    const text = rest[2] === '{' ? rest.slice(0, end + 1) : rest.slice(0, 2) + ([...rest.slice(2, 4)][0] ?? '');
    const name = rest[2] === '{' ? text.slice(3, -1) : text.slice(2);
    const property = propertyOf(name.replace(/^\^/, ''));
    if (property === undefined) throw new SyntaxProblem('invalid character class range', text);
    this.skip(text.length);
    return { property, negated: negated !== name.startsWith('^') };
  }

  private escapedCharacter(): string {
    const { rest } = this;
    if (rest.length < 2) throw new SyntaxProblem('trailing backslash at end of expression', '');
    const numeric = /^\\(?:([1-7][0-7]{1,2}|0[0-7]{0,2})|x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]+)\})/.exec(rest);
    const code = numeric && Number.parseInt(numeric[1] ?? numeric[2] ?? numeric[3] ?? '', numeric[1] === undefined ? 16 : 8);
    if (numeric && (code as number) <= 0x10ffff) {
      this.skip(numeric[0].length);
      return String.fromCodePoint(code as number);
    }
    const control = ({ a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' } as const)[rest[1] as string];
    if (control === undefined && (/^\\[A-Za-z0-9]/.test(rest) || (rest.codePointAt(1) as number) > 127))
      throw new SyntaxProblem('invalid escape sequence', badEscape(rest));
    const character = control ?? (rest[1] as string);
    this.skip(2);
    return character;
  }

  private class(): void {
    const start = this.rest;
    this.skip(1);
    const negated = this.rest.startsWith('^');
    if (negated) this.skip(1);
    const items: ClassItem[] = [];
    for (let first = true; first || !this.rest.startsWith(']'); first = false) {
      const item = this.rest.startsWith('[:') ? this.namedClass() : undefined;
      items.push(item ?? this.classEscape() ?? this.range(start));
    }
    this.skip(1);
    this.push({ op: 'class', items, negated, fold: this.flags.fold });
  }

  private namedClass(): ClassItem | undefined {
    const [text, not, name = ''] = /^\[:(\^?)((?:(?!:\])[^])*):\]/.exec(this.rest) ?? [];
    if (text === undefined) return undefined;
    const ranges = POSIX[name];
    if (!ranges) throw new SyntaxProblem('invalid character class range', text);
    this.skip(text.length);
    return { ranges: not ? complement(ranges) : ranges };
  }

  private range(start: string): ClassItem {
    const from = this.rest;
    const low = this.classCharacter(start);
    if (!/^-[^\]]/s.test(this.rest)) return { ranges: [[low, low]] };
    this.skip(1);
    const high = this.classCharacter(start);
    if (high < low) throw new SyntaxProblem('invalid character class range', from.slice(0, from.length - this.rest.length));
    return { ranges: [[low, high]] };
  }

  private classCharacter(start: string): number {
    if (this.rest === '') throw new SyntaxProblem('missing closing ]', start);
    if (this.rest.startsWith('\\')) return this.escapedCharacter().codePointAt(0) as number;
    const code = this.rest.codePointAt(0) as number;
    this.skip(code > 0xffff ? 2 : 1);
    return code;
  }
}

function choiceOf(choices: readonly Node[][]): Node {
  const nodes = choices.map((sequence): Node => (sequence.length === 1 ? (sequence[0] as Node) : { op: 'sequence', nodes: sequence }));
  return nodes.length === 1 ? (nodes[0] as Node) : { op: 'choice', nodes };
}

/** How much of an escape was read until it was none. */
function badEscape(rest: string): string {
  const hex = /^\\x(?:\{[0-9A-Fa-f]*[^]?|[0-9A-Fa-f]?[^]?)/u.exec(rest)?.[0];
  return hex ?? /^\\[^]/u.exec(rest)?.[0] ?? '\\';
}
