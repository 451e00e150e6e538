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

export class Allocators {
  readonly ips = new Set<string>();
  /** Port and protocol: "30001/TCP". */
  readonly ports = new Set<string>();

  constructor(private readonly random: RandomStream) {}

  nextIp(): string | undefined {
    const above = draw(this.random, IP_COUNT - IP_STATIC, (at) => !this.ips.has(ipAt(at + IP_STATIC)));
    const at = above === undefined ? draw(this.random, IP_STATIC, (low) => !this.ips.has(ipAt(low))) : above + IP_STATIC;
    return at === undefined ? undefined : ipAt(at);
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

function ipAt(offset: number): string {
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
  const refusal = spec.type === 'ExternalName' ? undefined : (allocateIp(scope, draft, spec, old.ips) ?? allocatePorts(scope, draft, spec, old.ports));
  if (refusal) return refusal;
  if (scope.dryRun) return undefined;
  if (before) allocators.drop(before);
  allocators.hold(draft as AnyObject);
  return undefined;
}

export function release(scope: RequestScope, object: AnyObject): void {
  if (scope.definition.resource === 'services' && scope.definition.group === '') scope.backend.allocators.drop(object);
}

function allocateIp(scope: RequestScope, draft: Draft, spec: ServiceSpec, held: readonly string[]): Status | undefined {
  const { allocators } = scope.backend;
  const name: string = draft.metadata.name;
  if (spec.clusterIP === 'None') spec.clusterIPs = ['None'];
  else if (!spec.clusterIP) {
    const ip = held[0] ?? allocators.nextIp();
    if (ip === undefined) return failure(500, 'InternalError', 'Internal error occurred: failed to allocate a serviceIP: range is full');
    spec.clusterIP = ip;
    spec.clusterIPs = [ip];
  } else {
    if (!held.includes(spec.clusterIP) && !scope.dryRun && allocators.ips.has(spec.clusterIP)) {
      const message = `Invalid value: ["${spec.clusterIP}"]: failed to allocate IP ${spec.clusterIP}: provided IP is already allocated`;
      return invalid({ group: '', kind: 'Service' }, name, [{ type: 'FieldValueInvalid', field: 'spec.clusterIPs', message }]);
    }
    spec.clusterIPs ??= [spec.clusterIP];
  }
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
  return undefined;
}

function allocatePorts(scope: RequestScope, draft: Draft, spec: ServiceSpec, held: readonly string[]): Status | undefined {
  const { allocators } = scope.backend;
  const wanted = spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
  if (spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local') spec.healthCheckNodePort ||= allocators.nextPort('TCP') as number;
  const taken = new Set<string>();
  for (const [index, port] of (spec.ports ?? []).entries()) {
    const protocol = port.protocol ?? 'TCP';
    if (port.nodePort) {
      const id = `${port.nodePort}/${protocol}`;
      if (!held.includes(id) && !scope.dryRun && allocators.ports.has(id)) {
        const message = `Invalid value: ${port.nodePort}: provided port is already allocated`;
        return invalid({ group: '', kind: 'Service' }, draft.metadata.name, [{ type: 'FieldValueInvalid', field: `spec.ports[${index}].nodePort`, message }]);
      }
    } else if (wanted) {
      let nodePort = allocators.nextPort(protocol);
      while (nodePort !== undefined && taken.has(`${nodePort}/${protocol}`)) nodePort = allocators.nextPort(protocol);
      if (nodePort === undefined) return failure(500, 'InternalError', 'Internal error occurred: failed to allocate a nodePort: range is full');
      port.nodePort = nodePort;
    }
    taken.add(`${port.nodePort}/${protocol}`);
  }
  return undefined;
}
