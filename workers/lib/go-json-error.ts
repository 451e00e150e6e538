import { encodeUtf8 } from './utf8';

/** What Go's encoding/json says about a text that does not parse (source: encoding/json/scanner.go). */
export function goJsonError(text: string): string {
  return complaintOf(text) ?? 'unexpected end of JSON input';
}

/** Upstream gives up at the 10,001st bracket; the stack here may be at its end before. */
export function tooDeep(text: string): string {
  const bracket = text.lastIndexOf('[') > text.lastIndexOf('{') ? '[' : '{';
  return `invalid character '${bracket}' exceeded max depth`;
}

/** As {@link goJsonError}; undefined for what does parse. */
export function complaintOf(text: string): string | undefined {
  try {
    return scanned(text);
  } catch (problem) {
    if (problem instanceof RangeError) return tooDeep(text);
    throw problem;
  }
}

function scanned(text: string): string | undefined {
  let at = 0;
  let complaint = '';
  const END = 'unexpected end of JSON input';
  // In the middle of a token the end of the text reads as a blank, elsewhere it is told as what it is.
  const inToken = (where: string) => /^(in (literal|numeric|string escape|\\u)|after decimal|in exponent)/.test(where);
  const skip = () => {
    while (at < text.length && ' \n\r\t'.includes(text[at] as string)) at++;
  };
  const stop = (where: string): false => {
    complaint ||= at >= text.length && !inToken(where) ? END : `invalid character ${quoted(text[at] ?? ' ')} ${where}`;
    return false;
  };
  const string = (): boolean => {
    at++;
    while (at < text.length && text[at] !== '"') {
      if ((text[at] as string) < ' ') return stop('in string literal');
      if (text[at] === '\\') {
        at++;
        if (!'"\\/bfnrtu'.includes(text[at] ?? ' ')) return stop('in string escape code');
        for (let digits = text[at] === 'u' ? 4 : 0; digits > 0; digits--) {
          if (!/[0-9a-fA-F]/.test(text[++at] ?? ' ')) return stop(String.raw`in \u hexadecimal character escape`);
        }
      }
      at++;
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
    if (!number[2] && !number[3] && text[at] === '.') return (at += 1) > 0 && stop('after decimal point in numeric literal');
    if (number[3] || !/[eE]/.test(text[at] ?? '')) return true;
    at += /[-+]/.test(text[at + 1] ?? '') ? 2 : 1;
    return stop('in exponent of numeric literal');
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
  return complaint || undefined;
}

/** A byte as Go quotes it. */
function quoted(character: string): string {
  if (character === "'") return String.raw`'\''`;
  if (character === '"') return `'"'`;
  const first = String.fromCharCode(encodeUtf8(character)[0] ?? 0);
  if (first < ' ' && !'\b\f\n\r\t'.includes(first)) return `'\\x${first.charCodeAt(0).toString(16).padStart(2, '0')}'`;
  return `'${JSON.stringify(first).slice(1, -1)}'`;
}
