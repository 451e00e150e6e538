/** Source: k8s.io/kubernetes/pkg/registry/core/secret/strategy.go and pkg/apis/core/v1/{defaults,conversion}.go, 1.36. */
import { setMember } from '../../../lib/member';
import type { Draft, Strategy } from '../../definition';
import { secretWarnings, validateSecret, validateSecretUpdate } from './validation';

export const secretStrategy: Strategy = {
  setDefaults: (draft) => {
    draft.type = draft.type || 'Opaque';
    foldStringData(draft);
  },
  validate: validateSecret,
  validateUpdate: validateSecretUpdate,
  warnings: secretWarnings,
  allowUnconditionalUpdate: true,
};

/** stringData is write-only: its texts end up encoded in data. */
function foldStringData(draft: Draft): void {
  const texts = draft.stringData as Readonly<Record<string, string>> | null | undefined;
  delete draft.stringData;
  if (!texts) {
    return;
  }
  const data: Record<string, string> = { ...(draft.data as Record<string, string> | undefined) };
  for (const [key, text] of Object.entries(texts)) {
    setMember(data, key, base64(text));
  }
  draft.data = data;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Standard base64 of the text's UTF-8 bytes. */
function base64(text: string): string {
  const bytes = utf8(text);
  let encoded = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const [a = 0, b, c] = [bytes[index], bytes[index + 1], bytes[index + 2]];
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    encoded += b === undefined ? '=' : ALPHABET.charAt((group >> 6) & 63);
    encoded += c === undefined ? '=' : ALPHABET.charAt(group & 63);
  }
  return encoded;
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) {
      bytes.push(code);
    } else if (code < 0x800) {
      bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
    } else if (code < 0x10000) {
      bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    } else {
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
  }
  return bytes;
}
