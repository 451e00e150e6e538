/**
 * IP addresses as text and as bytes (source: the readers of k8s.io/utils/net and Go's net and net/netip). The reader is the lax one of
 * old, which takes leading zeros; {@link hasLeadingZeros} tells what the strict one refuses.
 */

/** Sixteen bytes; an IPv4 address is mapped into them. */
export interface Ip {
  readonly bytes: readonly number[];
  /** Written with colons. */
  readonly colons: boolean;
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** undefined for what is no address. */
export function parseIp(text: string): Ip | undefined {
  if (!text.includes(':')) {
    const v4 = parseDotted(text);
    return v4 && { bytes: [...MAPPED, ...v4], colons: false };
  }
  const bytes = parseColons(text);
  return bytes && { bytes, colons: true };
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
