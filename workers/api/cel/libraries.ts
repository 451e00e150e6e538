/**
 * Kubernetes' own CEL functions (source: k8s.io/apiserver/pkg/cel/library, 1.36): lists, regex, sets, quantities, URLs, IP addresses
 * and ranges, versions, format. Differs: no authorizer; regular expressions are JavaScript's.
 */
import type { Environment } from '@marcbachmann/cel-js';
import { addQuantity, compareQuantity, formatQuantity, parseQuantity, subQuantity } from '../quantity';
import type { Quantity } from '../quantity';
import { formatText } from './format';
import { Cidr, Ip, masked, parseCidr, parseIp } from './network';
import { registerVersions } from './semver';
import { Url, parseUrl } from './url';

class CelQuantity {
  constructor(readonly amount: Quantity) {}

  toString(): string {
    return formatQuantity(this.amount);
  }
}

/** A quantity as a CEL value; undefined where the text is none. */
export function celQuantity(text: string): CelQuantity | undefined {
  const amount = parseQuantity(text);
  return amount && new CelQuantity(amount);
}

/** Namespace of `sets.contains(a, b)` and its like. */
class Sets {
  readonly namespace = 'sets';
}

const NANO = 1_000_000_000n;

export function registerLibraries(environment: Environment): void {
  registerLists(environment);
  registerTexts(environment);
  registerQuantities(environment);
  registerUrls(environment);
  registerAddresses(environment);
  registerVersions(environment);
}

function registerLists(environment: Environment): void {
  const ordered = (list: readonly Comparable[]) => list.every((item, index) => index === 0 || (list[index - 1] as Comparable) <= item);
  environment
    .registerFunction('list<dyn>.isSorted(): bool', ordered)
    .registerFunction('list<dyn>.sum(): dyn', (list: readonly Comparable[]) =>
      list.length === 0 ? 0n : list.reduce((sum, item) => (sum as number) + (item as number)),
    )
    .registerFunction('list<dyn>.min(): dyn', (list: readonly Comparable[]) => extreme('min', list, (a, b) => a < b))
    .registerFunction('list<dyn>.max(): dyn', (list: readonly Comparable[]) => extreme('max', list, (a, b) => a > b))
    .registerFunction('list<dyn>.indexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
      BigInt(list.findIndex((other) => same(other, item))),
    )
    .registerFunction('list<dyn>.lastIndexOf(dyn): int', (list: readonly unknown[], item: unknown) =>
      BigInt(list.findLastIndex((other) => same(other, item))),
    )
    .registerFunction('list<dyn>.distinct(): list<dyn>', (list: readonly unknown[]) =>
      list.filter((item, index) => list.findIndex((other) => same(other, item)) === index),
    )
    .registerType('Sets', Sets)
    .registerConstant('sets', 'Sets', new Sets())
    .registerFunction('Sets.contains(list<dyn>, list<dyn>): bool', (_: Sets, all: readonly unknown[], some: readonly unknown[]) =>
      includes(all, some),
    )
    .registerFunction(
      'Sets.equivalent(list<dyn>, list<dyn>): bool',
      (_: Sets, left: readonly unknown[], right: readonly unknown[]) => includes(left, right) && includes(right, left),
    )
    .registerFunction('Sets.intersects(list<dyn>, list<dyn>): bool', (_: Sets, left: readonly unknown[], right: readonly unknown[]) =>
      left.some((item) => right.some((other) => same(item, other))),
    );
}

type Comparable = bigint | number | string;

function extreme(name: string, list: readonly Comparable[], better: (a: Comparable, b: Comparable) => boolean): Comparable {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error(`${name} called on empty list`);
  return rest.reduce((best, item) => (better(item, best) ? item : best), first);
}

function includes(all: readonly unknown[], some: readonly unknown[]): boolean {
  return some.every((item) => all.some((other) => same(item, other)));
}

