/** Cluster IPs and node ports of Services: handed out at random from their ranges, given back on delete. */
import { invalid as invalidField } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import { failure } from '../../api/status';
import type { Status } from '../../api/status';
import type { AnyObject } from '../../api/meta';
import type { Draft } from '../../resources/definition';
import type { RandomStream } from '../../sim/component';
import type { RequestScope } from '../backend';
import { invalid } from '../replies';

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

interface ServicePort {
  nodePort?: number;
  port: number;
  protocol?: string;
}

interface ServiceSpec {
  type?: string;
  clusterIP?: string;
  clusterIPs?: string[];
  ports?: ServicePort[];
  healthCheckNodePort?: number;
  externalTrafficPolicy?: string;
  selector?: Readonly<Record<string, string>>;
  ipFamilies?: string[];
  ipFamilyPolicy?: string;
  allocateLoadBalancerNodePorts?: boolean;
}

export type IpFamily = 'IPv4' | 'IPv6';

export class Allocators {
  readonly ips = new Set<string>();
  /** Port and protocol: "30001/TCP". */
  readonly ports = new Set<string>();

  /** `families`: those that the cluster has a range for, the default one first. */
  constructor(
    private readonly random: RandomStream,
    readonly families: readonly IpFamily[] = ['IPv4'],
  ) {}

  nextIp(family: IpFamily): string | undefined {
    const above = draw(this.random, IP_COUNT - IP_STATIC, (at) => !this.ips.has(ipAt(at + IP_STATIC, family)));
    const at = above === undefined ? draw(this.random, IP_STATIC, (low) => !this.ips.has(ipAt(low, family))) : above + IP_STATIC;
    return at === undefined ? undefined : ipAt(at, family);
  }

