/**
 * What a Service being written needs from the ranges: worked out before the strategy sees it, taken once it is stored
 * (source: pkg/registry/core/service/storage/{storage,alloc}.go, 1.36).
 */
import { invalid as invalidField } from '../../api/field-error';
import type { FieldError } from '../../api/field-error';
import type { AnyObject } from '../../api/meta';
import { failure } from '../../api/status';
import type { Status } from '../../api/status';
import { deepEqual } from '../../lib/equal';
import type { Draft } from '../../resources/definition';
import type { RequestScope } from '../backend';
import { invalid, unclassified } from '../replies';
import { TakenPorts, familyOf, heldBy, unavailable, unavailablePort } from './allocators';
import { settleFamilies } from './families';
import { moveAddresses } from './ip-addresses';
import { hasAddress, isHeadless, wantsHealthPort, wantsNodePorts } from './spec';
import type { ServiceSpec } from './spec';

const TAKEN = 'provided port is already allocated';

/** Fills in addresses and ports. A Status when the Service cannot have them. */
export function assign(scope: RequestScope, draft: Draft, before: AnyObject | undefined): Status | undefined {
  if (!isService(scope)) return undefined;
  const spec = draft.spec as ServiceSpec;
  const stored = before?.spec as ServiceSpec | undefined;
  if (stored) keepAssigned(spec, stored);
  syncAddresses(spec, stored);
  if (spec.type === 'ExternalName') return undefined;
  if (stored) dropSecondary(spec, stored);
  const errors = settleFamilies(scope.backend.allocators.families, spec, stored);
  if (errors.length) return refuse(draft, errors);
  const old = before ? heldBy(before).ports : [];
  return assignAddresses(scope, draft, spec, stored) ?? assignPorts(scope, draft, spec, old, before !== undefined);
}

/** The Service is stored: what it has belongs to it. */
export function take(scope: RequestScope, draft: Draft, before: AnyObject | undefined): void {
  if (!isService(scope) || scope.dryRun) return;
  if (before) scope.backend.allocators.drop(before);
  scope.backend.allocators.hold(draft as AnyObject);
  moveAddresses(scope, draft as AnyObject, before);
}

export function release(scope: RequestScope, object: AnyObject): void {
  if (scope.definition.resource !== 'services' || scope.definition.group !== '') return;
  scope.backend.allocators.drop(object);
  moveAddresses(scope, undefined, object);
}

function isService({ definition, subresource }: RequestScope): boolean {
  return definition.resource === 'services' && definition.group === '' && subresource !== 'status';
}

/** What a client left out stays as it was handed out; node ports go by the names of their ports. */
function keepAssigned(spec: ServiceSpec, stored: ServiceSpec): void {
  if (hasAddress(spec) && hasAddress(stored)) {
    spec.clusterIP ||= stored.clusterIP ?? '';
    if (!spec.clusterIPs?.length && spec.clusterIP === stored.clusterIP && stored.clusterIPs) spec.clusterIPs = [...stored.clusterIPs];
  }
  if (wantsNodePorts(spec) && wantsNodePorts(stored)) {
    const given = new Set(spec.ports?.map(({ nodePort }) => nodePort));
    const known = new Map(stored.ports?.map(({ name = '', nodePort }) => [name, nodePort]));
    for (const port of spec.ports ?? []) {
      const nodePort = known.get(port.name ?? '');
      if (!port.nodePort && nodePort && !given.has(nodePort)) port.nodePort = nodePort;
    }
  }
  if (wantsHealthPort(spec) && wantsHealthPort(stored) && stored.healthCheckNodePort)
    spec.healthCheckNodePort ||= stored.healthCheckNodePort;
}

/** One address and the list of them say the same; where only one of the two was changed, the other follows. */
function syncAddresses(spec: ServiceSpec, stored: ServiceSpec | undefined): void {
  const sameList = stored !== undefined && deepEqual(spec.clusterIPs ?? [], stored.clusterIPs ?? []);
  if (stored?.clusterIP && !spec.clusterIP) {
    if (sameList) delete spec.clusterIPs;
  } else if (spec.clusterIP && (!spec.clusterIPs?.length || (sameList && spec.clusterIP !== stored.clusterIP))) {
    spec.clusterIPs = [spec.clusterIP];
  }
}

