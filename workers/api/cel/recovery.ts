/** A token stream that reports and recovers as ANTLR's default error strategy does, so that messages are those cel-go gives. */
import { MEMBERS } from './grammar';
import { EOF } from './lexer';
import type { Token } from './lexer';
import { NOWHERE } from './problems';
import type { Problem } from './problems';

/** Order in which sets of expected tokens are told. */
const ORDER = [
  EOF,
  ...["'=='", "'!='", "'in'", "'<'", "'<='", "'>='", "'>'", "'&&'", "'||'", "'['", "']'", "'{'", "'}'", "'('", "')'", "'.'", "','"],
  ...["'-'", "'!'", "'?'", "':'", "'+'", "'*'", "'/'", "'%'", "'true'", "'false'", "'null'"],
  ...['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER', 'ESC_IDENTIFIER'],
];

/** Thrown through the grammar's rules; each rule catches, reports once and resumes behind itself. */
class Mismatch extends Error {
  constructor(
    readonly at: number,
    readonly text: string,
  ) {
    super(text);
  }
}

/** Thrown where nobody goes on: `problem` is told besides the others. */
export class Abandoned extends Error {
  constructor(readonly problem: Problem) {
    super(problem.message);
  }
}

/** cel-go's limits of going on behind errors, and of tokens that are left out at once. */
const RECOVERIES_MAX = 30;
const SKIPPED_MAX = 256;
/** Of rules inside each other, more than expressions that are not too deep need. */
const DEPTH_MAX = 4000;

export class TokenStream {
  private index = 0;
  private recovering = false;
  private lastErrorIndex = -1;
  private recoveries = 0;
  private readonly follows: (readonly string[])[] = [];

  constructor(
    private readonly tokens: readonly Token[],
    private readonly problems: Problem[],
  ) {}

  get current(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    return this.tokens[Math.min(this.index + ahead, this.tokens.length - 1)] as Token;
  }

  is(type: string): boolean {
    return this.current.type === type;
  }

  /** Takes the token where it is there. */
  take(type: string): Token | undefined {
    return this.is(type) ? this.match(type, []) : undefined;
  }

  /** Takes "a.b.C" where a brace follows it. */
  takeMessageName(): string | undefined {
    let length = 1;
    while (this.peek(length).type === "'.'" && this.peek(length + 1).type === 'IDENTIFIER') length += 2;
    if (this.peek(length).type !== "'{'") return undefined;
    let name = '';
    for (let index = 0; index < length; index++) name += this.match(this.current.type, []).text;
    return name;
  }

  /** `next`: what may come behind the token inside its rule, '' for the rule's end; a missing token is thought there where that follows. */
  match(type: string, next: readonly string[]): Token {
    const token = this.current;
    if (token.type === type) {
      this.recovering = false;
      this.index = Math.min(this.index + 1, this.tokens.length - 1);
      return token;
    }
    this.attempt();
    if (this.skipOne([type])) return this.match(type, next);
    if (this.mayFollow(next).has(token.type)) {
      this.report(token.at, `missing ${type} at ${named(token)}`);
      this.recovering = true;
      return { type, text: '', at: token.at };
    }
    throw this.mismatch([type]);
  }

  /** Before a choice: one token too many is skipped. */
  sync(expected: readonly string[]): void {
    if (expected.includes(this.current.type) || this.recovering) return;
    if (!this.skipOne(expected)) throw this.mismatch(expected);
  }

  /** Behind what may be repeated: skips to where it can go on. */
  syncLoop(expected: readonly string[]): void {
    if (expected.includes(this.current.type) || this.recovering) return;
    this.unwanted(expected);
    this.consumeUntil(new Set([...expected, ...this.follows.flat()]));
  }

  /** A rule of the grammar, with the tokens that may follow it where it is called; '' among them: the calling rule may end there. */
  rule<T>(follow: readonly string[], otherwise: T, body: () => T): T {
    this.follows.push(follow);
    try {
      if (this.follows.length > DEPTH_MAX) throw new Mismatch(this.current.at, '');
      return body();
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      if (!this.recovering) {
        this.recovering = true;
        this.problems.push({ at: error.at, message: `Syntax error: ${error.text}` });
      }
      this.recover();
      return otherwise;
    } finally {
      this.follows.pop();
    }
  }

  /** What is between brackets, up to the closing one; a comma may be the last. */
  entries(close: string, first: readonly string[], one: () => void): void {
    this.sync([...first, "','", close]);
    if (first.includes(this.current.type))
      this.rule(["','", close], undefined, () => {
        one();
        while (this.is("','") && first.includes(this.peek(1).type)) {
          this.take("','");
          one();
        }
      });
    this.sync(["','", close]);
    this.take("','");
    this.match(close, MEMBERS);
  }

  noViable(from: number, count: number): Mismatch {
    const tokens = this.tokens.slice(this.index + from, this.index + from + count);
    const text = tokens.map((token) => (token.type === EOF ? '' : token.text)).join('');
    return new Mismatch((tokens.at(-1) as Token).at, `no viable alternative at input '${text}'`);
  }

  mismatch(expected: readonly string[]): Mismatch {
    return new Mismatch(this.current.at, `mismatched input ${named(this.current)} expecting ${setOf(expected)}`);
  }

  /** Rules that may end where they are let what follows their callers follow. */
  private mayFollow(next: readonly string[]): ReadonlySet<string> {
    const found = new Set(next);
    for (let level = this.follows.length - 1; level >= 0 && found.has(''); level--) {
      found.delete('');
      for (const type of this.follows[level] ?? []) found.add(type);
    }
    return found;
  }

  private skipOne(expected: readonly string[]): boolean {
    if (!expected.includes(this.peek(1).type) || this.is(EOF)) return false;
    this.unwanted(expected);
    this.index++;
    this.recovering = false;
    return true;
  }

  private unwanted(expected: readonly string[]): void {
    this.report(this.current.at, `extraneous input ${named(this.current)} expecting ${setOf(expected)}`);
    this.recovering = true;
  }

  private report(at: number, message: string): void {
    if (!this.recovering) this.problems.push({ at, message: `Syntax error: ${message}` });
  }

  private recover(): void {
    this.attempt();
    if (this.lastErrorIndex === this.index && !this.is(EOF)) this.index++;
    this.lastErrorIndex = this.index;
    this.consumeUntil(new Set(this.follows.flat()));
  }

  private attempt(): void {
    if (this.recoveries++ < RECOVERIES_MAX) return;
    throw new Abandoned({ at: this.current.at, message: `Syntax error: error recovery attempt limit exceeded: ${RECOVERIES_MAX}` });
  }

  private consumeUntil(set: ReadonlySet<string>): void {
    for (let skipped = 0; !this.is(EOF) && !set.has(this.current.type); this.index++)
      if (++skipped > SKIPPED_MAX)
        throw new Abandoned({ at: NOWHERE, message: `error recovery token lookahead limit exceeded: ${SKIPPED_MAX}` });
  }
}

function named({ text }: Token): string {
  return `'${text}'`;
}

function setOf(types: readonly string[]): string {
  const ordered = ORDER.filter((type) => types.includes(type));
  return ordered.length === 1 ? (ordered[0] as string) : `{${ordered.join(', ')}}`;
}
