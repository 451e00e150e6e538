/** YAML text as tokens, with the rules and the complaints of Go's library (source: go.yaml.in/yaml/v2 scannerc.go). */
import { Cursor, YamlFault, isBlank, isBreak, isBreakOrEnd, isSpaceOrEnd } from './cursor';
import type { Mark } from './cursor';
import { anchorName, directive, tag } from './properties';
import { blockScalar, plainScalar, quotedScalar } from './scalars';
import type { Token, TokenType } from './token';

/** A place where a key without "?" may have begun. */
interface SimpleKey {
  readonly isRequired: boolean;
  readonly tokenNumber: number;
  readonly mark: Mark;
}

const DEPTH_MAX = 10_000;
const KEY_LENGTH_MAX = 1024;
const NO_COLON = "could not find expected ':'";
const FLOW: Readonly<Record<string, TokenType>> = {
  '[': 'flow-sequence-start',
  ']': 'flow-sequence-end',
  '{': 'flow-mapping-start',
  '}': 'flow-mapping-end',
};

export class Scanner {
  private readonly cursor: Cursor;
  private readonly queue: Token[] = [];
  private taken = 0;
  private indent = -1;
  private readonly indents: number[] = [];
  /** By depth of brackets. */
  private readonly keys: (SimpleKey | undefined)[] = [undefined];
  private keyAllowed = true;
  private ended = false;

  constructor(text: string) {
    this.cursor = new Cursor(text);
  }

  private get inFlow(): boolean {
    return this.keys.length > 1;
  }

  peek(): Token {
    while (this.needsMore()) this.fetch();
    return this.queue[0] as Token;
  }

  next(): Token {
    const token = this.peek();
    this.queue.shift();
    this.taken++;
    return token;
  }

  /** A token that may turn out to be a key has to wait for its colon. */
  private needsMore(): boolean {
    if (this.queue.length === 0) return true;
    if (this.ended) return false;
    const depth = this.keys.findIndex((key) => key?.tokenNumber === this.taken);
    return depth >= 0 && this.isValid(depth);
  }

  private fetch(): void {
    const { cursor } = this;
    this.skipToToken();
    this.unroll(cursor.column);
    const character = cursor.at();
    if (character === '') return this.end();
    if (cursor.column === 0 && character === '%') return this.documentPart('directive', () => ({ directive: directive(cursor) }));
    if (cursor.column === 0 && isSpaceOrEnd(cursor.at(3))) {
      if (cursor.startsWith('---')) return this.documentPart('document-start', () => this.skipped(3));
      if (cursor.startsWith('...')) return this.documentPart('document-end', () => this.skipped(3));
    }
    const spaced = isSpaceOrEnd(cursor.at(1));
    if (FLOW[character]) return this.bracket(character);
    if (character === ',') return this.flowEntry();
    if (character === '-' && spaced) return this.blockEntry();
    if (character === '?' && (this.inFlow || spaced)) return this.explicitKey();
    if (character === ':' && (this.inFlow || spaced)) return this.value();
    if (character === '*') return this.property('alias', () => ({ text: anchorName(cursor) }));
    if (character === '&') return this.property('anchor', () => ({ text: anchorName(cursor) }));
    if (character === '!') return this.property('tag', () => ({ tag: tag(cursor) }));
    if ((character === '|' || character === '>') && !this.inFlow) return this.block();
    if (character === "'" || character === '"') return this.property('scalar', () => ({ text: quotedScalar(cursor), isPlain: false }));
    const startsPlain =
      !`-?:,[]{}#&*!|>'"%@\``.includes(character) ||
      (character === '-' && !isBlank(cursor.at(1))) ||
      (!this.inFlow && '?:'.includes(character));
    if (isSpaceOrEnd(character) || !startsPlain) throw cursor.fault('found character that cannot start any token');
    this.plain();
  }

  private skipToToken(): void {
    const { cursor } = this;
    for (;;) {
      if (cursor.index === 0 && cursor.at() === '\ufeff') cursor.index++;
      while (cursor.at() === ' ' || ((this.inFlow || !this.keyAllowed) && cursor.at() === '\t')) cursor.skip();
      if (cursor.at() === '#') while (!isBreakOrEnd(cursor.at())) cursor.skip();
      if (!isBreak(cursor.at())) return;
      cursor.takeBreak();
      if (!this.inFlow) this.keyAllowed = true;
    }
  }

  private push(type: TokenType, start: Mark, more: Partial<Token> = {}): void {
    this.queue.push({ type, start, end: this.cursor.mark, ...more });
  }

  private skipped(count: number): Partial<Token> {
    this.cursor.skip(count);
    return {};
  }

  private end(): void {
    if (this.cursor.column !== 0) {
      this.cursor.column = 0;
      this.cursor.line++;
    }
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    this.ended = true;
    this.push('stream-end', this.cursor.mark);
  }

