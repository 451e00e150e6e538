/**
 * A running 64-bit fingerprint of texts: two 32-bit multiplicative lanes, finished with murmur3's avalanche. For comparing
 * states of the same program, not for security.
 */
export class Fingerprint {
  private a = 0x9e3779b9 | 0;
  private b = 0x85ebca6b | 0;

  add(text: string): void {
    let { a, b } = this;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x5bd1e995) ^ (b >>> 15);
    }
    this.a = Math.imul(a ^ text.length, 0x01000193);
    this.b = Math.imul(b ^ text.length, 0x5bd1e995);
  }

  /** 16 hexadecimal digits. */
  hex(): string {
    return avalanche(this.a) + avalanche(this.b);
  }
}

function avalanche(lane: number): string {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0).toString(16).padStart(8, '0');
}

/** 32-bit seed of a named stream. */
export function seedOf(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return (h ^ (h >>> 15)) | 0;
}
