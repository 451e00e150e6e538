/** Texts (source: cel-go common/stdlib and ext/strings.go, version 2). Positions count code points. */
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';
import type { Value } from '../value';
import { formatText } from './format';

function inRange(index: bigint, low: number, high: number): number {
  if (index < BigInt(low) || index > BigInt(high)) throw new CelError(`index out of range: ${index}`);
  return Number(index);
}

function charAt(text: string, index: bigint): string {
  const characters = [...text];
  return characters[inRange(index, 0, characters.length)] ?? '';
}

function indexOf(text: string, part: string, from = 0n): bigint {
  const [characters, wanted] = [[...text], [...part]];
  if (part === '') return from;
  const start = from < 0n ? inRange(from, 0, 0) : Number(from);
  for (let at = start; at <= characters.length - wanted.length; at++)
    if (wanted.every((each, offset) => characters[at + offset] === each)) return BigInt(at);
  return -1n;
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const [characters, wanted] = [[...text], [...part]];
  if (part === '') return from ?? BigInt(characters.length);
  if (from !== undefined && from >= BigInt(characters.length)) return -1n;
  const limit = from === undefined ? characters.length : inRange(from, 0, characters.length);
  for (let at = Math.min(limit, characters.length - wanted.length); at >= 0; at--)
    if (wanted.every((each, offset) => characters[at + offset] === each)) return BigInt(at);
  return -1n;
}

/** The first `count` of them; all where that is negative. */
function replace(text: string, old: string, by: string, count = -1n): string {
  const parts = old === '' ? ['', ...text, ''] : text.split(old);
  const kept = count < 0n ? parts.length - 1 : Math.min(Number(count), parts.length - 1);
  if (old !== '') return [parts.slice(0, kept + 1).join(by), ...parts.slice(kept + 1)].join(old);
  return by.repeat(kept > 0 ? 1 : 0) + [...text].map((each, index) => each + (index + 1 < kept ? by : '')).join('');
}

function split(text: string, separator: string, limit = -1n): string[] {
  if (limit === 0n) return [];
  const parts = separator === '' ? [...text] : text.split(separator);
  if (limit < 0n || parts.length <= Number(limit)) return parts;
  const kept = Number(limit) - 1;
  return [...parts.slice(0, kept), parts.slice(kept).join(separator)];
}

function substring(text: string, from: bigint, to?: bigint): string {
  const characters = [...text];
  const start = inRange(from, 0, characters.length);
  const end = to === undefined ? characters.length : inRange(to, 0, characters.length);
  if (start > end) throw new CelError(`invalid substring range. start: ${start}, end: ${end}`);
  return characters.slice(start, end).join('');
}

function joined(list: readonly Value[], separator?: string): string {
  if (list.some((item) => typeof item !== 'string'))
    throw new CelError(`no such overload: join(list${separator === undefined ? '' : ', string'})`);
  return list.join(separator ?? '');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};

export const STRINGS: readonly Overload[] = [
  declare('string::contains(string): bool', (text: string, part: string) => text.includes(part)),
  declare('string::endsWith(string): bool', (text: string, part: string) => text.endsWith(part)),
  declare('string::startsWith(string): bool', (text: string, part: string) => text.startsWith(part)),
  declare('jsonpatch.escapeKey(string): string', (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')),
  declare('string::charAt(int): string', charAt),
  declare('string::format(list<dyn>): string', formatText),
  declare('string::indexOf(string): int', indexOf),
  declare('string::indexOf(string, int): int', indexOf),
  declare('list<string>::join(): string', joined),
  declare('list<string>::join(string): string', joined),
  declare('string::lastIndexOf(string): int', lastIndexOf),
  declare('string::lastIndexOf(string, int): int', lastIndexOf),
  declare('string::lowerAscii(): string', (text: string) => text.replaceAll(/[A-Z]/g, (each) => each.toLowerCase())),
  declare('strings.quote(string): string', (text: string) => `"${[...text].map((each) => ESCAPES[each] ?? each).join('')}"`),
  declare('string::replace(string, string): string', replace),
  declare('string::replace(string, string, int): string', replace),
  declare('string::split(string): list<string>', split),
  declare('string::split(string, int): list<string>', split),
  declare('string::substring(int): string', substring),
  declare('string::substring(int, int): string', substring),
  declare('string::trim(): string', (text: string) => text.trim()),
  declare('string::upperAscii(): string', (text: string) => text.replaceAll(/[a-z]/g, (each) => each.toUpperCase())),
];
