/** The outline of a certificate request in DER, and Go's words for what breaks it (source: encoding/asn1, crypto/x509). */

interface Element {
  readonly class: number;
  readonly tag: number;
  readonly compound: boolean;
  readonly start: number;
  readonly end: number;
}

const PARAMETERS =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}';
const SEQUENCE = 16;
const INTEGER = 2;
const BIT_STRING = 3;
const TRUNCATED = 'asn1: syntax error: sequence truncated';

/** What is wrong with the bytes; undefined for a request. Differs: names, keys, attributes and signatures are not looked into. */
export function requestFault(bytes: readonly number[]): string | undefined {
  const whole = expect(bytes, 0, bytes.length, SEQUENCE, 'certificateRequest');
  if (typeof whole === 'string') return whole;
  const inner = bytes.slice(whole.start, whole.end);
  const signed = expect(inner, 0, inner.length, SEQUENCE, 'tbsCertificateRequest');
  if (typeof signed === 'string') return signed;
  const fault = signedFault(inner.slice(signed.start, signed.end));
  if (fault) return fault;
  const algorithm = expect(inner, signed.end, inner.length, SEQUENCE, 'AlgorithmIdentifier');
  if (typeof algorithm === 'string') return algorithm;
  const signature = expect(inner, algorithm.end, inner.length, BIT_STRING, 'BitString');
  if (typeof signature === 'string') return signature;
  return whole.end < bytes.length ? 'asn1: syntax error: trailing data' : undefined;
}

export function isSequence(bytes: readonly number[]): boolean {
  return typeof expect(bytes, 0, bytes.length, SEQUENCE, '') !== 'string';
}

/** Version, subject and public key. */
function signedFault(bytes: readonly number[]): string | undefined {
  const version = expect(bytes, 0, bytes.length, INTEGER, 'int');
  if (typeof version === 'string') return version;
  const subject = read(bytes, version.end);
  if (typeof subject === 'string') return subject;
  const key = expect(bytes, subject.end, bytes.length, SEQUENCE, 'publicKeyInfo');
  return typeof key === 'string' ? key : undefined;
}

/** 2.5.4.10 */
const ORGANIZATION = [0x55, 0x04, 0x0a];

/** The organizations that the subject of a sound request names. */
export function organizationsOf(bytes: readonly number[]): string[] {
  const [whole] = elements(bytes, 0, bytes.length);
  const [signed] = whole ? elements(bytes, whole.start, whole.end) : [];
  const [, subject] = signed ? elements(bytes, signed.start, signed.end) : [];
  if (!subject) return [];
  return elements(bytes, subject.start, subject.end).flatMap((set) =>
    elements(bytes, set.start, set.end).flatMap((attribute) => {
      const [type, value] = elements(bytes, attribute.start, attribute.end);
      if (!type || !value || bytes.slice(type.start, type.end).join() !== ORGANIZATION.join()) return [];
      return [String.fromCharCode(...bytes.slice(value.start, value.end))];
    }),
  );
}

/** One after the other, up to what cannot be read. */
function elements(bytes: readonly number[], start: number, end: number): Element[] {
  const found: Element[] = [];
  for (let at = start; at < end;) {
    const element = read(bytes, at);
    if (typeof element === 'string') return found;
    found.push(element);
    at = element.end;
  }
  return found;
}

function expect(bytes: readonly number[], at: number, end: number, tag: number, type: string): Element | string {
  if (at >= end) return TRUNCATED;
  const found = read(bytes, at, false);
  if (typeof found === 'string') return found;
  if (found.class !== 0 || found.tag !== tag || found.compound !== (tag === SEQUENCE)) {
    const shown = `{class:${found.class} tag:${found.tag} length:${found.end - found.start} isCompound:${found.compound}}`;
    return `asn1: structure error: tags don't match (${tag} vs ${shown}) ${PARAMETERS} ${type} @${found.start}`;
  }
  return found.end > bytes.length ? 'asn1: syntax error: data truncated' : found;
}

/** The element at `at`; `whole`: all of it has to be there. */
function read(bytes: readonly number[], at: number, whole = true): Element | string {
  const first = bytes[at];
  if (first === undefined) return TRUNCATED;
  let position = at + 1;
  let tag = first & 0x1f;
  if (tag === 0x1f) {
    tag = 0;
    for (let more = true; more; position++) {
      const byte = bytes[position];
      if (byte === undefined) return 'asn1: syntax error: truncated base 128 integer';
      tag = (tag << 7) | (byte & 0x7f);
      more = (byte & 0x80) !== 0;
    }
  }
  const short = bytes[position++];
  if (short === undefined) return 'asn1: syntax error: truncated tag or length';
  let length = short & 0x7f;
  if (short & 0x80) {
    const count = length;
    if (count === 0) return 'asn1: syntax error: indefinite length found (not DER)';
    length = 0;
    for (let left = count; left > 0; left--) {
      const byte = bytes[position++];
      if (byte === undefined) return 'asn1: syntax error: truncated tag or length';
      if (length >= 1 << 23) return 'asn1: structure error: length too large';
      length = (length << 8) | byte;
      if (length === 0) return 'asn1: structure error: superfluous leading zeros in length';
    }
    if (length < 0x80) return 'asn1: structure error: non-minimal length';
  }
  const end = position + length;
  if (whole && end > bytes.length) return 'asn1: syntax error: data truncated';
  return { class: first >> 6, tag, compound: (first & 0x20) !== 0, start: position, end };
}
