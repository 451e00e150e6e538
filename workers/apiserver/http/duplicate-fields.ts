export interface JsonText {
  /** Members that an object names twice, in the order the second ones end. */
  readonly paths: string[];
  /** What Go's decoder makes of it, which merges such objects and takes the last of anything else. */
  readonly value: unknown;
  /** By path the text of every number that is not written as JavaScript would. */
  readonly numbers: ReadonlyMap<string, string>;
}

/** What JSON.parse does not tell about text that parses. */
export function parseDuplicates(text: string): JsonText {
  const paths: string[] = [];
  const numbers = new Map<string, string>();
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
  const object = (path: string): Record<string, unknown> => {
    const members: Record<string, unknown> = {};
    at++;
    for (skip(); text[at] !== '}'; skip()) {
      if (text[at] === ',') at++;
      skip();
      const name = string();
      const member = path === '' ? name : `${path}.${name}`;
      skip();
      at++;
      const given = value(member);
      if (Object.hasOwn(members, name)) paths.push(member);
      members[name] = merged(members[name], given);
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
  return { paths, value: parsed, numbers };
}

function merged(first: unknown, second: unknown): unknown {
  const mergeable = (each: unknown): each is Record<string, unknown> => typeof each === 'object' && each !== null && !Array.isArray(each);
  if (!mergeable(first) || !mergeable(second)) return second;
  const result = { ...first };
  for (const [name, member] of Object.entries(second)) result[name] = merged(first[name], member);
  return result;
}
