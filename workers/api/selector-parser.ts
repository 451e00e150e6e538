/** The grammar of label selector texts with upstream's error texts (source: k8s.io/apimachinery/pkg/labels/selector.go, 1.36). */
import type { Requirement, SelectorOperator } from './labels';

type TokenType = 'identifier' | 'end' | '=' | '==' | '!=' | '!' | '>' | '<' | '(' | ')' | ',' | 'in' | 'notin';
type Token = { readonly type: TokenType; readonly text: string };
type MakeRequirement = (key: string, operator: SelectorOperator, values: readonly string[]) => Requirement | { readonly error: string };

const SYMBOLS = new Set<string>(['=', '==', '!=', '!', '>', '<', '(', ')', ',']);
const OPERATORS: Partial<Record<TokenType, SelectorOperator>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

class ParseError extends Error {}

export function parseRequirements(
  text: string,
  make: MakeRequirement,
): { readonly requirements: Requirement[] } | { readonly error: string } {
  try {
    return { requirements: new Parser(tokenize(text), make).parse() };
  } catch (error) {
    if (error instanceof ParseError) {
      return { error: error.message };
    }
    throw error;
  }
}

class Parser {
  private position = 0;

  constructor(
    private readonly tokens: readonly Token[],
    private readonly make: MakeRequirement,
  ) {}

  parse(): Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const next = this.peekValue();
      if (next.type === 'end') {
        return requirements;
      }
      if (next.type !== 'identifier' && next.type !== '!') {
        throw new ParseError(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.requirement());
      const separator = this.takeValue();
      if (separator.type === 'end') {
        return requirements;
      }
      if (separator.type !== ',') {
        throw new ParseError(`found '${separator.text}', expected: ',' or 'end of string'`);
      }
      const after = this.peekValue();
      if (after.type !== 'identifier' && after.type !== '!') {
        throw new ParseError(`found '${after.text}', expected: identifier after ','`);
      }
    }
  }

  private requirement(): Requirement {
    let token = this.takeValue();
    const negated = token.type === '!';
    if (negated) {
      token = this.takeValue();
    }
    if (token.type !== 'identifier') {
      throw unparsable(`found '${token.text}', expected: identifier`);
    }
    const key = token.text;
    if (negated) {
      return this.made(key, '!', []);
    }
    const next = this.peekValue();
    if (next.type === 'end' || next.type === ',') {
      return this.made(key, 'exists', []);
    }
    this.made(key, 'exists', []);
    const operatorToken = this.take();
    const operator = OPERATORS[operatorToken.type];
    if (!operator) {
      throw unparsable(`found '${operatorToken.text}', expected: in, notin, =, ==, !=, gt, lt`);
    }
    return this.made(key, operator, operator === 'in' || operator === 'notin' ? this.values() : [this.exactValue()]);
  }

  private made(key: string, operator: SelectorOperator, values: readonly string[]): Requirement {
    const requirement = this.make(key, operator, [...new Set(values)].toSorted());
    if ('error' in requirement) {
      throw unparsable(requirement.error);
    }
    return requirement;
  }

  private values(): string[] {
    const open = this.takeValue();
    if (open.type !== '(') {
      throw unparsable(`found '${open.text}' expected: '('`);
    }
    const first = this.peekValue();
    if (first.type === ')') {
      this.takeValue();
      return [''];
    }
    if (first.type !== 'identifier' && first.type !== ',') {
      throw unparsable(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.identifiers();
    const close = this.takeValue();
    if (close.type !== ')') {
      throw unparsable(`found '${close.text}', expected: ')'`);
    }
    return values;
  }

  private identifiers(): string[] {
    const values: string[] = [];
    for (;;) {
      const token = this.takeValue();
      if (token.type === 'identifier') {
        values.push(token.text);
        const next = this.peekValue();
        if (next.type === ')') {
          return values;
        }
        if (next.type !== ',') {
          throw unparsable(`found '${next.text}', expected: ',' or ')'`);
        }
      } else if (token.type === ',') {
        if (values.length === 0) {
          values.push('');
        }
        const next = this.peekValue();
        if (next.type === ')') {
          values.push('');
          return values;
        }
        if (next.type === ',') {
          this.takeValue();
          values.push('');
        }
      } else {
        throw unparsable(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }

  private exactValue(): string {
    const next = this.peekValue();
    if (next.type === 'end' || next.type === ',') {
      return '';
    }
    const token = this.takeValue();
    if (token.type !== 'identifier') {
      throw unparsable(`found '${token.text}', expected: identifier`);
    }
    return token.text;
  }

  private take(): Token {
    const token = this.tokens[this.position] as Token;
    if (token.type !== 'end') {
      this.position++;
    }
    return token;
  }

  /** Where a key or value is expected, the words in and notin are plain identifiers. */
  private takeValue(): Token {
    return asValue(this.take());
  }

  private peekValue(): Token {
    return asValue(this.tokens[this.position] as Token);
  }
}

function asValue(token: Token): Token {
  return token.type === 'in' || token.type === 'notin' ? { type: 'identifier', text: token.text } : token;
}

function unparsable(what: string): ParseError {
  return new ParseError(`unable to parse requirement: ${what}`);
}

function tokenize(text: string): Token[] {
  const tokens = (text.match(/==|!=|[=!(),<>]|[^=!(),<>\s]+/g) ?? []).map((found): Token => {
    const reserved = SYMBOLS.has(found) || found === 'in' || found === 'notin';
    return { type: reserved ? (found as TokenType) : 'identifier', text: found };
  });
  return [...tokens, { type: 'end', text: '' }];
}
