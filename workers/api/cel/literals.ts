/** Values of literal tokens (source: cel-go parser/unescape.go and parser.go). */
import { Uint } from './value';
import type { Value } from './value';

const INT_MAX = 2n ** 63n - 1n;
const UINT_MAX = 2n ** 64n - 1n;

export type Literal = Value | { readonly problem: string };

export function literalOf(type: string, text: string): Literal {
  if (type === 'STRING' || type === 'BYTES') return textOf(type, text);
  if (type.startsWith('NUM_')) return numberOf(type, text);
  return text === 'null' ? null : text === 'true';
}

function numberOf(type: string, text: string): Literal {
  const negative = text.startsWith('-');
  const digits = negative ? text.slice(1) : text;
  if (type === 'NUM_FLOAT') return Number.isFinite(Number(text)) ? Number(text) : { problem: 'invalid double literal' };
  if (type === 'NUM_UINT') {
    const value = BigInt(digits.slice(0, -1));
    return value > UINT_MAX ? { problem: 'invalid uint literal' } : new Uint(value);
  }
  const value = negative ? -BigInt(digits) : BigInt(digits);
  return value > INT_MAX || value < -INT_MAX - 1n ? { problem: 'invalid int literal' } : value;
}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** The text between the quotes, escapes resolved: a string, or for `b'...'` its bytes. */
function textOf(type: string, token: string): Literal {
  const isBytes = type === 'BYTES';
  const text = (isBytes ? token.slice(1) : token).replaceAll('\r\n', '\n').replaceAll('\r', '\n');
  const raw = /^[rR]/.test(text);
  const quoted = raw ? text.slice(1) : text;
  const width = /^("""|''')/.test(quoted) ? 3 : 1;
  const body = quoted.slice(width, quoted.length - width);
  if (raw) return isBytes ? Uint8Array.from(utf8(body)) : body;
  const bytes: number[] = [];
  let result = '';
  for (const [part] of body.matchAll(/\\(?:[xX].{2}|u.{4}|U.{8}|[0-3][0-7]{2}|[^])|[^]/gu)) {
    if (isBytes && /^\\[uU]/.test(part)) return { problem: 'unable to unescape string' };
    const code = part.startsWith('\\') ? escaped(part) : (part.codePointAt(0) as number);
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return { problem: 'invalid unicode code point' };
    if (isBytes && /^\\[xX0-3]/.test(part)) bytes.push(code);
    else bytes.push(...utf8(String.fromCodePoint(code)));
    result += String.fromCodePoint(code);
  }
  return isBytes ? Uint8Array.from(bytes) : result;
}

function escaped(part: string): number {
  const kind = part[1] as string;
  if (/[xXuU]/.test(kind)) return Number.parseInt(part.slice(2), 16);
  if (/[0-3]/.test(kind)) return Number.parseInt(part.slice(1), 8);
  return SIMPLE[kind] ?? (kind.codePointAt(0) as number);
}

/** The bytes of a text; half a surrogate pair is the replacement character. */
export function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
  }
  return bytes;
}
