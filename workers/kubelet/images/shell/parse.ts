/** A POSIX shell grammar, as far as manifests use it: lists, and-or, pipes, while, until, if, for, groups, redirections. */
export interface Redirection {
  readonly fd: number;
  readonly op: '>' | '>>' | '<' | '>&';
  /** Raw word: a path, or a descriptor for ">&". */
  readonly target: string;
}

export type Node =
  | {
      readonly type: 'simple';
      readonly assignments: readonly (readonly [string, string])[];
      readonly words: readonly string[];
      readonly redirections: readonly Redirection[];
    }
  | { readonly type: 'list'; readonly items: readonly Node[] }
  | { readonly type: 'and' | 'or'; readonly left: Node; readonly right: Node }
  | { readonly type: 'not' | 'background'; readonly body: Node }
  | { readonly type: 'pipe'; readonly left: Node; readonly right: Node }
  | { readonly type: 'while'; readonly until: boolean; readonly condition: Node; readonly body: Node }
  | { readonly type: 'if'; readonly condition: Node; readonly consequent: Node; readonly otherwise?: Node }
  | { readonly type: 'for'; readonly name: string; readonly words: readonly string[]; readonly body: Node }
  | { readonly type: 'group'; readonly subshell: boolean; readonly body: Node; readonly redirections: readonly Redirection[] };

export class ShellSyntaxError extends Error {}

interface Token {
  readonly kind: 'word' | 'op';
  readonly text: string;
}

export function parseScript(text: string): Node {
  const tokens = tokenize(text);
  const parser = new Parser(tokens);
  return parser.script();
}

const OPERATORS = ['&&', '||', ';;', '>>', '>&', ';', '&', '|', '(', ')', '<', '>', '\n'];

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] as string;
    if (char === ' ' || char === '\t' || (char === '\\' && text[at + 1] === '\n')) {
      at += char === '\\' ? 2 : 1;
      continue;
    }
    if (char === '#') {
      while (at < text.length && text[at] !== '\n') at++;
      continue;
    }
    const op = OPERATORS.find((one) => text.startsWith(one, at));
    if (op) {
      tokens.push({ kind: 'op', text: op });
      at += op.length;
      continue;
    }
    const end = wordEnd(text, at);
    tokens.push({ kind: 'word', text: text.slice(at, end) });
    at = end;
  }
  return tokens;
}

function wordEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    const char = text[at] as string;
    if (/[\s;&|()<>]/.test(char)) break;
    at = skipUnit(text, at);
  }
  return at;
}

/** Past one character, or one quoted or substituted stretch, that starts at `at`. */
export function skipUnit(text: string, at: number): number {
  const char = text[at];
  if (char === '\\') return at + 2;
  if (char === "'") return after(text, text.indexOf("'", at + 1), "'");
  if (char === '"') {
    let end = at + 1;
    while (end < text.length && text[end] !== '"')
      end = text[end] === '\\' ? end + 2 : text[end] === '$' || text[end] === '`' ? skipUnit(text, end) : end + 1;
    if (end >= text.length) throw new ShellSyntaxError('syntax error: unterminated quoted string');
    return end + 1;
  }
  if (char === '`') return after(text, text.indexOf('`', at + 1), '`');
  if (char === '$' && text[at + 1] === '(') return closing(text, at + 1, '(', ')');
  if (char === '$' && text[at + 1] === '{') return closing(text, at + 1, '{', '}');
  return at + 1;
}

function after(_text: string, found: number, quote: string): number {
  if (found < 0) throw new ShellSyntaxError(`syntax error: unterminated ${quote}`);
  return found + 1;
}

function closing(text: string, open: number, opening: string, close: string): number {
  let depth = 0;
  for (let at = open; at < text.length;) {
    const char = text[at];
    if (char === opening) depth++;
    if (char === close && --depth === 0) return at + 1;
    at = char === "'" || char === '"' || char === '\\' ? skipUnit(text, at) : at + 1;
  }
  throw new ShellSyntaxError(`syntax error: unterminated ${opening}`);
}

const ENDINGS = new Set(['do', 'done', 'then', 'else', 'elif', 'fi', '}']);

class Parser {
  private at = 0;
  constructor(private readonly tokens: readonly Token[]) {}

  script(): Node {
    const node = this.list();
    if (this.at < this.tokens.length) this.unexpected();
    return node;
  }

  private list(): Node {
    const items: Node[] = [];
    for (;;) {
      while (this.op(';') || this.op('\n')) this.at++;
      const token = this.tokens[this.at];
      if (!token || this.op(')') || (token.kind === 'word' && ENDINGS.has(token.text))) return { type: 'list', items };
      const item = this.andOr();
      if (this.op('&')) {
        this.at++;
        items.push({ type: 'background', body: item });
      } else {
        items.push(item);
        if (!this.op(';') && !this.op('\n')) return { type: 'list', items };
      }
    }
  }

