/** Word expansion: quotes, parameters, arithmetic, command substitution, field splitting. No globbing, no tilde. */
import { skipUnit } from './parse';

export interface ExpansionScope {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
  /** Output of a command substitution. Differs: substituted commands take no time. */
  capture(script: string): string;
}

/** One word to any number of fields. */
export function expandFields(word: string, scope: ExpansionScope): string[] {
  const fields: string[] = [];
  let current: string | undefined;
  for (const { text, quoted } of pieces(word, scope)) {
    if (quoted) {
      current = (current ?? '') + text;
      continue;
    }
    text.split(/[ \t\n]+/).forEach((part, at, parts) => {
      if (at > 0 && current !== undefined) {
        fields.push(current);
        current = undefined;
      }
      if (part !== '' || (parts.length === 1 && current !== undefined)) current = (current ?? '') + part;
    });
  }
  if (current !== undefined) fields.push(current);
  return fields;
}

/** One word to one text (assignments, redirection targets). */
export function expandText(word: string, scope: ExpansionScope): string {
  return pieces(word, scope)
    .map((piece) => piece.text)
    .join('');
}

interface Piece {
  readonly text: string;
  /** Not split into fields; present even when empty. */
  readonly quoted: boolean;
}

function pieces(word: string, scope: ExpansionScope): Piece[] {
  const found: Piece[] = [];
  for (let at = 0; at < word.length;) {
    const end = skipUnit(word, at);
    const unit = word.slice(at, end);
    at = end;
    if (unit[0] === "'") found.push({ text: unit.slice(1, -1), quoted: true });
    else if (unit[0] === '"') found.push({ text: doubleQuoted(unit.slice(1, -1), scope), quoted: true });
    else if (unit[0] === '\\') found.push({ text: unit.slice(1), quoted: true });
    else if (unit[0] === '$' || unit[0] === '`') {
      const { text, end: last } = substitution(word, at - unit.length, scope);
      at = last;
      found.push({ text, quoted: false });
    } else found.push({ text: unit, quoted: true });
  }
  return found;
}

function doubleQuoted(text: string, scope: ExpansionScope): string {
  let out = '';
  for (let at = 0; at < text.length;) {
    const char = text[at] as string;
    if (char === '\\' && '$`"\\\n'.includes(text[at + 1] ?? ' ')) {
      out += text[at + 1];
      at += 2;
    } else if (char === '$' || char === '`') {
      const { text: value, end } = substitution(text, at, scope);
      out += value;
      at = end;
    } else {
      out += char;
      at++;
    }
  }
  return out;
}

/** What starts with "$" or "`" at `at`. */
function substitution(text: string, at: number, scope: ExpansionScope): { text: string; end: number } {
  if (text[at] === '`') {
    const end = skipUnit(text, at);
    return { text: trimNewlines(scope.capture(text.slice(at + 1, end - 1))), end };
  }
  if (text.startsWith('$((', at)) {
    const end = skipUnit(text, at);
    return { text: String(arithmetic(text.slice(at + 3, end - 2), scope)), end };
  }
  if (text.startsWith('$(', at)) {
    const end = skipUnit(text, at);
    return { text: trimNewlines(scope.capture(text.slice(at + 2, end - 1))), end };
  }
  if (text.startsWith('${', at)) {
    const end = skipUnit(text, at);
    return { text: parameter(text.slice(at + 2, end - 1), scope), end };
  }
  const name = /^(?:[A-Za-z_]\w*|[0-9@*#?$!])/.exec(text.slice(at + 1))?.[0];
  return name === undefined ? { text: '$', end: at + 1 } : { text: scope.get(name) ?? '', end: at + 1 + name.length };
}

function parameter(inside: string, scope: ExpansionScope): string {
  if (inside.startsWith('#') && inside.length > 1) return String((scope.get(inside.slice(1)) ?? '').length);
  const match = /^([A-Za-z_]\w*|[0-9@*#?$])(:?[-+=?])?([^]*)$/.exec(inside);
  if (!match) return '';
  const [, name = '', operator, word = ''] = match;
  const value = scope.get(name);
  const set = operator?.startsWith(':') ? value !== undefined && value !== '' : value !== undefined;
  switch (operator?.at(-1)) {
    case '-':
      return set ? (value as string) : expandText(word, scope);
    case '+':
      return set ? expandText(word, scope) : '';
    case '=': {
      if (set) return value as string;
      const text = expandText(word, scope);
      scope.set(name, text);
      return text;
    }
    default:
      return value ?? '';
  }
}

/** Integers, variables, + - * / % ( ) and comparisons; anything else is 0. */
export function arithmetic(expression: string, scope: ExpansionScope): number {
  const tokens =
    expression
      .replace(/\$\(\([^]*?\)\)|\$\{?(\w+)\}?/g, (whole, name: string | undefined) =>
        name === undefined ? whole : (scope.get(name) ?? '0'),
      )
      .match(/\d+|[A-Za-z_]\w*|<=|>=|==|!=|&&|\|\||[-+*/%()<>!]/g) ?? [];
  let at = 0;
  const levels = [['||'], ['&&'], ['==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%']];
  const parse = (level: number): number => {
    if (level === levels.length) {
      const token = tokens[at++];
      if (token === '(') {
        const value = parse(0);
        at++;
        return value;
      }
      if (token === '-') return -parse(level);
      if (token === '!') return parse(level) === 0 ? 1 : 0;
      if (token === undefined) return 0;
      return /^\d/.test(token) ? Number(token) : Math.trunc(Number(scope.get(token) ?? 0)) || 0;
    }
    let left = parse(level + 1);
    while (levels[level]?.includes(tokens[at] ?? '')) {
      const operator = tokens[at++] as string;
      left = apply(operator, left, parse(level + 1));
    }
    return left;
  };
  return parse(0);
}

function apply(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? 0 : Math.trunc(a / b);
    case '%':
      return b === 0 ? 0 : a % b;
    case '<':
      return Number(a < b);
    case '>':
      return Number(a > b);
    case '<=':
      return Number(a <= b);
    case '>=':
      return Number(a >= b);
    case '==':
      return Number(a === b);
    case '!=':
      return Number(a !== b);
    case '&&':
      return Number(a !== 0 && b !== 0);
    default:
      return Number(a !== 0 || b !== 0);
  }
}

function trimNewlines(text: string): string {
  return text.replace(/\n+$/, '');
}