  private documentPart(type: TokenType, read: () => Partial<Token>): void {
    this.unroll(-1);
    this.removeKey();
    this.keyAllowed = false;
    const start = this.cursor.mark;
    this.push(type, start, read());
  }

  private bracket(character: string): void {
    const opens = character === '[' || character === '{';
    if (opens) {
      this.saveKey();
      this.keys.push(undefined);
      if (this.keys.length > DEPTH_MAX + 1) throw this.tooDeep();
    } else {
      this.removeKey();
      if (this.inFlow) this.keys.pop();
    }
    this.keyAllowed = opens;
    const start = this.cursor.mark;
    this.cursor.skip();
    this.push(FLOW[character] as TokenType, start);
  }

  private flowEntry(): void {
    this.removeKey();
    this.keyAllowed = true;
    const start = this.cursor.mark;
    this.cursor.skip();
    this.push('flow-entry', start);
  }

  private blockEntry(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) throw this.cursor.fault('block sequence entries are not allowed in this context');
      this.roll(this.cursor.column, undefined, 'block-sequence-start', this.cursor.mark);
    }
    this.removeKey();
    this.keyAllowed = true;
    const start = this.cursor.mark;
    this.cursor.skip();
    this.push('block-entry', start);
  }

  private explicitKey(): void {
    if (!this.inFlow) {
      if (!this.keyAllowed) throw this.cursor.fault('mapping keys are not allowed in this context');
      this.roll(this.cursor.column, undefined, 'block-mapping-start', this.cursor.mark);
    }
    this.removeKey();
    this.keyAllowed = !this.inFlow;
    const start = this.cursor.mark;
    this.cursor.skip();
    this.push('key', start);
  }

  private value(): void {
    const depth = this.keys.length - 1;
    const key = this.isValid(depth) ? this.keys[depth] : undefined;
    if (key) {
      this.queue.splice(key.tokenNumber - this.taken, 0, { type: 'key', start: key.mark, end: key.mark });
      this.roll(key.mark.column, key.tokenNumber, 'block-mapping-start', key.mark);
      this.keys[depth] = undefined;
      this.keyAllowed = false;
    } else {
      if (!this.inFlow) {
        if (!this.keyAllowed) throw this.cursor.fault('mapping values are not allowed in this context');
        this.roll(this.cursor.column, undefined, 'block-mapping-start', this.cursor.mark);
      }
      this.keyAllowed = !this.inFlow;
    }
    const start = this.cursor.mark;
    this.cursor.skip();
    this.push('value', start);
  }

  private property(type: TokenType, read: () => Partial<Token>): void {
    this.saveKey();
    this.keyAllowed = false;
    const start = this.cursor.mark;
    this.push(type, start, read());
  }

  private block(): void {
    this.removeKey();
    this.keyAllowed = true;
    const start = this.cursor.mark;
    this.push('scalar', start, { text: blockScalar(this.cursor, this.indent), isPlain: false });
  }

  private plain(): void {
    this.saveKey();
    this.keyAllowed = false;
    const start = this.cursor.mark;
    const { value, brokeLine } = plainScalar(this.cursor, this.indent + 1, this.inFlow);
    this.push('scalar', start, { text: value, isPlain: true });
    if (brokeLine) this.keyAllowed = true;
  }

  private saveKey(): void {
    if (!this.keyAllowed) return;
    const isRequired = !this.inFlow && this.indent === this.cursor.column;
    this.removeKey();
    this.keys[this.keys.length - 1] = { isRequired, tokenNumber: this.taken + this.queue.length, mark: this.cursor.mark };
  }

  private removeKey(): void {
    const depth = this.keys.length - 1;
    if (this.keys[depth]?.isRequired) throw this.cursor.fault(NO_COLON);
    this.keys[depth] = undefined;
  }

  /** A key ends on its own line, and is not long. */
  private isValid(depth: number): boolean {
    const key = this.keys[depth];
    if (!key) return false;
    if (key.mark.line === this.cursor.line && key.mark.index + KEY_LENGTH_MAX >= this.cursor.index) return true;
    if (key.isRequired) throw this.cursor.fault(NO_COLON);
    this.keys[depth] = undefined;
    return false;
  }

  private roll(column: number, tokenNumber: number | undefined, type: TokenType, mark: Mark): void {
    if (this.inFlow || this.indent >= column) return;
    this.indents.push(this.indent);
    this.indent = column;
    if (this.indents.length > DEPTH_MAX) throw this.tooDeep();
    this.queue.splice(tokenNumber === undefined ? this.queue.length : tokenNumber - this.taken, 0, { type, start: mark, end: mark });
  }

  private unroll(column: number): void {
    if (this.inFlow) return;
    while (this.indent > column) {
      this.push('block-end', this.cursor.mark);
      this.indent = this.indents.pop() ?? -1;
    }
  }

  private tooDeep(): YamlFault {
    return this.cursor.fault(`exceeded max depth of ${DEPTH_MAX}`);
  }
}
