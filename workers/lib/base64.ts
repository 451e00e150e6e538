const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 of an ASCII text. */
export function base64(text: string): string {
  let encoded = '';
  for (let at = 0; at < text.length; at += 3) {
    const [a, b, c] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
    const bits = (a << 16) | ((b || 0) << 8) | (c || 0);
    encoded += `${DIGITS[bits >> 18]}${DIGITS[(bits >> 12) & 63]}${at + 1 < text.length ? DIGITS[(bits >> 6) & 63] : '='}${at + 2 < text.length ? DIGITS[bits & 63] : '='}`;
  }
  return encoded;
}

/** The bytes of standard base64 with its padding; undefined for anything else. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 4) {
    const bits = [...text.slice(at, at + 4)].reduce((sum, digit) => sum * 64 + Math.max(DIGITS.indexOf(digit), 0), 0);
    bytes.push(bits >> 16, (bits >> 8) & 255, bits & 255);
  }
  return Uint8Array.from(bytes.slice(0, bytes.length - (text.length - text.replace(/=+$/, '').length)));
}

/** Where Go finds that a text is no standard base64 with its padding (encoding/base64); below 0: it is. Line breaks mean nothing. */
export function corruptByte(text: string): number {
  let inQuantum = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] as string;
    if (character === '\n' || character === '\r') continue;
    if (character === '=') return inQuantum < 2 ? at : paddingFault(text, at, inQuantum);
    if (!DIGITS.includes(character)) return at;
    inQuantum = (inQuantum + 1) % 4;
  }
  return inQuantum === 0 ? -1 : text.length - inQuantum;
}

/** `at`: the first sign of padding, with two or three digits before it. */
function paddingFault(text: string, at: number, digits: number): number {
  const rest = [...text.slice(at + 1)].flatMap((character, index) => (/[\r\n]/.test(character) ? [] : [{ character, at: at + 1 + index }]));
  if (digits === 2) {
    const second = rest.shift();
    if (!second) return text.length;
    if (second.character !== '=') return second.at - 1;
  }
  return rest[0]?.at ?? -1;
}