function same(left: unknown, right: unknown): boolean {
  return left === right || canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'bigint'
      ? Number(member)
      : member !== null && typeof member === 'object' && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : member,
  );
}

function registerTexts(environment: Environment): void {
  environment
    .registerFunction('string.format(list<dyn>): string', formatText)
    .registerFunction('string.find(string): string', (text: string, pattern: string) => new RegExp(pattern, 'u').exec(text)?.[0] ?? '')
    .registerFunction('string.findAll(string): list<string>', (text: string, pattern: string) => findAll(text, pattern, -1))
    .registerFunction('string.findAll(string, int): list<string>', (text: string, pattern: string, limit: bigint) =>
      findAll(text, pattern, Number(limit)),
    )
    .registerFunction('string.charAt(int): string', (text: string, index: bigint) => [...text][Number(index)] ?? '')
    .registerFunction('string.replace(string, string): string', (text: string, old: string, by: string) => text.split(old).join(by))
    .registerFunction('string.replace(string, string, int): string', (text: string, old: string, by: string, count: bigint) => {
      const parts = text.split(old);
      const kept = count < 0n ? parts.length - 1 : Math.min(Number(count), parts.length - 1);
      return [parts.slice(0, kept + 1).join(by), ...parts.slice(kept + 1)].join(old);
    })
    .registerFunction('string.reverse(): string', (text: string) => [...text].toReversed().join(''));
}

function findAll(text: string, pattern: string, limit: number): string[] {
  const found = [...text.matchAll(new RegExp(pattern, 'gu'))].map(([match]) => match);
  return limit < 0 ? found : found.slice(0, limit);
}

function registerQuantities(environment: Environment): void {
  const quantity = (text: string): CelQuantity => {
    const amount = parseQuantity(text);
    if (!amount) throw new Error("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    return new CelQuantity(amount);
  };
  const compare = (left: CelQuantity, right: CelQuantity) => BigInt(Math.sign(compareQuantity(left.amount, right.amount)));
  const whole = ({ amount }: CelQuantity) => amount.nano % NANO === 0n;
  const ofInt = (units: bigint): Quantity => ({ nano: units * NANO, format: 'DecimalSI' });
  environment
    .registerType('Quantity', CelQuantity)
    .registerFunction('quantity(string): Quantity', quantity)
    .registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== undefined)
    .registerFunction('Quantity.sign(): int', ({ amount }: CelQuantity) => (amount.nano > 0n ? 1n : amount.nano < 0n ? -1n : 0n))
    .registerFunction('Quantity.isInteger(): bool', whole)
    .registerFunction('Quantity.asInteger(): int', (value: CelQuantity) => {
      if (!whole(value)) throw new Error('cannot convert value to integer');
      return value.amount.nano / NANO;
    })
    .registerFunction('Quantity.asApproximateFloat(): double', ({ amount }: CelQuantity) => Number(amount.nano) / Number(NANO))
    .registerFunction('Quantity.compareTo(Quantity): int', compare)
    .registerFunction('Quantity.isLessThan(Quantity): bool', (left: CelQuantity, right: CelQuantity) => compare(left, right) < 0n)
    .registerFunction('Quantity.isGreaterThan(Quantity): bool', (left: CelQuantity, right: CelQuantity) => compare(left, right) > 0n)
    .registerOperator('Quantity == Quantity', (left: CelQuantity, right: CelQuantity) => compare(left, right) === 0n)
    .registerFunction(
      'Quantity.add(Quantity): Quantity',
      (left: CelQuantity, right: CelQuantity) => new CelQuantity(addQuantity(left.amount, right.amount)),
    )
    .registerFunction(
      'Quantity.add(int): Quantity',
      (left: CelQuantity, right: bigint) => new CelQuantity(addQuantity(left.amount, ofInt(right))),
    )
    .registerFunction(
      'Quantity.sub(Quantity): Quantity',
      (left: CelQuantity, right: CelQuantity) => new CelQuantity(subQuantity(left.amount, right.amount)),
    )
    .registerFunction(
      'Quantity.sub(int): Quantity',
      (left: CelQuantity, right: bigint) => new CelQuantity(subQuantity(left.amount, ofInt(right))),
    );
}

