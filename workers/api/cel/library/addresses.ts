/** IP addresses and ranges (source: k8s.io/apiserver/pkg/cel/library/{ip,cidr}.go, 1.36). */
import { quote } from '../../field-error';
import { Cidr, Ip, masked, parseCidr, parseIp } from '../network';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';

function ip(text: string): Ip {
  const found = parseIp(text);
  if (found) return found;
  if (/^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(text)) throw new CelError(`IPv4-mapped IPv6 address ${quote(text)} is not allowed`);
  if (text.includes('%') && parseIp(text.split('%')[0] as string))
    throw new CelError(`IP address ${quote(text)} with zone value is not allowed`);
  throw new CelError(`IP Address ${quote(text)} parse error during conversion from string: ${addressProblem(text)}`);
}

function cidr(text: string): Cidr {
  const found = parseCidr(text);
  if (found) return found;
  const problem = rangeProblem(text);
  throw new CelError(`network address parse error during conversion from string: ${problem}`);
}

function rangeProblem(text: string): string {
  const slash = text.lastIndexOf('/');
  const [address, bits] = [text.slice(0, slash), text.slice(slash + 1)];
  if (slash >= 0 && /^::ffff:\d+\.\d+\.\d+\.\d+$/i.test(address)) return `IPv4-mapped IPv6 address ${quote(text)} is not allowed`;
  const why = () => {
    if (slash < 0) return "no '/'";
    if (!parseIp(address.split('%')[0] as string)) return addressProblem(address);
    if (address.includes('%')) return 'IPv6 zones cannot be present in a prefix';
    return /^(0|[1-9]\d{0,2})$/.test(bits) ? 'prefix length out of range' : `bad bits after slash: ${quote(bits)}`;
  };
  return `network address parse error during conversion from string: netip.ParsePrefix(${quote(text)}): ${why()}`;
}

/** As Go's netip says it. */
function addressProblem(text: string): string {
  return `ParseAddr(${quote(text)}): ${text.includes(':') ? problem6(text) : text.includes('.') ? problem4(text) : 'unable to parse IP'}`;
}

function problem4(text: string): string {
  const fields = text.split('.');
  for (const [index, field] of fields.entries()) {
    const rest = fields.slice(index).join('.');
    const bad = /\D/.exec(field);
    if (bad) return `unexpected character (at ${quote(rest.slice(bad.index))})`;
    if (field === '') return `IPv4 field must have at least one digit (at ${quote(`.${rest}`)})`;
    if (/^0\d/.test(field)) return 'IPv4 field has octet with leading zero';
    if (Number(field) > 255) return 'IPv4 field has value >255';
    if (index > 3) return 'IPv4 address too long';
  }
  return 'IPv4 address too short';
}

function problem6(text: string): string {
  let rest = text.startsWith('::') ? text.slice(2) : text;
  let elided = text.startsWith('::');
  let groups = 0;
  while (rest !== '' && groups < 8) {
    const digits = /^[0-9a-fA-F]*/.exec(rest)?.[0] ?? '';
    if (digits === '') return `each colon-separated field must have at least one digit (at ${quote(rest)})`;
    if (digits.length > 4) return `each group must have 4 or less digits (at ${quote(rest)})`;
    groups++;
    rest = rest.slice(digits.length);
    if (rest === '') break;
    if (!rest.startsWith(':')) return `unexpected character, want colon (at ${quote(rest)})`;
    if (rest === ':') return `colon must be followed by more characters (at ${quote(rest)})`;
    rest = rest.slice(1);
    if (!rest.startsWith(':')) continue;
    if (elided) return `multiple :: in address (at ${quote(rest)})`;
    elided = true;
    rest = rest.slice(1);
  }
  return rest === '' ? 'address string too short' : `trailing garbage after address (at ${quote(rest)})`;
}

const within = (address: Ip, range4: string, range6: string) => cidr(address.v6 ? range6 : range4).contains(address);
const isLoopback = (address: Ip) => within(address, '127.0.0.0/8', '::1/128');
const isLinkLocal = (address: Ip) => within(address, '169.254.0.0/16', 'fe80::/10');
const isMulticast = (address: Ip) => within(address, '224.0.0.0/4', 'ff00::/8');

const ADDRESS: readonly Overload[] = [
  declare('ip(string): net.IP', ip),
  declare('isIP(string): bool', (text: string) => parseIp(text) !== undefined),
  declare('ip.isCanonical(string): bool', (text: string) => String(ip(text)) === text),
  declare('net.IP::family(): int', (address: Ip) => (address.v6 ? 6n : 4n)),
  declare('net.IP::isUnspecified(): bool', (address: Ip) => address.bits === 0n),
  declare('net.IP::isLoopback(): bool', isLoopback),
  declare('net.IP::isLinkLocalMulticast(): bool', (address: Ip) => within(address, '224.0.0.0/24', 'ff02::/16')),
  declare('net.IP::isLinkLocalUnicast(): bool', isLinkLocal),
  declare(
    'net.IP::isGlobalUnicast(): bool',
    (address: Ip) =>
      address.bits !== 0n &&
      !isLoopback(address) &&
      !isLinkLocal(address) &&
      !isMulticast(address) &&
      (address.v6 || address.bits !== 0xffffffffn),
  ),
  declare('string(net.IP): string', String),
];

function containsCidr(range: Cidr, inner: Cidr): boolean {
  return inner.prefix >= range.prefix && range.contains(inner.ip);
}

const RANGE: readonly Overload[] = [
  declare('cidr(string): net.CIDR', cidr),
  declare('isCIDR(string): bool', (text: string) => parseCidr(text) !== undefined),
  declare('net.CIDR::ip(): net.IP', (range: Cidr) => range.ip),
  declare('net.CIDR::prefixLength(): int', (range: Cidr) => BigInt(range.prefix)),
  declare('net.CIDR::masked(): net.CIDR', (range: Cidr) => new Cidr(masked(range.ip, range.prefix), range.prefix)),
  declare('net.CIDR::containsIP(net.IP): bool', (range: Cidr, address: Ip) => range.contains(address)),
  declare('net.CIDR::containsIP(string): bool', (range: Cidr, text: string) => {
    const address = parseIp(text);
    if (!address) throw new CelError('no such overload');
    return range.contains(address);
  }),
  declare('net.CIDR::containsCIDR(net.CIDR): bool', containsCidr),
  declare('net.CIDR::containsCIDR(string): bool', (range: Cidr, text: string) => containsCidr(range, cidr(text))),
  declare('string(net.CIDR): string', String),
];

export const ADDRESSES: readonly Overload[] = [...ADDRESS, ...RANGE];
