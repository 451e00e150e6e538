/** The protobuf wire format: tags, varints, lengths. */
export interface WireField {
  readonly number: number;
  /** A varint's value, or the bytes of everything with a length. */
  readonly value: bigint | Uint8Array;
}

/** The fields of one message in order. Throws RangeError on broken bytes. */
export function readFields(bytes: Uint8Array): WireField[] {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('unexpected EOF');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new RangeError('proto: integer overflow');
  };
  const take = (length: number): Uint8Array => {
    if (length < 0 || at + length > bytes.length) throw new RangeError('unexpected EOF');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const number = tag >>> 3;
    const type = tag & 7;
    if (type === 0) fields.push({ number, value: varint() });
    else if (type === 2) fields.push({ number, value: take(Number(varint())) });
    else if (type === 1) fields.push({ number, value: take(8) });
    else if (type === 5) fields.push({ number, value: take(4) });
    else throw new RangeError(`proto: illegal wireType ${type}`);
  }
  return fields;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const bits = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = Math.min(4, bytes.length - at + 1);
    for (let digit = 0; digit < 4; digit++) text += digit < digits ? BASE64[(bits >> (18 - 6 * digit)) & 63] : '=';
  }
  return text;
}
