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
