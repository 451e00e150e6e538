/** IP addresses and ranges for CEL (source: k8s.io/apiserver/pkg/cel/library/{ip,cidr}.go, 1.36). */
import { hasLeadingZeros, ipText, isV4, parseIp as readIp } from '../../lib/ip';
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

  /** Sixteen bytes, those of version 4 mapped into them. */
  bytes(): number[] {
    const all = this.v6 ? this.bits : (0xffffn << 32n) | this.bits;
    return Array.from({ length: 16 }, (_, at) => Number((all >> BigInt(120 - at * 8)) & 0xffn));
  }

  toString(): string {
    return ipText({ bytes: this.bytes(), colons: this.v6 });
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

/** Neither zones nor addresses of version 4 mapped into version 6, nor superfluous zeros. */
export function parseIp(text: string): Ip | undefined {
  const ip = readIp(text);
  if (!ip || hasLeadingZeros(text) || (ip.colons && isV4(ip))) return undefined;
  const own = ip.colons ? ip.bytes : ip.bytes.slice(12);
  return new Ip(
    own.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n),
    ip.colons,
  );
}

export function parseCidr(text: string): Cidr | undefined {
  const match = /^(.+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const ip = match && parseIp(match[1] as string);
  const prefix = Number(match?.[2]);
  return ip && prefix <= (ip.v6 ? 128 : 32) ? new Cidr(ip, prefix) : undefined;
}
