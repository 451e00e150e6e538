/** A range of IPv4 addresses cut into equal parts that are handed out in turn (source: pkg/controller/nodeipam/ipam/cidrset, 1.36). */
export class CidrSet {
  private readonly used = new Set<number>();
  private next = 0;
  readonly size: number;
  private readonly base: number;

  /** `cidr` like "10.244.0.0/16"; `mask` the prefix length of one part, at most 16 longer. Throws RangeError for others. */
  constructor(
    cidr: string,
    private readonly mask: number,
  ) {
    const [ip = '', prefix = ''] = cidr.split('/');
    const length = Number(prefix);
    if (!Number.isInteger(length) || length > mask || mask > 32) throw new RangeError(`cannot cut ${cidr} into /${mask}`);
    this.base = toNumber(ip);
    this.size = 2 ** (mask - length);
  }

  /** The next free part; undefined when all are taken. */
  allocate(): string | undefined {
    for (let tried = 0; tried < this.size; tried++) {
      const at = (this.next + tried) % this.size;
      if (this.used.has(at)) continue;
      this.used.add(at);
      this.next = (at + 1) % this.size;
      return `${toText(this.base + at * 2 ** (32 - this.mask))}/${this.mask}`;
    }
    return undefined;
  }

  occupy(cidr: string): void {
    const at = this.indexOf(cidr);
    if (at !== undefined) this.used.add(at);
  }

  release(cidr: string): void {
    const at = this.indexOf(cidr);
    if (at !== undefined) this.used.delete(at);
  }

  private indexOf(cidr: string): number | undefined {
    const at = Math.floor((toNumber(cidr.split('/')[0] ?? '') - this.base) / 2 ** (32 - this.mask));
    return at >= 0 && at < this.size ? at : undefined;
  }
}

function toNumber(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function toText(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
