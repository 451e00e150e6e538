/** Which NoExecute taints a pod tolerates, and for how long (source: pkg/apis/core/v1/helper, component-helpers/scheduling/corev1, 1.36). */
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';

type Taint = NonNullable<NonNullable<Node['spec']>['taints']>[number];
type Toleration = NonNullable<NonNullable<Pod['spec']>['tolerations']>[number];

export function noExecuteTaints(node: Node | undefined): Taint[] {
  return (node?.spec?.taints ?? []).filter((taint) => taint.effect === 'NoExecute');
}

/** Seconds until eviction: 0 at once, Infinity never. */
export function tolerationSeconds(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  const used = taints.map((taint) => tolerations.find((toleration) => tolerates(toleration, taint)));
  if (used.some((toleration) => toleration === undefined)) return 0;
  return Math.min(
    ...used.map((toleration) => toleration?.tolerationSeconds ?? Number.POSITIVE_INFINITY).map((seconds) => Math.max(seconds, 0)),
  );
}

export function tolerates({ key, operator, value, effect }: Toleration, taint: Taint): boolean {
  if (effect && effect !== taint.effect) return false;
  if (key && key !== taint.key) return false;
  if (!key && operator !== 'Exists') return false;
  return operator === 'Exists' || ((operator ?? 'Equal') === 'Equal' && (value ?? '') === (taint.value ?? ''));
}
