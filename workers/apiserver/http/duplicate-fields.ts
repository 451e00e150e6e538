/** The members a JSON text gives twice in one object, as paths in the order the second ones end; for text that parses. */
export function duplicateFields(text: string): string[] {
  const found: string[] = [];
  let at = 0;
  const skip = () => {
    while (' \n\r\t'.includes(text[at] ?? 'x')) at++;
  };
  const string = (): string => {
    const start = at++;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    return text.slice(start, ++at);
  };
  const value = (path: string): void => {
    skip();
    if (text[at] === '{') return object(path);
    if (text[at] === '[') return array(path);
    if (text[at] === '"') return void string();
    while (at < text.length && !',]} \n\r\t'.includes(text[at] as string)) at++;
  };
  const object = (path: string): void => {
    const seen = new Set<string>();
    at++;
    for (skip(); text[at] !== '}'; skip()) {
      if (text[at] === ',') at++;
      skip();
      const name = JSON.parse(string()) as string;
      const member = path === '' ? name : `${path}.${name}`;
      skip();
      at++;
      value(member);
      if (seen.has(name)) found.push(member);
      seen.add(name);
    }
    at++;
  };
  const array = (path: string): void => {
    at++;
    let index = 0;
    for (skip(); text[at] !== ']'; skip()) {
      if (text[at] === ',') at++;
      value(`${path}[${index++}]`);
    }
    at++;
  };
  value('');
  return found;
}
