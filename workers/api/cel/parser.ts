/** From text to an expression (source: cel-go parser/gen/CEL.g4 and parser/parser.go). */
import { balanced } from './ast';
import type { Expr, FieldEntry, ListEntry, MapEntry } from './ast';
import { EOF, tokensOf } from './lexer';
import type { Token } from './lexer';
import { literalOf } from './literals';
import { MEMBERS, NAMES, NUMBERS, OPERAND, PRODUCTS, RELATIONS, RESERVED, SUMS } from './grammar';
import { expandMacro } from './macros';
import { NOWHERE } from './problems';
import type { Problem } from './problems';
import { Nesting } from './nesting';
import { Abandoned, TokenStream } from './recovery';

/** How deep expressions may nest, brackets among them, and how many operators may work on the results of others (cel-go's limit). */
const DEPTH_MAX = 250;
const TOO_DEEP: Problem = { at: NOWHERE, message: `expression recursion limit exceeded: ${DEPTH_MAX}` };

/** Undefined where `problems` says why not. */
export function parse(source: string, problems: Problem[]): Expr | undefined {
  const before = problems.length;
  const parser = new Parser(new TokenStream(tokensOf(source, problems), problems), problems);
  try {
    const expr = parser.start();
    if (problems.length === before && parser.nesting.of(expr) <= DEPTH_MAX) return expr;
    if (problems.length === before) problems.push({ at: NOWHERE, message: 'max recursion depth exceeded' });
  } catch (error) {
    // The stack may be at its end before cel-go's is.
    if (!(error instanceof Abandoned || error instanceof RangeError)) throw error;
    problems.push(error instanceof Abandoned ? error.problem : TOO_DEEP);
  }
  return undefined;
}

class Parser {
  private depth = 0;
  readonly nesting = new Nesting();
  private readonly nothing: Expr = { op: 'const', at: 0, value: null };

  constructor(
    private readonly tokens: TokenStream,
    private readonly problems: Problem[],
  ) {}

  start(): Expr {
    return this.tokens.rule([], this.nothing, () => {
      const expr = this.expr([EOF]);
      this.tokens.match(EOF, []);
      return expr;
    });
  }

  private problem(at: number, message: string): void {
    this.problems.push({ at, message });
  }

  private expr(follow: readonly string[]): Expr {
    if (++this.depth > DEPTH_MAX) throw new Abandoned(TOO_DEEP);
    const made = this.tokens.rule(follow, this.nothing, () => {
      const condition = this.conditionalOr(["'?'", '']);
      const question = this.tokens.take("'?'");
      if (!question) return condition;
      const yes = this.conditionalOr(["':'"]);
      this.tokens.match("':'", OPERAND);
      return this.operator('_?_:_', question.at, [condition, yes, this.expr([''])]);
    });
    this.depth--;
    return made;
  }

  private conditionalOr(follow: readonly string[]): Expr {
    return this.logical("'||'", '_||_', follow, (inner) => this.logical("'&&'", '_&&_', inner, (last) => this.relation(last)));
  }

  private logical(type: string, name: string, follow: readonly string[], operand: (follow: readonly string[]) => Expr): Expr {
    return this.tokens.rule(follow, this.nothing, () => {
      const terms = [operand([type, ''])];
      const operators: number[] = [];
      for (let token = this.tokens.take(type); token; token = this.tokens.take(type)) {
        operators.push(token.at);
        terms.push(operand([type, '']));
      }
      return operators.length === 0 ? (terms[0] as Expr) : this.nesting.around(balanced(name, terms, operators), 0, terms);
    });
  }

  private relation(follow: readonly string[]): Expr {
    return this.tokens.rule(follow, this.nothing, () => {
      let left = this.calc([...RELATIONS, ''], 0);
      for (let token = this.takeOne(RELATIONS); token; token = this.takeOne(RELATIONS)) {
        const right = this.tokens.rule([...RELATIONS, ''], this.nothing, () => this.calc([...RELATIONS, ''], 0));
        left = this.operator(token.text === 'in' ? '@in' : `_${token.text}_`, token.at, [left, right]);
      }
      return left;
    });
  }

