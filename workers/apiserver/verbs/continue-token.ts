/** Continue tokens: URL-safe base64 of {v, rv, start}, as etcd3's storage makes them (k8s.io/apiserver/pkg/storage/continue.go, 1.36). */
import { goJsonError } from '../../lib/go-json-error';
import { jsonKind } from '../../resources/schema/numbers';

const VERSION = 'meta.k8s.io/v1';

export interface ContinueToken {
  /** The list's revision; below 0: whatever is current. */
  readonly revision: number;
  /** Key of the last item, without the list's prefix. */
  readonly after: string;
}

export function encodeContinue({ revision, after }: ContinueToken): string {
  return toBase64Url(JSON.stringify({ v: VERSION, rv: revision, start: `/${after}\0` }));
}

/** A text is the error. */
export function decodeContinue(token: string): ContinueToken | string {
  const text = fromBase64Url(token);
  if (typeof text === 'number') return `illegal base64 data at input byte ${text}`;
  const read = readToken(text);
  if (typeof read === 'string') return read;
  const { v, rv, start } = read;
  if (v !== VERSION) return `server does not recognize this encoded version ${v}`;
  if (rv === 0) return 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)';
  if (start === '') return 'encoded start key empty (version meta.k8s.io/v1)';
  const key = start.startsWith('/') ? start.slice(1) : start;
  if (key.split('/').some((part) => part === '' || part === '.' || part === '..')) return start;
  return {
    revision: rv,
    after: key.endsWith('\0') ? key.slice(0, -1) : `${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}\uffff`,
  };
}

const MEMBERS = { v: 'string', rv: 'int64', start: 'string' } as const;

/** Read as Go reads it into a struct: whatever the case of names, null is nothing, the first wrong type is told. */
function readToken(text: string): { readonly v: string; readonly rv: number; readonly start: string } | string {
  const token = { v: '', rv: 0, start: '' };
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return goJsonError(text);
  }
  if (typeof given !== 'object' || Array.isArray(given))
    return `json: cannot unmarshal ${jsonKind(given)} into Go value of type storage.continueToken`;
  for (const [written, value] of Object.entries(given ?? {})) {
    const name = written.toLowerCase() as keyof typeof MEMBERS;
    if (!Object.hasOwn(MEMBERS, name) || value === null) continue;
    const literal = name === 'rv' && typeof value === 'number' ? (/"rv"\s*:\s*([-+.\deE]+)/i.exec(text)?.[1] ?? '') : '';
    const fits =
      name === 'rv' ? /^-?\d+$/.test(literal) && BigInt.asIntN(64, BigInt(literal)) === BigInt(literal) : typeof value === 'string';
    if (!fits)
      return `json: cannot unmarshal ${jsonKind(value)}${literal && ` ${literal}`} into Go struct field continueToken.${name} of type ${MEMBERS[name]}`;
    Object.assign(token, { [name]: value });
  }
  return token;
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
    if (digit === '\n' || digit === '\r') continue;
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return at;
    bits = ((bits & 0xffff) << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += String.fromCharCode((bits >> held) & 255);
    }
  }
  return text.replaceAll(/[\r\n]/g, '').length % 4 === 1 ? text.length - 1 : out;
}