function registerUrls(environment: Environment): void {
  environment
    .registerType('URL', Url)
    .registerFunction('url(string): URL', (text: string) => {
      const found = parseUrl(text);
      if (!found) throw new Error(`URL parse error during conversion from string: parse "${text}": invalid URI for request`);
      return found;
    })
    .registerFunction('isURL(string): bool', (text: string) => parseUrl(text) !== undefined)
    .registerFunction('URL.getScheme(): string', (url: Url) => url.scheme)
    .registerFunction('URL.getHost(): string', (url: Url) => url.host)
    .registerFunction('URL.getHostname(): string', (url: Url) => url.hostname)
    .registerFunction('URL.getPort(): string', (url: Url) => url.port)
    .registerFunction('URL.getEscapedPath(): string', (url: Url) => url.path)
    .registerFunction('URL.getQuery(): map<string, list<string>>', (url: Url) => url.query);
}

function registerAddresses(environment: Environment): void {
  const ip = (text: string): Ip => {
    const found = parseIp(text);
    if (!found) throw new Error(`IP Address "${text}" parse error during conversion from string`);
    return found;
  };
  const cidr = (text: string): Cidr => {
    const found = parseCidr(text);
    if (!found) throw new Error(`CIDR "${text}" parse error during conversion from string`);
    return found;
  };
  const inRange = (address: Ip, range4: string, range6: string) => cidr(address.v6 ? range6 : range4).contains(address);
  environment
    .registerType('IP', Ip)
    .registerType('CIDR', Cidr)
    .registerFunction('ip(string): IP', ip)
    .registerFunction('isIP(string): bool', (text: string) => parseIp(text) !== undefined)
    .registerFunction('IP.family(): int', (address: Ip) => (address.v6 ? 6n : 4n))
    .registerFunction('IP.isUnspecified(): bool', (address: Ip) => address.bits === 0n)
    .registerFunction('IP.isLoopback(): bool', (address: Ip) => inRange(address, '127.0.0.0/8', '::1/128'))
    .registerFunction('IP.isLinkLocalMulticast(): bool', (address: Ip) => inRange(address, '224.0.0.0/24', 'ff02::/16'))
    .registerFunction('IP.isLinkLocalUnicast(): bool', (address: Ip) => inRange(address, '169.254.0.0/16', 'fe80::/10'))
    .registerFunction('string(IP): string', String)
    .registerOperator('IP == IP', (left: Ip, right: Ip) => left.bits === right.bits && left.v6 === right.v6)
    .registerFunction('cidr(string): CIDR', cidr)
    .registerFunction('isCIDR(string): bool', (text: string) => parseCidr(text) !== undefined)
    .registerFunction('CIDR.ip(): IP', (range: Cidr) => range.ip)
    .registerFunction('CIDR.prefixLength(): int', (range: Cidr) => BigInt(range.prefix))
    .registerFunction('CIDR.masked(): CIDR', (range: Cidr) => new Cidr(masked(range.ip, range.prefix), range.prefix))
    .registerFunction('CIDR.containsIP(IP): bool', (range: Cidr, address: Ip) => range.contains(address))
    .registerFunction('CIDR.containsIP(string): bool', (range: Cidr, text: string) => range.contains(ip(text)))
    .registerFunction(
      'CIDR.containsCIDR(CIDR): bool',
      (range: Cidr, inner: Cidr) => inner.prefix >= range.prefix && range.contains(inner.ip),
    )
    .registerFunction('CIDR.containsCIDR(string): bool', (range: Cidr, text: string) => {
      const inner = cidr(text);
      return inner.prefix >= range.prefix && range.contains(inner.ip);
    })
    .registerFunction('string(CIDR): string', String);
}
