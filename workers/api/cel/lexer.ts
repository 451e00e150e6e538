/** Tokens of CEL (source: cel-go parser/gen/CEL.g4). */
import type { Problem } from './problems';

export interface Token {
  /** A literal token's own text in quotes ("'&&'"), otherwise the name of its class. */
  readonly type: string;
  readonly text: string;
  /** Offset in code points. */
  readonly at: number;
}

export const EOF = '<EOF>';

const ESCAPE = String.raw`\\(?:[abfnrtv"'\\?\x60]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`;
const STRINGS = [
  String.raw`"""(?:[^\\]|${ESCAPE})*?"""`,
  String.raw`'''(?:[^\\]|${ESCAPE})*?'''`,
  String.raw`"(?:[^\\"\n\r]|${ESCAPE})*"`,
  String.raw`'(?:[^\\'\n\r]|${ESCAPE})*'`,
];
const RAW = ['"""[^]*?"""', "'''[^]*?'''", String.raw`"[^"\n\r]*"`, String.raw`'[^'\n\r]*'`];
const STRING = `(?:${[...STRINGS, ...RAW.map((raw) => `[rR]${raw}`)].join('|')})`;
const EXPONENT = String.raw`[eE][+-]?\d+`;
const KEYWORDS = new Set(['in', 'true', 'false', 'null']);
const classOf = (pattern: string) => new RegExp(pattern, 'uy');

/** Tried in turn; the longest text wins, the earlier class where two are as long. */
const CLASSES: readonly (readonly [string, RegExp])[] = [
  ['literal', classOf(String.raw`==|!=|<=|>=|&&|\|\||[<>\[\]{}().,\-!?:+*/%]`)],
  ['skip', classOf(String.raw`[\t \r\n\f]+|//[^\n]*`)],
  ['NUM_FLOAT', classOf(String.raw`\d+\.\d+(?:${EXPONENT})?|\d+${EXPONENT}|\.\d+(?:${EXPONENT})?`)],
  ['NUM_INT', classOf(String.raw`0x[0-9a-fA-F]+|\d+`)],
  ['NUM_UINT', classOf(String.raw`0x[0-9a-fA-F]+[uU]|\d+[uU]`)],
  ['STRING', classOf(STRING)],
  ['BYTES', classOf(`[bB]${STRING}`)],
  ['IDENTIFIER', classOf('[A-Za-z_][A-Za-z0-9_]*')],
  ['ESC_IDENTIFIER', classOf('`[A-Za-z0-9_.\\-/ ]+`')],
];

/** All tokens with the end as the last one. Text that is none is reported and left out. */
export function tokensOf(source: string, problems: Problem[]): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  let at = 0;
  while (offset < source.length) {
    const [type, text] = longest(source, offset);
    if (type === undefined) {
      const bad = unrecognized(source.slice(offset));
      problems.push({ at, message: `Syntax error: token recognition error at: '${bad}'` });
      offset += bad.length;
      at += [...bad].length;
      continue;
    }
    if (type === 'literal' || (type === 'IDENTIFIER' && KEYWORDS.has(text))) tokens.push({ type: `'${text}'`, text, at });
    else if (type !== 'skip') tokens.push({ type, text, at });
    offset += text.length;
    at += [...text].length;
  }
  return [...tokens, { type: EOF, text: EOF, at }];
}

function longest(source: string, offset: number): readonly [string | undefined, string] {
  let best: readonly [string | undefined, string] = [undefined, ''];
  for (const [type, pattern] of CLASSES) {
    pattern.lastIndex = offset;
    const text = pattern.exec(source)?.[0] ?? '';
    if (text.length > best[1].length) best = [type, text];
  }
  return best;
}

const OPEN = new RegExp(
  String.raw`^(?:[bB]?(?:"""(?:[^\\]|${ESCAPE})*|'''(?:[^\\]|${ESCAPE})*|"(?:[^\\"\n\r]|${ESCAPE})*|'(?:[^\\'\n\r]|${ESCAPE})*)|[=&|]|\x60[A-Za-z0-9_.\-/ ]*)`,
  'u',
);
const HALF_ESCAPE = /^\\(?:[xX][0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|U[0-9a-fA-F]{0,7}|[0-3][0-7]?)?/u;

/** What was begun, with the character at which it could not go on. */
function unrecognized(rest: string): string {
  let begun = OPEN.exec(rest)?.[0] ?? '';
  if (begun !== '' && rest[begun.length] === '\\') begun += HALF_ESCAPE.exec(rest.slice(begun.length))?.[0] ?? '';
  return begun + ([...rest.slice(begun.length, begun.length + 2)][0] ?? '');
}
