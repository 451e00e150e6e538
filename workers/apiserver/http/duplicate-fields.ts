import { setMember } from '../../lib/member';
import { merged } from '../../lib/repeated-members';
import type { Repeated } from '../../lib/repeated-members';

export interface JsonText {
  /** Members that an object names twice, in the order of the second ones. */
  readonly paths: readonly string[];
  /** Of members that are named twice the last. */
  readonly value: unknown;
  readonly repeated: Repeated;
  /** The same, objects that are named twice put together. */
  readonly merged: unknown;
  /** By path the text of every number that is not written as JavaScript would. */
  readonly numbers: ReadonlyMap<string, string>;
  /** By path the text of the members with the names that were asked for, as far as they are not in one another. */
  readonly texts: Readonly<Record<string, string>>;
}

/** What JSON.parse does not tell about text that parses. `wanted`: names of members whose text matters. */
export function parseDuplicates(text: string, wanted: ReadonlySet<string>): JsonText {
  const paths: string[] = [];
  const numbers = new Map<string, string>();
  const texts: Record<string, string> = {};
  let within = false;
  const repeated = new Map<object, (readonly [string, unknown])[]>();
  let at = 0;
  const skip = () => {
    while (' \n\r\t'.includes(text[at] ?? 'x')) at++;
  };
  const string = (): string => {
    const start = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return JSON.parse(text.slice(start, ++at)) as string;
  };
  const value = (path: string): unknown => {
    skip();
    if (text[at] === '{') return object(path);
    if (text[at] === '[') return array(path);
    if (text[at] === '"') return string();
    const start = at;
    while (at < text.length && !',]} \n\r\t'.includes(text[at] as string)) at++;
    const literal = text.slice(start, at);
    const parsed = JSON.parse(literal) as unknown;
    if (typeof parsed === 'number' && `${parsed}` !== literal) numbers.set(path, literal);
    return parsed;
  };
  const noted = (path: string): unknown => {
    within = true;
    skip();
    const start = at;
    const given = value(path);
    within = false;
    texts[path] = text.slice(start, at);
    return given;
  };
  const object = (path: string): Record<string, unknown> => {
    const members: Record<string, unknown> = {};
    const entries: (readonly [string, unknown])[] = [];
    at++;
    for (skip(); text[at] !== '}'; skip()) {
      if (text[at] === ',') at++;
      skip();
      const name = string();
      const member = path === '' ? name : `${path}.${name}`;
      skip();
      at++;
      if (Object.hasOwn(members, name)) {
        paths.push(member);
        repeated.set(members, entries);
      }
      const given = wanted.has(name) && !within ? noted(member) : value(member);
      setMember(members, name, given);
      entries.push([name, given]);
    }
    at++;
    return members;
  };
  const array = (path: string): unknown[] => {
    const items: unknown[] = [];
    at++;
    for (skip(); text[at] !== ']'; skip()) {
      if (text[at] === ',') at++;
      items.push(value(`${path}[${items.length}]`));
      skip();
    }
    at++;
    return items;
  };
  const parsed = value('');
  return { paths, value: parsed, repeated, merged: paths.length > 0 ? together(parsed, repeated) : parsed, numbers, texts };
}

function together(value: unknown, repeated: Repeated): unknown {
  if (Array.isArray(value)) return value.map((item) => together(item, repeated));
  if (typeof value !== 'object' || value === null) return value;
  const result: Record<string, unknown> = {};
  for (const [name, member] of repeated.get(value) ?? Object.entries(value)) {
    setMember(result, name, merged(Object.hasOwn(result, name) ? result[name] : undefined, together(member, repeated)));
  }
  return result;
}
