/** Cluster IPs and node ports of Services: handed out at random from their ranges, given back on delete. */
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
  const refusal = settleFamilies(
    allocators.families,
    spec,
    given.filter((ip) => ip !== 'None'),
  );
  if (refusal)
    return invalid({ group: '', kind: 'Service' }, name, [{ type: 'FieldValueInvalid', field: 'spec.ipFamilyPolicy', message: refusal }]);
  if (spec.clusterIP === 'None' || given[0] === 'None') {
    spec.clusterIP = 'None';
    spec.clusterIPs = ['None'];
    return undefined;
  }
  const taken = given.find((ip) => !held.includes(ip) && !scope.dryRun && allocators.ips.has(ip));
  if (taken !== undefined) {
    const message = `Invalid value: ["${taken}"]: failed to allocate IP ${taken}: provided IP is already allocated`;
    return invalid({ group: '', kind: 'Service' }, name, [{ type: 'FieldValueInvalid', field: 'spec.clusterIPs', message }]);
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

/** Fills in families and policy; the message of the refusal where the cluster cannot have them. */
function settleFamilies(cluster: readonly IpFamily[], spec: ServiceSpec, given: readonly string[]): string | undefined {
  const asked = spec.ipFamilies?.length ? (spec.ipFamilies as IpFamily[]) : given.map(familyOf);
  spec.ipFamilyPolicy ??= asked.length > 1 ? 'RequireDualStack' : 'SingleStack';
  if (spec.ipFamilyPolicy === 'RequireDualStack' && cluster.length < 2) {
    return 'Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services';
  }
  const families = asked.length > 0 ? [...asked] : [cluster[0] as IpFamily];
  if (spec.ipFamilyPolicy === 'SingleStack') spec.ipFamilies = families.slice(0, 1);
  else spec.ipFamilies = [...families, ...cluster.filter((family) => !families.includes(family))];
  return undefined;
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
      if (!held.includes(id) && !scope.dryRun && allocators.ports.has(id)) {
        const message = `Invalid value: ${port.nodePort}: provided port is already allocated`;
        return invalid({ group: '', kind: 'Service' }, draft.metadata.name, [
          { type: 'FieldValueInvalid', field: `spec.ports[${index}].nodePort`, message },
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
