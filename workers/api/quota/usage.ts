/**
 * What objects count against ResourceQuotas, and which quotas look at them (source: pkg/quota/v1/evaluator, 1.36).
 * Differs: claims of devices don't count as the extended resources that their classes stand for.
 */
import { compareQuantity, parseQuantity, quantityOf } from '../quantity';
import type { Quantity } from '../quantity';
import type { KubeObject } from '../meta';
import { qualified } from '../status';
import type { Amounts } from './amounts';
import { podUsage } from './pod-usage';
import type { QuotaPod } from './pod-usage';
import { matchesClaimScopes, matchesScopes } from './scopes';
import type { QuotaClaim, QuotaSpec } from './scopes';

const POD_RESOURCES = new Set([
  'pods',
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [name, `requests.${name}`, `limits.${name}`]),
]);
const COUNTED = new Set(['configmaps', 'secrets', 'replicationcontrollers', 'resourcequotas', 'persistentvolumeclaims']);
const STORAGE_CLASS = '.storageclass.storage.k8s.io/';
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

const DEVICE_CLASS = '.deviceclass.resource.k8s.io/devices';
const REQUESTED_CLASS = 'requests.deviceclass.resource.kubernetes.io/';
/** The most devices that one claim can get (AllocationResultsMaxSize); who asks for all may get as many. */
const RESULTS_MAX = 32;

interface DeviceRequest {
  readonly deviceClassName: string;
  readonly allocationMode?: string;
  readonly count?: number;
}

interface DeviceClaim extends KubeObject {
  readonly spec?: {
    readonly devices?: {
      readonly requests?: readonly { readonly exactly?: DeviceRequest; readonly firstAvailable?: readonly DeviceRequest[] }[];
    };
  };
}

interface Service extends KubeObject {
  readonly spec?: { readonly type?: string; readonly ports?: readonly unknown[]; readonly allocateLoadBalancerNodePorts?: boolean };
}

interface Claim extends KubeObject {
  readonly spec?: {
    readonly storageClassName?: string;
    readonly resources?: { readonly requests?: Readonly<Record<string, string | number>> };
  };
  readonly status?: { readonly allocatedResources?: Readonly<Record<string, string | number>> };
}

/** Whether objects of this resource count against the quota resource `name`; events never do. */
export function countsTowards(group: string, resource: string, name: string): boolean {
  if (name === `count/${qualified(group, resource)}`) return resource !== 'events';
  if (isDeviceClaim(group, resource)) return name.endsWith(DEVICE_CLASS) || name.startsWith(REQUESTED_CLASS);
  if (group !== '') return false;
  if (resource === 'pods') return POD_RESOURCES.has(name) || /^(requests\.)?hugepages-/.test(name) || /^requests\.[^/]+\//.test(name);
  if (resource === 'services') return ['services', 'services.nodeports', 'services.loadbalancers'].includes(name);
  if (resource === 'persistentvolumeclaims' && (name === 'requests.storage' || name.includes(STORAGE_CLASS))) return true;
  return COUNTED.has(resource) && name === resource;
}

/** What one object counts; names a quota doesn't mention are for the caller to leave out. */
export function usageOf(group: string, resource: string, object: KubeObject, nowMs: number): Amounts {
  if (group === '' && resource === 'pods') return podUsage(object as QuotaPod, nowMs);
  const usage = new Map([[`count/${qualified(group, resource)}`, quantityOf(1)]]);
  if (isDeviceClaim(group, resource)) addDevices(usage, object as DeviceClaim);
  if (group !== '') return usage;
  if (COUNTED.has(resource) || resource === 'services') usage.set(resource, quantityOf(1));
  if (resource === 'services') addService(usage, object as Service);
  if (resource === 'persistentvolumeclaims') addClaim(usage, object as Claim);
  return usage;
}

function isDeviceClaim(group: string, resource: string): boolean {
  return group === 'resource.k8s.io' && resource === 'resourceclaims';
}

/** Of alternatives the most that any of them takes of a class. */
function addDevices(usage: Map<string, Quantity>, { spec }: DeviceClaim): void {
  const total = new Map<string, number>();
  for (const { exactly, firstAvailable } of spec?.devices?.requests ?? []) {
    const most = new Map<string, number>();
    for (const { deviceClassName, allocationMode, count = 1 } of firstAvailable ?? (exactly ? [exactly] : []))
      most.set(deviceClassName, Math.max(most.get(deviceClassName) ?? 0, allocationMode === 'All' ? RESULTS_MAX : count));
    for (const [name, devices] of most) total.set(name, (total.get(name) ?? 0) + devices);
  }
  for (const [name, devices] of total) {
    usage.set(`${name}${DEVICE_CLASS}`, quantityOf(devices));
    usage.set(`${REQUESTED_CLASS}${name}`, quantityOf(devices));
  }
}

function addService(usage: Map<string, Quantity>, { spec = {} }: Service): void {
  const ports = spec.ports?.length ?? 0;
  const balanced = spec.type === 'LoadBalancer';
  usage.set('services.loadbalancers', quantityOf(balanced ? 1 : 0));
  usage.set(
    'services.nodeports',
    quantityOf(spec.type === 'NodePort' || (balanced && spec.allocateLoadBalancerNodePorts !== false) ? ports : 0),
  );
}

/** A claim that was to grow further than it is to now still counts what it was given. */
function addClaim(usage: Map<string, Quantity>, { metadata, spec = {}, status }: Claim): void {
  const className = metadata?.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName;
  const requested = parseQuantity(spec.resources?.requests?.['storage'] ?? '');
  const given = parseQuantity(status?.allocatedResources?.['storage'] ?? '');
  const amount = requested && given && compareQuantity(requested, given) < 0 ? given : requested;
  if (amount) usage.set('requests.storage', amount);
  if (!className) return;
  usage.set(`${className}${STORAGE_CLASS}persistentvolumeclaims`, quantityOf(1));
  if (amount) usage.set(`${className}${STORAGE_CLASS}requests.storage`, amount);
}

/** Scopes only ever select pods and, by class, claims. */
export function quotaSelects(quota: QuotaSpec, group: string, resource: string, object: KubeObject): boolean {
  const scoped = (quota.scopes?.length ?? 0) + (quota.scopeSelector?.matchExpressions?.length ?? 0) > 0;
  if (!scoped || group !== '') return !scoped;
  if (resource === 'persistentvolumeclaims') return matchesClaimScopes(quota, object as QuotaClaim);
  return resource === 'pods' && matchesScopes(quota, object as QuotaPod);
}
