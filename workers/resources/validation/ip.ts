/**
 * IP addresses and ranges as text (source: k8s.io/apimachinery/pkg/util/validation/ip.go, 1.36, with the readers of k8s.io/utils/net
 * and Go's net and net/netip). Two readers: a lax one of old, which takes leading zeros, and a strict one.
 */

/** Sixteen bytes; an IPv4 address is mapped into them. */
export interface Ip {
  readonly bytes: readonly number[];
  /** Written with colons. */
  readonly colons: boolean;
}

const IP_MESSAGE = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** The lax reader; undefined for what is no address. */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const v4 = parseDotted(text);
    return v4 && { bytes: [...MAPPED, ...v4], colons: false };
  }
  const bytes = parseColons(text);
  return bytes && { bytes, colons: true };
}

/** The messages for what is no IP address, or is not written as one is today. */
export function isIp(text: string): readonly string[] {
  const ip = parseIp(text);
  if (!ip) return [IP_MESSAGE];
  if (hasLeadingZeros(text)) return ['must not have leading 0s'];
  return ip.colons && isV4(ip) ? ['must not be an IPv4-mapped IPv6 address'] : [];
}

/** As {@link isIp}; there is one way to write each address. */
export function isCanonicalIp(text: string): readonly string[] {
  const messages = isIp(text);
  const canonical = messages.length ? text : ipText(parseIp(text) as Ip);
  return canonical === text ? messages : [`must be in canonical form ("${canonical}")`];
}

/** Of an address that validation lets through, or never sees. */
export function ipWarnings(field: string, text: string): readonly string[] {
  const ip = parseIp(text);
  if (!ip) return [];
  const canonical = ipText(ip);
  if (isIp(text).length) return [`${field}: non-standard IP address ${JSON.stringify(text)} is invalid: use "${canonical}"`];
  return canonical === text
    ? []
    : [`${field}: IPv6 address ${JSON.stringify(text)} should be in RFC 5952 canonical format ("${canonical}")`];
}

/** Also for mapped addresses. */
export function isV4(ip: Ip): boolean {
  return MAPPED.every((byte, at) => ip.bytes[at] === byte);
}

/** Dotted for IPv4, else RFC 5952: the longest run of zero groups is left out. */
export function ipText(ip: Ip): string {
  return isV4(ip) ? ip.bytes.slice(12).join('.') : groupsText(ip.bytes);
}

/** Sixteen bytes with colons. */
export function groupsText(bytes: readonly number[]): string {
  const groups = Array.from({ length: 8 }, (_, at) => ((bytes[at * 2] as number) << 8) | (bytes[at * 2 + 1] as number));
  let [start, length] = [-1, 1];
  for (let at = 0; at < 8; at++) {
    let end = at;
    while (end < 8 && groups[end] === 0) end++;
    if (end - at > length) [start, length] = [at, end - at];
    at = Math.max(at, end - 1);
  }
  const hex = groups.map((group) => group.toString(16));
  return start < 0 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

/** The strict reader takes no superfluous zeros in decimals, and no more than four digits in a group. */
export function hasLeadingZeros(text: string): boolean {
  return text.split(/[:.]/).some((part, at, parts) => {
    const decimal = text.includes('.') && at >= parts.length - 4;
    return decimal ? part.length > 1 && part.startsWith('0') : part.length > 4;
  });
}

function parseDotted(text: string): number[] | undefined {
  const parts = text.split('.');
  const numbers = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : 256));
  return parts.length === 4 && numbers.every((number) => number < 256) ? numbers : undefined;
}

function parseColons(text: string): number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const parts = halves.map((half) => (half === '' ? [] : half.split(':')));
  const last = parts.at(-1)?.pop();
  const tail = last === undefined ? [] : last.includes('.') ? parseDotted(last) : parseGroup(last);
  const [head, rest] = parts.map((half) => half.map(parseGroup));
  if (!tail || !head || [head, rest ?? []].some((half) => half.includes(undefined))) return undefined;
  const front = head.flat() as number[];
  const back = [...((rest ?? []).flat() as number[])];
  if (halves.length === 1) return front.length + tail.length === 16 ? [...front, ...tail] : undefined;
  const missing = 16 - front.length - back.length - tail.length;
  return missing < 2 ? undefined : [...front, ...Array<number>(missing).fill(0), ...back, ...tail];
}

function parseGroup(text: string): number[] | undefined {
  if (!/^[0-9a-fA-F]+$/.test(text)) return undefined;
  const value = Number.parseInt(text, 16);
  return value > 0xffff ? undefined : [value >> 8, value & 0xff];
}

/** The messages for an address that nothing can be reached at from elsewhere. */
export function isNonSpecialIp(text: string): readonly string[] {
  const ip = parseIp(text);
  if (!ip) return ['must be a valid IP address'];
  const v4 = isV4(ip);
  const bytes = v4 ? ip.bytes.slice(12) : ip.bytes;
  const [first = 0, second = 0, third = 0] = bytes;
  const loopback = v4 ? first === 127 : bytes.every((byte, at) => byte === (at === 15 ? 1 : 0));
  const local = v4 ? first === 169 && second === 254 : first === 0xfe && (second & 0xc0) === 0x80;
  const multicast = v4 ? first === 224 && second === 0 && third === 0 : first === 0xff && (second & 0x0f) === 2;
  return [
    ...(bytes.every((byte) => byte === 0) ? [`may not be unspecified (${text})`] : []),
    ...(loopback ? ['may not be in the loopback range (127.0.0.0/8, ::1/128)'] : []),
    ...(local ? ['may not be in the link-local range (169.254.0.0/16, fe80::/10)'] : []),
    ...(multicast ? ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'] : []),
  ];
}
