/** What Go's encoding/json says about a text that does not parse (source: encoding/json/scanner.go). */
export function goJsonError(text: string): string {
  let at = 0;
  let complaint = '';
  const END = 'unexpected end of JSON input';
  const skip = () => {
    while (at < text.length && ' \n\r\t'.includes(text[at] as string)) at++;
  };
  const stop = (where: string): false => {
    complaint ||= at >= text.length ? END : `invalid character ${quoted(text[at] as string)} ${where}`;
    return false;
  };
  const string = (): boolean => {
    at++;
    while (at < text.length && text[at] !== '"') {
      if ((text[at] as string) < ' ') return stop('in string literal');
      if (text[at] === '\\' && !'"\\/bfnrtu'.includes(text[at + 1] ?? '"')) {
        at++;
        return stop('in string escape code');
      }
      at += text[at] === '\\' ? 2 : 1;
    }
    if (at >= text.length) return stop('');
    at++;
    return true;
  };
  const literal = (word: string): boolean => {
    for (const letter of word) {
      if (text[at] !== letter) return stop(`in literal ${word} (expecting ${quoted(letter)})`);
      at++;
    }
    return true;
  };
  const value = (): boolean => {
    skip();
    const first = text[at] ?? '';
    if (first === '{') return object();
    if (first === '[') return array();
    if (first === '"') return string();
    if (first === 't') return literal('true');
    if (first === 'f') return literal('false');
    if (first === 'n') return literal('null');
    const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(text.slice(at));
    if (!number) return stop(first === '-' ? ((at += 1), 'in numeric literal') : 'looking for beginning of value');
    at += number[0].length;
    return true;
  };
  const object = (): boolean => {
    at++;
    skip();
    if (text[at] === '}') return (at += 1) > 0;
    for (;;) {
      skip();
      if (text[at] !== '"') return stop('looking for beginning of object key string');
      if (!string()) return false;
      skip();
      if (text[at] !== ':') return stop('after object key');
      at++;
      if (!value()) return false;
      skip();
      if (text[at] === '}') return (at += 1) > 0;
      if (text[at] !== ',') return stop('after object key:value pair');
      at++;
    }
  };
  const array = (): boolean => {
    at++;
    skip();
    if (text[at] === ']') return (at += 1) > 0;
    for (;;) {
      if (!value()) return false;
      skip();
      if (text[at] === ']') return (at += 1) > 0;
      if (text[at] !== ',') return stop('after array element');
      at++;
    }
  };
  if (value()) {
    skip();
    if (at < text.length) stop('after top-level value');
  }
  return complaint || END;
}

function quoted(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}
