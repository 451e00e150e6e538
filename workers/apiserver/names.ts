/** Names and uids from the cluster's random streams (source: k8s.io/apiserver/pkg/storage/names/generate.go, 1.36). */
import type { RandomStream } from '../sim/component';

/** No vowels, and nothing that looks like one, so that no words come out. */
const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';
const SUFFIX_LENGTH = 5;
const NAME_LENGTH_MAX = 63;

export function generateName(random: RandomStream, prefix: string): string {
  let name = prefix.slice(0, NAME_LENGTH_MAX - SUFFIX_LENGTH);
  for (let at = 0; at < SUFFIX_LENGTH; at++) name += ALPHABET[random.int(ALPHABET.length)];
  return name;
}

/** A version 4 UUID. */
export function newUid(random: RandomStream): string {
  const word = () => random.int(0x1_0000_0000).toString(16).padStart(8, '0');
  const digits = `${word()}${word()}${word()}${word()}`;
  const variant = ((Number.parseInt(digits[16] as string, 16) & 3) | 8).toString(16);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
}
