/**
 * The pod-template-hash: FNV-1a (32 bits) over the dump of the template and, after a collision, the collision count, written with
 * letters that can't form words (source: pkg/controller/controller_utils.go ComputeHash, apimachinery/pkg/util/rand; 1.36).
 */
import { dumpPodTemplate } from './go-dump';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
const SAFE_LETTERS = 'bcdfghjklmnpqrstvwxz2456789';

/** `collisionCount` is the Deployment's status field; absent and 0 differ. */
export function podTemplateHash(template: unknown, collisionCount: number | undefined): string {
  let hash = fnv1a(FNV_OFFSET, utf8(dumpPodTemplate(template)));
  if (collisionCount !== undefined) hash = fnv1a(hash, littleEndian64(collisionCount));
  return safeEncode(String(hash >>> 0));
}

function fnv1a(start: number, bytes: Iterable<number>): number {
  let hash = start;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash;
}

function littleEndian64(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff, 0, 0, 0, 0];
}

export function* utf8(text: string): Generator<number> {
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code < 0x80) yield code;
    else if (code < 0x800) yield* [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
    else if (code < 0x10000) yield* [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
    else yield* [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  }
}

export function safeEncode(text: string): string {
  return [...text].map((character) => SAFE_LETTERS[character.charCodeAt(0) % SAFE_LETTERS.length]).join('');
}
