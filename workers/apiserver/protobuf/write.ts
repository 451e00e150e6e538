/** Messages in the protobuf wire format, made of fields that have a length. */
import { encodeUtf8 } from '../../lib/utf8';

/** Absent values write nothing. */
export type OutgoingField = readonly [number: number, value: string | boolean | Uint8Array | undefined];

export function message(...fields: readonly OutgoingField[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const [number, value] of fields) {
    if (value === undefined) continue;
    if (typeof value === 'boolean') {
      parts.push(varint(number << 3), varint(value ? 1 : 0));
      continue;
    }
    const bytes = typeof value === 'string' ? encodeUtf8(value) : value;
    parts.push(varint((number << 3) | 2), varint(bytes.length), bytes);
  }
  return joined(parts);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest >>>= 7) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
