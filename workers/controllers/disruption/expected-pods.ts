/** How many pods there should be behind a budget (source: pkg/controller/disruption/disruption.go getExpectedPodCount, 1.36). */
import { scaledValue } from '../../api/int-or-string';
import { controllerOf } from '../../api/meta';
import type { KubeObject, OwnerReference } from '../../api/meta';
import type { Pod } from '../../resources/core/pods/types';
import type { PodDisruptionBudget } from '../../resources/policy/poddisruptionbudgets/types';

/** A workload as far as budgets look at it. */
export interface Scaled extends KubeObject {
  readonly spec?: { readonly replicas?: number };
}

/** The live object that a controller reference means; undefined where there is none of a kind that scales. */
export type FindScaled = (namespace: string, owner: OwnerReference) => Scaled | undefined;

export interface ExpectedPods {
  readonly expected: number;
  readonly desiredHealthy: number;
  /** Pods that nobody controls, where the controllers' scale counts. */
  readonly unmanaged: readonly Pod[];
  readonly error?: string;
}

/** Differs: the scale subresource of custom controllers is not asked. */
export function expectedPods({ spec }: PodDisruptionBudget, pods: readonly Pod[], find: FindScaled): ExpectedPods {
  const { maxUnavailable, minAvailable } = spec ?? {};
  if (maxUnavailable === undefined && typeof minAvailable !== 'string') {
    return { expected: minAvailable === undefined ? 0 : pods.length, desiredHealthy: minAvailable ?? 0, unmanaged: [] };
  }
  const { scale, unmanaged, error } = expectedScale(pods, find);
  if (error !== undefined) return { expected: 0, desiredHealthy: 0, unmanaged, error };
  const desiredHealthy =
    maxUnavailable === undefined
      ? (scaledValue(minAvailable as string, scale, true) ?? 0)
      : Math.max(scale - (scaledValue(maxUnavailable, scale, true) ?? 0), 0);
  return { expected: scale, desiredHealthy, unmanaged };
}

function expectedScale(
  pods: readonly Pod[],
  find: FindScaled,
): { readonly scale: number; readonly unmanaged: readonly Pod[]; readonly error?: string } {
  const scales = new Map<string, number>();
  const unmanaged: Pod[] = [];
  for (const pod of pods) {
    const { namespace = '', name = '' } = pod.metadata;
    const owner = controllerOf(pod);
    if (!owner) {
      unmanaged.push(pod);
      continue;
    }
    const controller = find(namespace, owner);
    if (!controller) return { scale: 0, unmanaged, error: `found no controllers for pod ${JSON.stringify(name)}` };
    const above = owner.kind === 'ReplicaSet' ? controllerOf(controller) : undefined;
    const scaled = above?.kind === 'Deployment' ? find(namespace, above) : controller;
    if (!scaled) return { scale: 0, unmanaged, error: `found no controllers for pod ${JSON.stringify(name)}` };
    scales.set(scaled.metadata?.uid ?? '', scaled.spec?.replicas ?? 1);
  }
  return { scale: [...scales.values()].reduce((sum, replicas) => sum + replicas, 0), unmanaged };
}
