/**
 * Whether a node has the devices that claims ask for (source: k8s.io/dynamic-resource-allocation/structured, 1.36).
 * Differs: of CEL selectors only `device.driver == "..."` is understood, anything else matches nothing; devices are taken
 * first come, first served, without constraints between requests; of alternatives only the first is tried.
 */
import type { AnyObject } from '../../../api/meta';
import { compileNodeSelector } from '../../framework/node-selector';
import type { NodeSelectorSpec } from '../../framework/node-selector';
import type { NodeInfo } from '../../framework/node-info';
import type { ClusterObjects } from '../../framework/plugin';

interface Selector {
  readonly cel?: { readonly expression?: string };
}

interface DeviceRequest {
  readonly deviceClassName?: string;
  readonly allocationMode?: string;
  readonly count?: number;
  readonly selectors?: readonly Selector[];
}

export interface ResourceClaim extends AnyObject {
  readonly spec?: {
    readonly devices?: {
      readonly requests?: readonly { readonly exactly?: DeviceRequest; readonly firstAvailable?: readonly DeviceRequest[] }[];
    };
  };
  readonly status?: {
    readonly allocation?: {
      readonly devices?: { readonly results?: readonly { readonly driver: string; readonly pool: string; readonly device: string }[] };
      readonly nodeSelector?: NodeSelectorSpec;
    };
  };
}

interface ResourceSlice extends AnyObject {
  readonly spec?: {
    readonly driver: string;
    readonly nodeName?: string;
    readonly allNodes?: boolean;
    readonly nodeSelector?: NodeSelectorSpec;
    readonly pool?: { readonly name: string };
    readonly devices?: readonly { readonly name: string }[];
  };
}

interface Device {
  readonly driver: string;
  /** driver/pool/name */
  readonly key: string;
}

const DRIVER_EXPRESSION = /^\s*device\.driver\s*==\s*["']([^"']+)["']\s*$/;

export function isAllocated(claim: ResourceClaim): boolean {
  return claim.status?.allocation !== undefined;
}

export function availableOn(claim: ResourceClaim, node: NodeInfo): boolean {
  const selector = claim.status?.allocation?.nodeSelector;
  return selector === undefined || compileNodeSelector(selector)(node);
}

/** True if all these claims, none allocated yet, can be had on the node at once. */
export function canAllocate(objects: ClusterObjects, claims: readonly ResourceClaim[], node: NodeInfo): boolean {
  const taken = takenDevices(objects);
  const free = devicesOn(objects, node).filter(({ key }) => !taken.has(key));
  for (const claim of claims) {
    for (const { exactly, firstAvailable } of claim.spec?.devices?.requests ?? []) {
      const request = exactly ?? firstAvailable?.[0];
      if (!request || !take(objects, request, free)) return false;
    }
  }
  return true;
}

/** Takes the devices of one request out of `free`. */
function take(objects: ClusterObjects, request: DeviceRequest, free: Device[]): boolean {
  const deviceClass = objects.get('deviceclasses', '', request.deviceClassName ?? '') as
    | { spec?: { selectors?: readonly Selector[] } }
    | undefined;
  if (!deviceClass) return false;
  const selectors = [...(deviceClass.spec?.selectors ?? []), ...(request.selectors ?? [])];
  const matching = free.filter((device) =>
    selectors.every(({ cel }) => DRIVER_EXPRESSION.exec(cel?.expression ?? '')?.[1] === device.driver),
  );
  const count = request.allocationMode === 'All' ? matching.length : (request.count ?? 1);
  if (matching.length < count || count === 0) return false;
  for (const device of matching.slice(0, count)) free.splice(free.indexOf(device), 1);
  return true;
}

function takenDevices(objects: ClusterObjects): Set<string> {
  const results = (objects.list('resourceclaims') as readonly ResourceClaim[]).flatMap(
    ({ status }) => status?.allocation?.devices?.results ?? [],
  );
  return new Set(results.map(({ driver, pool, device }) => `${driver}/${pool}/${device}`));
}

function devicesOn(objects: ClusterObjects, node: NodeInfo): Device[] {
  return (objects.list('resourceslices') as readonly ResourceSlice[]).flatMap(({ spec }) => {
    if (!spec) return [];
    const here =
      spec.nodeName === node.name ||
      spec.allNodes === true ||
      (spec.nodeSelector !== undefined && compileNodeSelector(spec.nodeSelector)(node));
    return here
      ? (spec.devices ?? []).map(({ name }) => ({ driver: spec.driver, key: `${spec.driver}/${spec.pool?.name ?? ''}/${name}` }))
      : [];
  });
}
