/** Addresses of one node's pods, handed out in order from its pod range; freed ones are reused last. */
export class PodIPs {
  private readonly base: number;
  private readonly size: number;
  private next = 2;
  private readonly free: number[] = [];
  private readonly used = new Set<number>();

  constructor(cidr: string) {
    const [address = '10.244.0.0', bits = '24'] = cidr.split('/');
    this.base = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    this.size = 2 ** (32 - Number(bits));
  }

  allocate(): string {
    while (this.used.has(this.next)) this.next++;
    const offset = this.next < this.size - 1 ? this.next++ : (this.free.shift() ?? this.next++);
    this.used.add(offset);
    return text(this.base + offset);
  }

  /** An address that a pod from before holds. */
  take(ip: string): void {
    this.used.add(ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) - this.base);
  }

  release(ip: string): void {
    const offset = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) - this.base;
    if (this.used.delete(offset)) this.free.push(offset);
  }
}

function text(value: number): string {
  return [value / 2 ** 24, value / 2 ** 16, value / 2 ** 8, value].map((part) => Math.floor(part) % 256).join('.');
}
