/** IP addresses and ranges for CEL (source: k8s.io/apiserver/pkg/cel/library/{ip,cidr}.go, 1.36). */
import { CelError } from './value';
import type { CelObject, Value } from './value';

export class Ip implements CelObject {
  readonly typeName = 'net.IP';

  constructor(
    readonly bits: bigint,
    readonly v6: boolean,
  ) {}

  equals(other: Value): boolean {
    if (!(other instanceof Ip)) throw new CelError('no such overload');
    return other.bits === this.bits && other.v6 === this.v6;
  }

  toString(): string {
    if (!this.v6) return [24n, 16n, 8n, 0n].map((shift) => String((this.bits >> shift) & 255n)).join('.');
    const groups = Array.from({ length: 8 }, (_, index) => ((this.bits >> BigInt(112 - index * 16)) & 0xffffn).toString(16));
    const zeros = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)]
      .map(([text]) => text)
      .toSorted((a, b) => b.length - a.length)[0];
    return zeros === undefined ? groups.join(':') : groups.join(':').replace(zeros, '::').replace(':::', '::');
  }
}

export class Cidr implements CelObject {
  readonly typeName = 'net.CIDR';

  constructor(
    readonly ip: Ip,
    readonly prefix: number,
  ) {}

  equals(other: Value): boolean {
    if (!(other instanceof Cidr)) throw new CelError('no such overload');
    return other.ip.equals(this.ip) && other.prefix === this.prefix;
  }

  contains(ip: Ip): boolean {
    return ip.v6 === this.ip.v6 && masked(ip, this.prefix).bits === masked(this.ip, this.prefix).bits;
  }

  toString(): string {
    return `${this.ip.toString()}/${this.prefix}`;
  }
}

export function masked(ip: Ip, prefix: number): Ip {
  const rest = BigInt((ip.v6 ? 128 : 32) - prefix);
  return new Ip((ip.bits >> rest) << rest, ip.v6);
}

/** Neither zones nor addresses of version 4 mapped into version 6. */
export function parseIp(text: string): Ip | undefined {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (embedded) {
    const low = parseIp(embedded[2] as string)?.bits;
    const made = low === undefined ? undefined : parseIp(`${embedded[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`);
    return made && made.bits >> 32n === 0xffffn ? undefined : made;
  }
  if (!text.includes(':')) {
    const parts = text.split('.');
    if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
    return new Ip(
      parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n),
      false,
    );
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [left = [], right = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...left, ...Array.from({ length: missing }, () => '0'), ...right];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return new Ip(
    groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n),
    true,
  );
}

export function parseCidr(text: string): Cidr | undefined {
  const match = /^(.+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const ip = match && parseIp(match[1] as string);
  const prefix = Number(match?.[2]);
  return ip && prefix <= (ip.v6 ? 128 : 32) ? new Cidr(ip, prefix) : undefined;
}