  nextPort(protocol: string): number | undefined {
    const free = (at: number) => !this.ports.has(`${PORT_BASE + at}/${protocol}`);
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

function heldBy(service: AnyObject): { ips: readonly string[]; ports: readonly string[] } {
  const spec = (service.spec ?? {}) as ServiceSpec;
  const ips = (spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : [])).filter((ip) => ip !== 'None' && ip !== '');
  const ports = (spec.ports ?? []).flatMap(({ nodePort, protocol = 'TCP' }) => (nodePort ? [`${nodePort}/${protocol}`] : []));
  return { ips, ports: spec.healthCheckNodePort ? [...ports, `${spec.healthCheckNodePort}/TCP`] : ports };
}

/** Fills in what a Service being written needs from the ranges. A Status when it cannot have it. */
export function allocate(scope: RequestScope, draft: Draft, before: AnyObject | undefined): Status | undefined {
  if (scope.definition.resource !== 'services' || scope.definition.group !== '' || scope.subresource === 'status') return undefined;
  const { allocators } = scope.backend;
  const spec = draft.spec as ServiceSpec;
  const old = before ? heldBy(before) : { ips: [], ports: [] };
  const refusal =
    spec.type === 'ExternalName' ? undefined : (allocateIp(scope, draft, spec, old.ips) ?? allocatePorts(scope, draft, spec, old.ports));
  if (refusal) return refusal;
  if (scope.dryRun) return undefined;
  if (before) allocators.drop(before);
  allocators.hold(draft as AnyObject);
  return undefined;
}

export function release(scope: RequestScope, object: AnyObject): void {
  if (scope.definition.resource === 'services' && scope.definition.group === '') scope.backend.allocators.drop(object);
}

/** Source: pkg/registry/core/service/storage/alloc.go, initIPFamilyFields and allocClusterIPs, 1.36. */
function allocateIp(scope: RequestScope, draft: Draft, spec: ServiceSpec, held: readonly string[]): Status | undefined {
  const { allocators } = scope.backend;
  const name: string = draft.metadata.name;
  const given = spec.clusterIPs ?? (spec.clusterIP ? [spec.clusterIP] : []);
  const headless = given[0] === 'None';
  const errors = settleFamilies(allocators.families, spec, headless ? [] : given, headless && !Object.keys(spec.selector ?? {}).length);
  if (errors.length) return invalid({ group: '', kind: 'Service' }, name, errors);
  if (headless) {
    spec.clusterIP = 'None';
    spec.clusterIPs = ['None'];
    return undefined;
  }
  for (const ip of scope.dryRun ? [] : given) {
    const why = held.includes(ip) ? undefined : unavailable(allocators, ip);
    if (why === undefined) continue;
    return invalid({ group: '', kind: 'Service' }, name, [invalidField('spec.clusterIPs', [ip], `failed to allocate IP ${ip}: ${why}`)]);
  }
  const ips: string[] = [];
  for (const family of (spec.ipFamilies ?? []) as IpFamily[]) {
    const ip = [...given, ...held].find((one) => familyOf(one) === family) ?? allocators.nextIp(family);
    if (ip === undefined) return failure(500, 'InternalError', 'Internal error occurred: failed to allocate a serviceIP: range is full');
    ips.push(ip);
  }
  spec.clusterIPs = ips;
  spec.clusterIP = ips[0] as string;
  return undefined;
}

/**
 * Fills in families and policy; the causes where the cluster cannot have them. `free`: headless without a selector, which may
 * name any families.
 */
function settleFamilies(cluster: readonly IpFamily[], spec: ServiceSpec, given: readonly string[], free: boolean): FieldError[] {
  const policy = (spec.ipFamilyPolicy ??= 'SingleStack');
  const families = [...((spec.ipFamilies ?? []) as IpFamily[])];
  const errors: FieldError[] = [];
  const single = (what: string) =>
    invalidField('spec.ipFamilyPolicy', policy, `must be 'RequireDualStack' or 'PreferDualStack' when multiple ${what} are specified`);
  if (policy === 'SingleStack' && given.length > 1) errors.push(single('cluster IPs'));
  if (policy === 'SingleStack' && families.length > 1) errors.push(single('IP families'));
  for (const [index, ip] of given.entries()) {
    if (index < families.length) continue;
    const family = familyOf(ip);
    if (!cluster.includes(family)) return [invalidField(`spec.clusterIPs[${index}]`, given, `${family} is not configured on this cluster`)];
    families.push(family);
  }
  if (errors.length) return errors;
  if (!free && policy === 'RequireDualStack' && cluster.length < 2) {
    errors.push(invalidField('spec.ipFamilyPolicy', policy, 'this cluster is not configured for dual-stack services'));
  }
  for (const [index, family] of free ? [] : families.entries()) {
    if (!cluster.includes(family)) errors.push(invalidField(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster'));
  }
  if (errors.length) return errors;
  if (families.length === 0) families.push(cluster[0] as IpFamily);
  if (policy !== 'SingleStack' && families.length === 1 && (free || cluster.length > 1)) {
    families.push(families[0] === 'IPv4' ? 'IPv6' : 'IPv4');
  }
  spec.ipFamilies = families;
  return [];
}

/** Why nobody can have this address. */
function unavailable(allocators: Allocators, ip: string): string | undefined {
  if (familyOf(ip) === 'IPv4') {
    const value = ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    const offset = value - IP_BASE;
    if (offset < 0 || offset > IP_COUNT + 1) return 'the provided network does not match the current range';
    if (offset === 0 || offset === IP_COUNT + 1) {
      return `the provided IP (${ip}) is not in the valid range. The range of valid IPs is ${SERVICE_RANGE}`;
    }
  } else if (!ip.startsWith(IPV6_PREFIX)) return 'the provided network does not match the current range';
  return allocators.ips.has(ip) ? 'provided IP is already allocated' : undefined;
}

function familyOf(ip: string): IpFamily {
  return ip.includes(':') ? 'IPv6' : 'IPv4';
}

function allocatePorts(scope: RequestScope, draft: Draft, spec: ServiceSpec, held: readonly string[]): Status | undefined {
  const { allocators } = scope.backend;
  const wanted = spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  if (spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local')
    spec.healthCheckNodePort ||= allocators.nextPort('TCP') as number;
  const taken = new Set<string>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const protocol = port.protocol ?? 'TCP';
    if (port.nodePort) {
      const id = `${port.nodePort}/${protocol}`;
      const outside = port.nodePort < PORT_BASE || port.nodePort >= PORT_BASE + PORT_COUNT;
      if (!held.includes(id) && !scope.dryRun && (outside || allocators.ports.has(id))) {
        const why = outside
          ? `provided port is not in the valid range. The range of valid ports is ${PORT_BASE}-${PORT_BASE + PORT_COUNT - 1}`
          : 'provided port is already allocated';
        return invalid({ group: '', kind: 'Service' }, draft.metadata.name, [
          invalidField(`spec.ports[${index}].nodePort`, port.nodePort, why),
        ]);
      }
    } else if (wanted) {
      let nodePort = allocators.nextPort(protocol);
      while (nodePort !== undefined && taken.has(`${nodePort}/${protocol}`)) nodePort = allocators.nextPort(protocol);
      if (nodePort === undefined)
        return failure(500, 'InternalError', 'Internal error occurred: failed to allocate a nodePort: range is full');
      port.nodePort = nodePort;
    }
    taken.add(`${port.nodePort}/${protocol}`);
  }
  return undefined;
}