  private andOr(): Node {
    let left = this.pipeline();
    while (this.op('&&') || this.op('||')) {
      const type = this.tokens[this.at++]?.text === '&&' ? 'and' : 'or';
      this.newlines();
      left = { type, left, right: this.pipeline() };
    }
    return left;
  }

  private pipeline(): Node {
    if (this.word('!')) {
      this.at++;
      return { type: 'not', body: this.pipeline() };
    }
    let left = this.command();
    while (this.op('|')) {
      this.at++;
      this.newlines();
      left = { type: 'pipe', left, right: this.command() };
    }
    return left;
  }

  private command(): Node {
    if (this.word('while') || this.word('until')) {
      const until = this.tokens[this.at++]?.text === 'until';
      const condition = this.list();
      return { type: 'while', until, condition, body: this.body() };
    }
    if (this.word('if')) return this.conditional();
    if (this.word('for')) {
      this.at++;
      const name = this.tokens[this.at++]?.text ?? '';
      const words: string[] = [];
      if (this.word('in')) {
        this.at++;
        while (this.tokens[this.at]?.kind === 'word') words.push((this.tokens[this.at++] as Token).text);
      }
      while (this.op(';') || this.op('\n')) this.at++;
      return { type: 'for', name, words, body: this.body() };
    }
    if (this.word('{') || this.op('(')) {
      const subshell = this.tokens[this.at++]?.text === '(';
      const body = this.list();
      if (subshell ? !this.op(')') : !this.word('}')) this.unexpected();
      this.at++;
      return { type: 'group', subshell, body, redirections: this.redirections() };
    }
    return this.simple();
  }

  private conditional(): Node {
    this.at++;
    const condition = this.list();
    this.expect('then');
    const consequent = this.list();
    if (this.word('elif')) return { type: 'if', condition, consequent, otherwise: this.conditional() };
    let otherwise: Node | undefined;
    if (this.word('else')) {
      this.at++;
      otherwise = this.list();
    }
    this.expect('fi');
    return { type: 'if', condition, consequent, ...(otherwise ? { otherwise } : {}) };
  }

  private body(): Node {
    this.expect('do');
    const body = this.list();
    this.expect('done');
    return body;
  }

  private simple(): Node {
    const assignments: [string, string][] = [];
    const words: string[] = [];
    const redirections: Redirection[] = [];
    for (;;) {
      const redirection = this.redirection();
      if (redirection) {
        redirections.push(redirection);
        continue;
      }
      const token = this.tokens[this.at];
      if (token?.kind !== 'word') break;
      const assignment = words.length === 0 ? /^([A-Za-z_]\w*)=([^]*)$/.exec(token.text) : null;
      if (assignment) assignments.push([assignment[1] as string, assignment[2] as string]);
      else words.push(token.text);
      this.at++;
    }
    if (!assignments.length && !words.length && !redirections.length) this.unexpected();
    return { type: 'simple', assignments, words, redirections };
  }

  private redirections(): Redirection[] {
    const found: Redirection[] = [];
    for (let one = this.redirection(); one; one = this.redirection()) found.push(one);
    return found;
  }

  private redirection(): Redirection | undefined {
    let at = this.at;
    let fd: number | undefined;
    const number = this.tokens[at];
    if (
      number?.kind === 'word' &&
      /^[0-9]$/.test(number.text) &&
      ['>', '>>', '>&', '<'].includes(this.tokens[at + 1]?.text ?? '') &&
      this.tokens[at + 1]?.kind === 'op'
    ) {
      fd = Number(number.text);
      at++;
    }
    const token = this.tokens[at];
    if (token?.kind !== 'op' || !['>', '>>', '>&', '<'].includes(token.text)) return undefined;
    const target = this.tokens[at + 1];
    if (target?.kind !== 'word') this.unexpected();
    this.at = at + 2;
    return { fd: fd ?? (token.text === '<' ? 0 : 1), op: token.text as Redirection['op'], target: (target as Token).text };
  }

  private newlines(): void {
    while (this.op('\n')) this.at++;
  }

  private op(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'op' && token.text === text;
  }

  private word(text: string): boolean {
    const token = this.tokens[this.at];
    return token?.kind === 'word' && token.text === text;
  }

  private expect(word: string): void {
    if (!this.word(word)) this.unexpected();
    this.at++;
  }

  private unexpected(): never {
    const token = this.tokens[this.at];
    throw new ShellSyntaxError(`syntax error: unexpected ${token ? `"${token.text === '\n' ? 'newline' : token.text}"` : 'end of file'}`);
  }
}
