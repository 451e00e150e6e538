/** What objects count against ResourceQuotas, and which quotas look at them (source: pkg/quota/v1/evaluator, 1.36). */
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
  if (group !== '') return usage;
  if (COUNTED.has(resource) || resource === 'services') usage.set(resource, quantityOf(1));
  if (resource === 'services') addService(usage, object as Service);
  if (resource === 'persistentvolumeclaims') addClaim(usage, object as Claim);
  return usage;
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