  private calc(follow: readonly string[], above: number): Expr {
    return this.tokens.rule(follow, this.nothing, () => {
      let left = this.unary([...PRODUCTS, ...SUMS, '']);
      for (;;) {
        const product = this.takeOne(PRODUCTS);
        const token = product ?? (above < 1 ? this.takeOne(SUMS) : undefined);
        if (!token) return left;
        const right = product ? this.operand() : this.calc([...PRODUCTS, ...SUMS, ''], 1);
        left = this.operator(`_${token.text}_`, token.at, [left, right]);
      }
    });
  }

  private operand(): Expr {
    const follow = [...PRODUCTS, ...SUMS, ''];
    return this.tokens.rule(follow, this.nothing, () => this.unary(follow));
  }

  private takeOne(types: readonly string[]): Token | undefined {
    return types.includes(this.tokens.current.type) ? this.tokens.take(this.tokens.current.type) : undefined;
  }

  private unary(follow: readonly string[]): Expr {
    return this.tokens.rule(follow, this.nothing, () => {
      const { tokens } = this;
      tokens.sync(OPERAND);
      const { type, at } = tokens.current;
      if (type !== "'!'" && (type !== "'-'" || NUMBERS.slice(0, 2).includes(tokens.peek(1).type))) return this.member();
      if (type === "'-'" && !OPERAND.includes(tokens.peek(1).type)) throw tokens.noViable(0, 2);
      let count = 0;
      while (tokens.take(type)) {
        count++;
        tokens.syncLoop(OPERAND);
      }
      const operand = this.member();
      return count % 2 === 0 ? operand : this.call(type === "'!'" ? '!_' : '-_', at, [operand]);
    });
  }

  private member(): Expr {
    const { tokens } = this;
    return tokens.rule([''], this.nothing, () => {
      let made = tokens.rule(MEMBERS, this.nothing, () => this.primary());
      for (;;) {
        if (tokens.is("'['")) made = this.index(made);
        else if (tokens.is("'.'")) made = this.select(made);
        else return made;
      }
    });
  }

  private index(operand: Expr): Expr {
    const { tokens } = this;
    const { at } = tokens.match("'['", OPERAND);
    tokens.sync([...OPERAND, "'?'"]);
    const optional = tokens.take("'?'");
    const key = this.expr(["']'"]);
    tokens.match("']'", MEMBERS);
    return this.operator(optional ? '_[?_]' : '_[_]', at, [operand, key]);
  }

  private select(operand: Expr): Expr {
    const { tokens } = this;
    const next = tokens.peek(1).type;
    if (next !== "'?'" && !NAMES.includes(next)) throw tokens.noViable(0, 2);
    const { at } = tokens.match("'.'", NAMES);
    const optional = tokens.take("'?'");
    if (!optional && tokens.is('IDENTIFIER') && tokens.peek(1).type === "'('")
      return this.arguments(tokens.match('IDENTIFIER', ["'('"]).text, operand);
    const where = tokens.current.at;
    const name = this.name();
    if (name === undefined && optional) this.problem(where, 'unsupported ident kind');
    if (name === undefined) return operand;
    if (!optional) return this.nesting.around({ op: 'select', at, operand, field: name.text, test: false }, 1);
    return this.operator('_?._', at, [operand, { op: 'const', at: name.at, value: name.text }]);
  }

  private name(): Token | undefined {
    return this.tokens.rule([...MEMBERS, "':'"], undefined, () => {
      this.tokens.sync(NAMES);
      const token = this.takeOne(NAMES);
      if (!token) throw this.tokens.mismatch(NAMES);
      if (token.type === 'ESC_IDENTIFIER') this.problem(token.at, "unsupported syntax: '`'");
      return token;
    });
  }

  /** From the opening bracket on. Errors of calls point there. */
  private arguments(name: string, target?: Expr): Expr {
    const { tokens } = this;
    const { at } = tokens.match("'('", OPERAND);
    tokens.sync([...OPERAND, "')'"]);
    const args: Expr[] = [];
    if (!tokens.is("')'"))
      tokens.rule(["')'"], undefined, () => {
        do args.push(this.expr(["','", '']));
        while (tokens.take("','"));
      });
    tokens.match("')'", MEMBERS);
    return this.call(name, at, args, target);
  }

