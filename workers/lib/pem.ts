/** PEM blocks (source: Go's encoding/pem). Texts are bytes, one character each. */
export interface PemBlock {
  readonly type: string;
  readonly hasHeaders: boolean;
  readonly bytes: readonly number[];
  /** What follows the block. */
  readonly rest: string;
}

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The first block of a text, whatever stands before it. */
export function decodePem(text: string): PemBlock | undefined {
  let rest = text;
  for (;;) {
    if (rest.startsWith(BEGIN)) rest = rest.slice(BEGIN.length);
    else {
      const at = rest.indexOf(`\n${BEGIN}`);
      if (at < 0) return undefined;
      rest = rest.slice(at + 1 + BEGIN.length);
    }
    let line: string;
    [line, rest] = nextLine(rest);
    const block = line.endsWith(DASHES) ? blockOf(line.slice(0, -DASHES.length), rest) : undefined;
    if (block) return block;
  }
}

function blockOf(type: string, text: string): PemBlock | undefined {
  let [rest, hasHeaders] = [text, false];
  for (let [line, after] = nextLine(rest); rest !== '' && line.includes(':'); [line, after] = nextLine(rest)) {
    hasHeaders = true;
    rest = after;
  }
  const end = !hasHeaders && rest.startsWith(END) ? 0 : rest.indexOf(`\n${END}`);
  if (end < 0) return undefined;
  const [last, after] = nextLine(rest.slice(end).replace(/^\n/, ''));
  if (last !== `${END}${type}${DASHES}`) return undefined;
  const bytes = base64Bytes(rest.slice(0, end).replaceAll(/[ \t\r\n]/g, ''));
  return bytes && { type, hasHeaders, bytes, rest: after };
}

/** A line without the blanks at its end, and what follows it. */
function nextLine(text: string): [string, string] {
  const at = text.indexOf('\n');
  const [line, rest] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  return [line.replace(/[ \t\r\n]+$/, ''), rest];
}

/** Standard base64 with its padding; undefined for what is none. */
export function base64Bytes(text: string): number[] | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes: number[] = [];
  let [held, bits] = [0, 0];
  for (const digit of text.replaceAll('=', '')) {
    held = ((held << 6) | DIGITS.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return bytes;
}
