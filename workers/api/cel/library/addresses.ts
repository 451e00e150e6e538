/** IP addresses and ranges (source: k8s.io/apiserver/pkg/cel/library/{ip,cidr}.go, 1.36). */
import { Cidr, Ip, masked, parseCidr, parseIp } from '../network';
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError } from '../value';

function ip(text: string): Ip {
  const found = parseIp(text);
  if (!found)
    throw new CelError(
      `IP Address ${JSON.stringify(text)} parse error during conversion from string: ParseAddr(${JSON.stringify(text)}): unable to parse IP`,
    );
  return found;
}

function cidr(text: string): Cidr {
  const found = parseCidr(text);
  if (!found)
    throw new CelError(`network address parse error during conversion from string: netip.ParsePrefix(${JSON.stringify(text)}): no '/'`);
  return found;
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
  declare('net.CIDR::containsIP(string): bool', (range: Cidr, text: string) => range.contains(ip(text))),
  declare('net.CIDR::containsCIDR(net.CIDR): bool', containsCidr),
  declare('net.CIDR::containsCIDR(string): bool', (range: Cidr, text: string) => containsCidr(range, cidr(text))),
  declare('string(net.CIDR): string', String),
];

export const ADDRESSES: readonly Overload[] = [...ADDRESS, ...RANGE];