  private call(name: string, at: number, args: readonly Expr[], target?: Expr): Expr {
    const macro = expandMacro(name, at, args, target, (where, message) => this.problem(where, message));
    const made: Expr = macro ?? { op: 'call', at, name, args, ...(target ? { target } : {}) };
    return target ? this.nesting.around(made, 1, [target, ...args]) : this.nesting.around(made, 0, args);
  }

  private operator(name: string, at: number, args: readonly Expr[]): Expr {
    return this.nesting.around({ op: 'call', at, name, args }, 1);
  }

  private primary(): Expr {
    const { tokens } = this;
    tokens.sync(OPERAND);
    switch (tokens.current.type) {
      case "'.'":
      case 'IDENTIFIER':
        return this.identifier();
      case "'('": {
        tokens.match("'('", OPERAND);
        const inner = this.expr(["')'"]);
        tokens.match("')'", MEMBERS);
        return inner;
      }
      case "'['":
        return this.list();
      case "'{'":
        return this.map();
      default:
        return this.literal();
    }
  }

  private identifier(): Expr {
    const { tokens } = this;
    if (tokens.is("'.'") && tokens.peek(1).type !== 'IDENTIFIER') throw tokens.noViable(0, 2);
    const dot = tokens.take("'.'") ? '.' : '';
    const message = tokens.takeMessageName();
    if (message !== undefined) return this.message(dot + message);
    const { text, at } = tokens.match('IDENTIFIER', []);
    if (RESERVED.has(text)) this.problem(at, `reserved identifier: ${text}`);
    return tokens.is("'('") ? this.arguments(dot + text) : { op: 'ident', at, name: dot + text };
  }

  private message(type: string): Expr {
    const { tokens } = this;
    const { at } = tokens.match("'{'", []);
    const entries: FieldEntry[] = [];
    const first = ["'?'", ...NAMES];
    tokens.entries("'}'", first, () => {
      const optional = tokens.rule(["':'"], undefined, () => {
        tokens.sync(first);
        const mark = tokens.take("'?'");
        return { optional: mark !== undefined, name: this.name()?.text ?? '' };
      });
      const colon = tokens.match("':'", OPERAND).at;
      entries.push({ at: colon, name: optional?.name ?? '', optional: optional?.optional ?? false, value: this.expr(["','", '']) });
    });
    return this.nesting.around({ op: 'struct', at, type, entries });
  }

  private list(): Expr {
    const { tokens } = this;
    const { at } = tokens.match("'['", []);
    const items: ListEntry[] = [];
    tokens.entries("']'", ["'?'", ...OPERAND], () => items.push(this.maybeOptional(["','", ''])));
    return this.nesting.around({ op: 'list', at, items });
  }

  private map(): Expr {
    const { tokens } = this;
    const { at } = tokens.match("'{'", []);
    const entries: MapEntry[] = [];
    tokens.entries("'}'", ["'?'", ...OPERAND], () => {
      const { value: key, optional } = this.maybeOptional(["':'"]);
      const colon = tokens.match("':'", OPERAND).at;
      entries.push({ at: colon, key, optional, value: this.expr(["','", '']) });
    });
    return this.nesting.around({ op: 'map', at, entries });
  }

  private maybeOptional(follow: readonly string[]): ListEntry {
    return this.tokens.rule(follow, { optional: false, value: this.nothing }, () => {
      const optional = this.tokens.take("'?'") !== undefined;
      return { optional, value: this.expr(['']) };
    });
  }

  private literal(): Expr {
    const { tokens } = this;
    const { at } = tokens.current;
    const sign = tokens.take("'-'") ? '-' : '';
    const { type, text } = tokens.match(tokens.current.type, []);
    const value = literalOf(type, sign + text);
    if (value !== null && typeof value === 'object' && 'problem' in value) {
      this.problem(at, value.problem);
      return this.nothing;
    }
    return { op: 'const', at, value };
  }
}
