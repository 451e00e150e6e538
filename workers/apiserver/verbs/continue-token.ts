/** Continue tokens: URL-safe base64 of {v, rv, start}, as etcd3's storage makes them (k8s.io/apiserver/pkg/storage/continue.go, 1.36). */
import { goJsonError } from '../../lib/go-json-error';

const VERSION = 'meta.k8s.io/v1';

export interface ContinueToken {
  /** The list's revision; below 0: whatever is current. */
  readonly revision: number;
  /** Key of the last item, without the list's prefix. */
  readonly after: string;
}

export function encodeContinue({ revision, after }: ContinueToken): string {
  return toBase64Url(JSON.stringify({ v: VERSION, rv: revision, start: `${after}\0` }));
}

/** A text is the error. */
export function decodeContinue(token: string): ContinueToken | string {
  const text = fromBase64Url(token);
  if (typeof text === 'number') return `illegal base64 data at input byte ${text}`;
  try {
    const { v, rv, start } = JSON.parse(text) as { v?: unknown; rv?: unknown; start?: unknown };
    if (v !== VERSION) return `server does not recognize this encoded version ${String(v ?? '')}`;
    if (!rv) return 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)';
    if (!start) return 'encoded start key empty (version meta.k8s.io/v1)';
    if (typeof rv !== 'number' || typeof start !== 'string') return 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)';
    return {
      revision: rv,
      after: start.endsWith('\0')
        ? start.slice(0, -1)
        : `${start.slice(0, -1)}${String.fromCharCode(start.charCodeAt(start.length - 1) - 1)}\uffff`,
    };
  } catch {
    return goJsonError(text);
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Object keys are ASCII, so one unit is one byte. */
function toBase64Url(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 3) {
    const bits = (text.charCodeAt(at) << 16) | ((text.charCodeAt(at + 1) || 0) << 8) | (text.charCodeAt(at + 2) || 0);
    const digits = Math.min(4, text.length - at + 1);
    for (let digit = 0; digit < digits; digit++) out += ALPHABET[(bits >> (18 - 6 * digit)) & 63];
  }
  return out;
}

/** A number is the byte at which the text stops being unpadded base64. */
function fromBase64Url(text: string): string | number {
  let out = '';
  let bits = 0;
  let held = 0;
  for (const [at, digit] of [...text].entries()) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return at;
    bits = ((bits & 0xffff) << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += String.fromCharCode((bits >> held) & 255);
    }
  }
  return text.length % 4 === 1 ? text.length - 1 : out;
}
