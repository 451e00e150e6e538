/** Cluster IPs and node ports of Services: handed out at random from their ranges, given back on delete. */
import type { AnyObject } from '../../api/meta';
import type { RandomStream } from '../../sim/component';
import type { ServiceSpec } from './spec';

/** 10.96.0.0/12 without network and broadcast address. */
const IP_BASE = (10 * 2 ** 24 + 96 * 2 ** 16) >>> 0;
const IP_COUNT = 2 ** 20 - 2;
export const SERVICE_RANGE = '10.96.0.0/12';
const PORT_BASE = 30_000;
const PORT_COUNT = 2768;
/** fd00:96::/108, the second range of a dual-stack cluster. */
const IPV6_PREFIX = 'fd00:96::';
/** Service IPs below this offset are left for those who ask for one (KEP-3070: min(max(16, size / 16), 256)). */
const IP_STATIC = 256;
/** The same for node ports (KEP-3682). */
const PORT_STATIC = 86;
const TRIES = 64;

export type IpFamily = 'IPv4' | 'IPv6';

export class TakenPorts extends Set<number> {
  highest = 0;

  override add(port: number): this {
    this.highest = Math.max(this.highest, port);
    return super.add(port);
  }
}

export class Allocators {
  readonly ips = new Set<string>();
  /** Whatever the protocol. */
  readonly ports = new Set<number>();
  /** Of IPAddresses. */
  readonly uids: RandomStream;

  /** `families`: those that the cluster has a range for, the default one first. */
  constructor(
    private readonly random: RandomStream,
    readonly families: readonly IpFamily[] = ['IPv4'],
  ) {
    this.uids = random.fork('ip-addresses');
  }

  /** A dry run is answered with the first address of the range, which nobody gets. */
  nextIp(family: IpFamily, dryRun: boolean): string | undefined {
    if (dryRun) return ipAt(-1, family);
    const above = draw(this.random, IP_COUNT - IP_STATIC, (at) => !this.ips.has(ipAt(at + IP_STATIC, family)));
    const at = above === undefined ? draw(this.random, IP_STATIC, (low) => !this.ips.has(ipAt(low, family))) : above + IP_STATIC;
    return at === undefined ? undefined : ipAt(at, family);
  }

  /** `taken`: ports that the same write has got already. A dry run counts on from the highest of them. */
  nextPort(taken: TakenPorts, dryRun: boolean): number | undefined {
    if (dryRun) return (taken.size ? taken.highest : PORT_BASE + PORT_COUNT) + 1;
    const free = (at: number) => !this.ports.has(PORT_BASE + at) && !taken.has(PORT_BASE + at);
    const above = draw(this.random, PORT_COUNT - PORT_STATIC, (at) => free(at + PORT_STATIC));
    const at = above === undefined ? draw(this.random, PORT_STATIC, free) : above + PORT_STATIC;
    return at === undefined ? undefined : PORT_BASE + at;
  }

  /** What a stored Service holds; for start-up from a filled store as well. */
  hold(service: AnyObject): void {
    const { ips, ports } = heldBy(service);
    for (const ip of ips) this.ips.add(ip);
    for (const port of ports) this.ports.add(port);
  }

  drop(service: AnyObject): void {
    const { ips, ports } = heldBy(service);
    for (const ip of ips) this.ips.delete(ip);
    for (const port of ports) this.ports.delete(port);
  }
}

/** Random tries first, then in order from a random place, so that a full range ends. */
function draw(random: RandomStream, count: number, free: (at: number) => boolean): number | undefined {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const at = random.int(count);
    if (free(at)) return at;
  }
  const first = random.int(count);
  for (let step = 0; step < count; step++) if (free((first + step) % count)) return (first + step) % count;
  return undefined;
}

function ipAt(offset: number, family: IpFamily): string {
  if (family === 'IPv6') return `${IPV6_PREFIX}${(offset + 1).toString(16).replace(/(?=.{4}$)/, offset + 1 > 0xffff ? ':' : '')}`;
  const value = IP_BASE + 1 + offset;
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.');
}

export function heldBy(service: AnyObject): { ips: readonly string[]; ports: readonly number[] } {
  const spec = (service.spec ?? {}) as ServiceSpec;
  const ips = (spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])).filter((ip) => ip !== 'None' && ip !== '');
  const ports = (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [nodePort] : []));
  return { ips, ports: spec.healthCheckNodePort ? [...ports, spec.healthCheckNodePort] : ports };
}

/** Why nobody can have this address. A dry run does not look whether it is free. */
export function unavailable(allocators: Allocators, ip: string, dryRun: boolean): string | undefined {
  const value = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const inRange = familyOf(ip) === 'IPv6' ? ip.startsWith(IPV6_PREFIX) : value > IP_BASE && value <= IP_BASE + IP_COUNT;
  if (!inRange && dryRun) return `the provided IP (${ip}) is not in the valid range. The range of valid IPs is ${SERVICE_RANGE}`;
  if (!inRange) return 'the provided network does not match the current range';
  return !dryRun && allocators.ips.has(ip) ? 'provided IP is already allocated' : undefined;
}

export function familyOf(ip: string): IpFamily {
  return ip.includes(':') ? 'IPv6' : 'IPv4';
}

/** The same for a port; here a dry run does not look at the range. */
export function unavailablePort(allocators: Allocators, port: number, dryRun: boolean): string | undefined {
  if (!dryRun && (port < PORT_BASE || port >= PORT_BASE + PORT_COUNT)) {
    return `provided port is not in the valid range. The range of valid ports is ${PORT_BASE}-${PORT_BASE + PORT_COUNT - 1}`;
  }
  return allocators.ports.has(port) ? 'provided port is already allocated' : undefined;
}
