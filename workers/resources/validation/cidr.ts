/** IP ranges (source: k8s.io/apimachinery/pkg/util/validation/ip.go, 1.36). */
import { isIp } from './values';

const MESSAGE = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** The messages for what is no range. */
export function isCidr(text: string): readonly string[] {
  const range = parseRange(text);
  return range ? [] : [MESSAGE];
}

/** As {@link isCidr}; bits beyond the prefix must be zero too. */
export function isStrictCidr(text: string): readonly string[] {
  const range = parseRange(text);
  if (!range) {
    return [MESSAGE];
  }
  return range.v4 !== undefined && (range.v4 & hostMask(range.prefix)) !== 0 ? ['must not have bits set beyond the prefix length'] : [];
}

/** Whether `inner` lies in `outer` and is smaller. Differs: of IPv6 ranges only the prefix lengths are compared. */
export function isStrictSubset(inner: string, outer: string): boolean {
  const small = parseRange(inner);
  const large = parseRange(outer);
  if (!small || !large || (small.v4 === undefined) !== (large.v4 === undefined) || small.prefix <= large.prefix) {
    return false;
  }
  const mask = ~hostMask(large.prefix);
  return small.v4 === undefined || ((small.v4 ^ (large.v4 as number)) & mask) === 0;
}

interface Range {
  readonly prefix: number;
  /** Absent for IPv6. */
  readonly v4?: number;
}

function parseRange(text: string): Range | undefined {
  const match = /^(.+)\/(\d{1,3})$/.exec(text);
  if (!match || isIp(match[1] as string).length > 0) {
    return undefined;
  }
  const prefix = Number(match[2]);
  const address = match[1] as string;
  if (address.includes(':')) {
    return prefix <= 128 ? { prefix } : undefined;
  }
  const v4 = address.split('.').reduce((sum, part) => (sum << 8) | Number(part), 0);
  return prefix <= 32 ? { prefix, v4 } : undefined;
}

function hostMask(prefix: number): number {
  return prefix === 0 ? -1 : prefix === 32 ? 0 : (1 << (32 - prefix)) - 1;
}
