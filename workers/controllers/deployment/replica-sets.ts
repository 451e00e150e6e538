/** A Deployment's ReplicaSets: which is the new one, how many replicas they have (source: pkg/controller/deployment/util, 1.36). */
import type { Deployment } from '../../resources/apps/deployments/types';
import type { ReplicaSet } from '../../resources/apps/replicasets/types';

export const POD_TEMPLATE_HASH = 'pod-template-hash';

type Json = Readonly<Record<string, unknown>>;

export function replicasOf(replicaSet: ReplicaSet): number {
  return replicaSet.spec?.replicas ?? 1;
}

export function desiredOf(deployment: Deployment): number {
  return deployment.spec?.replicas ?? 1;
}

export function isActive(replicaSet: ReplicaSet): boolean {
  return replicasOf(replicaSet) > 0;
}

/** Oldest first, then by name. */
export function byCreation(a: ReplicaSet, b: ReplicaSet): number {
  return (
    compare(a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '') || compare(a.metadata.name ?? '', b.metadata.name ?? '')
  );
}

/** Largest first; of equal ones the older, or with `newerFirst` the newer. */
export function bySize(newerFirst: boolean): (a: ReplicaSet, b: ReplicaSet) => number {
  return (a, b) => replicasOf(b) - replicasOf(a) || (newerFirst ? byCreation(b, a) : byCreation(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The oldest ReplicaSet with the Deployment's template, and all others in order of creation. */
export function splitReplicaSets(
  deployment: Deployment,
  replicaSets: readonly ReplicaSet[],
): { newSet: ReplicaSet | undefined; oldSets: ReplicaSet[] } {
  const sorted = replicaSets.toSorted(byCreation);
  const newSet = sorted.find((replicaSet) => equalIgnoreHash(replicaSet.spec?.template, deployment.spec?.template));
  return { newSet, oldSets: sorted.filter((replicaSet) => replicaSet !== newSet) };
}

/** Whether two pod templates are the same but for the label pod-template-hash. */
export function equalIgnoreHash(a: unknown, b: unknown): boolean {
  return equal(withoutHash(a), withoutHash(b));
}

function withoutHash(template: unknown): Json {
  const { metadata, ...rest } = (template ?? {}) as Json & { metadata?: Json };
  const { labels, annotations, ...others } = metadata ?? {};
  const { [POD_TEMPLATE_HASH]: _hash, ...kept } = (labels ?? {}) as Json;
  return { ...rest, metadata: { ...others, labels: kept, annotations: annotations ?? {} } };
}

/** Deep equality in which null, an empty list and nothing are the same. */
function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNothing(a) || isNothing(b)) return isNothing(a) && isNothing(b);
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index]));
  }
  const [left, right] = [a as Json, b as Json];
  return (
    Object.keys(left).every((key) => equal(left[key], right[key])) &&
    Object.keys(right).every((key) => key in left || isNothing(right[key]))
  );
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}

/** Sums over ReplicaSets; absent ones count nothing. */
export function sumOf(replicaSets: readonly (ReplicaSet | undefined)[], count: (replicaSet: ReplicaSet) => number | undefined): number {
  let sum = 0;
  for (const replicaSet of replicaSets) if (replicaSet) sum += count(replicaSet) ?? 0;
  return sum;
}

/** undefined when a ReplicaSet that has been synced doesn't say how many of its pods are terminating. */
export function terminatingReplicas(replicaSets: readonly (ReplicaSet | undefined)[]): number | undefined {
  let sum = 0;
  for (const replicaSet of replicaSets) {
    const status = (replicaSet?.status ?? {}) as { observedGeneration?: number; terminatingReplicas?: number };
    if (status.terminatingReplicas !== undefined) sum += status.terminatingReplicas;
    else if (replicaSet && (status.observedGeneration ?? 0) !== 0) return undefined;
  }
  return sum;
}