/** The way back to one family: the second one goes on its own. */
function dropSecondary(spec: ServiceSpec, stored: ServiceSpec): void {
  if (spec.ipFamilyPolicy !== 'SingleStack' || stored.ipFamilyPolicy === 'SingleStack') return;
  if (spec.clusterIPs && spec.clusterIPs.length > 1 && deepEqual(spec.clusterIPs, stored.clusterIPs))
    spec.clusterIPs = spec.clusterIPs.slice(0, 1);
  if (spec.ipFamilies && spec.ipFamilies.length > 1 && deepEqual(spec.ipFamilies, stored.ipFamilies))
    spec.ipFamilies = spec.ipFamilies.slice(0, 1);
}

/** A Service that has an address already gets none but that of a family it adds. */
function assignAddresses(scope: RequestScope, draft: Draft, spec: ServiceSpec, stored: ServiceSpec | undefined): Status | undefined {
  const { allocators } = scope.backend;
  const families = spec.ipFamilies ?? [];
  const given = spec.clusterIPs ?? [];
  const kept = stored !== undefined && stored.type !== 'ExternalName';
  const grows = kept && families.length === 2 && stored.ipFamilies?.length === 1;
  if (!hasAddress(spec) || isHeadless(spec) || (kept && (!grows || isHeadless(stored)))) return undefined;
  for (const ip of kept ? given.slice(1) : given) {
    const why = unavailable(allocators, ip, scope.dryRun);
    if (why !== undefined) return refuse(draft, [invalidField('spec.clusterIPs', [ip], `failed to allocate IP ${ip}: ${why}`)]);
  }
  const ips: string[] = [];
  for (const family of families) {
    const ip = given.find((one) => familyOf(one) === family) ?? allocators.nextIp(family, scope.dryRun);
    if (ip === undefined) return internal('failed to allocate a serviceIP: range is full');
    ips.push(ip);
  }
  spec.clusterIPs = ips;
  spec.clusterIP = ips[0] as string;
  return undefined;
}

/** `held`: the ports that the stored Service has. */
function assignPorts(scope: RequestScope, draft: Draft, spec: ServiceSpec, held: readonly number[], isUpdate: boolean): Status | undefined {
  const { allocators } = scope.backend;
  const taken = new TakenPorts();
  const seen = new Set<string>();
  const byPort = new Map<number, number>();
  const given = new Map<number, number>();
  for (const { port, nodePort } of spec.ports ?? []) if (nodePort && !given.has(port)) given.set(port, nodePort);
  const why = (port: number) =>
    held.includes(port) ? undefined : taken.has(port) ? TAKEN : unavailablePort(allocators, port, scope.dryRun);
  for (const [index, port] of spec.type === 'NodePort' || spec.type === 'LoadBalancer' ? (spec.ports ?? []).entries() : []) {
    if (!port.nodePort && !wantsNodePorts(spec)) continue;
    const shared = isUpdate ? undefined : (byPort.get(port.port) ?? given.get(port.port));
    const asked = port.nodePort || shared;
    const repeated = asked !== undefined && taken.has(asked) && !isUpdate && byPort.get(port.port) !== asked;
    const refusal = asked === undefined || taken.has(asked) ? undefined : why(asked);
    if (refusal || repeated) {
      const field = `spec.ports[${index}].nodePort`;
      return refuse(draft, [invalidField(field, asked, refusal ?? TAKEN)]);
    }
    const nodePort = asked ?? allocators.nextPort(taken, scope.dryRun);
    if (nodePort === undefined) return internal('failed to allocate a nodePort: range is full');
    port.nodePort = nodePort;
    const id = `${port.protocol} ${nodePort}`;
    if (isUpdate && seen.has(id)) return unclassified(`duplicate nodePort: {${id}}`);
    seen.add(id);
    if (!held.includes(nodePort)) taken.add(nodePort);
    if (!byPort.has(port.port)) byPort.set(port.port, nodePort);
  }
  if (!wantsHealthPort(spec)) return undefined;
  const asked = spec.healthCheckNodePort;
  const refusal = asked ? why(asked) : undefined;
  if (refusal) return internal(`failed to allocate requested HealthCheck NodePort ${asked}: ${refusal}`);
  spec.healthCheckNodePort = asked || (allocators.nextPort(taken, scope.dryRun) as number);
  return undefined;
}

function internal(message: string): Status {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

function refuse(draft: Draft, errors: readonly FieldError[]): Status {
  return invalid({ group: '', kind: 'Service' }, draft.metadata.name ?? '', errors);
}
