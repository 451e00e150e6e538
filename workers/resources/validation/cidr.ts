/** IP ranges (source: k8s.io/apimachinery/pkg/util/validation/ip.go and Go's net.IPNet, 1.36). */
import { groupsText, hasLeadingZeros, ipText, isV4, parseIp } from '../../lib/ip';
import type { Ip } from '../../lib/ip';

const MESSAGE = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

export interface Cidr {
  readonly ip: Ip;
  /** Of 32 bits for a dotted address, else of 128. */
  readonly prefix: number;
}

/** The lax reader; undefined for what is no range. */
export function parseCidr(text: string): Cidr | undefined {
  const [, address, digits] = /^([^/]*)\/(\d+)$/.exec(text) ?? [];
  const ip = parseIp(address ?? '');
  const prefix = Number(digits);
  return ip && prefix <= (ip.colons ? 128 : 32) ? { ip, prefix } : undefined;
}

/** The messages for what is no range, or is not written as one is today. */
export function isCidr(text: string): readonly string[] {
  const range = parseCidr(text);
  if (!range) return [MESSAGE];
  const [address = '', digits = ''] = text.split('/');
  if (hasLeadingZeros(address) || /^0\d/.test(digits)) return ['must not have leading 0s in IP or prefix length'];
  if (range.ip.colons && isV4(range.ip)) return ['must not have an IPv4-mapped IPv6 address'];
  return hasHostBits(range) ? ['must not have bits set beyond the prefix length'] : [];
}

/** As {@link isCidr}; there is one way to write each range. */
export function isCanonicalCidr(text: string): readonly string[] {
  const messages = isCidr(text);
  const canonical = messages.length ? text : cidrText(parseCidr(text) as Cidr);
  return canonical === text ? messages : [`must be in canonical form ("${canonical}")`];
}

/** Of a range that validation lets through. */
export function cidrWarnings(field: string, text: string): readonly string[] {
  if (isCidr(text).length) return [];
  const canonical = cidrText(parseCidr(text) as Cidr);
  return canonical === text
    ? []
    : [`${field}: IPv6 CIDR value ${JSON.stringify(text)} should be in RFC 5952 canonical format ("${canonical}")`];
}

/** Whether `inner` lies in `outer` and its prefix is longer. */
export function isStrictSubset(inner: Cidr, outer: Cidr): boolean {
  const [small, large] = [firstOf(inner), firstOf(outer)];
  if (isV4(small) !== isV4(large) || outer.prefix >= inner.prefix) return false;
  const ones = outer.prefix + (outer.ip.colons ? 0 : 96);
  return small.bytes.every((byte, at) => (byte & maskByte(ones, at)) === large.bytes[at]);
}

function cidrText({ ip, prefix }: Cidr): string {
  return `${ip.colons ? groupsText(ip.bytes) : ipText(ip)}/${prefix}`;
}

function hasHostBits(range: Cidr): boolean {
  const { bytes } = firstOf(range);
  return range.ip.bytes.some((byte, at) => byte !== bytes[at]);
}

/** The first address of a range. */
function firstOf({ ip, prefix }: Cidr): Ip {
  const ones = prefix + (ip.colons ? 0 : 96);
  return { bytes: ip.bytes.map((byte, at) => byte & maskByte(ones, at)), colons: ip.colons };
}

/** The byte at this place of a mask of so many ones. */
function maskByte(ones: number, at: number): number {
  const bits = Math.min(8, Math.max(0, ones - at * 8));
  return (0xff << (8 - bits)) & 0xff;
}
