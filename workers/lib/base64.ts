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
