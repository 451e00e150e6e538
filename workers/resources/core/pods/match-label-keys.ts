/**
 * matchLabelKeys and mismatchLabelKeys become requirements of the selector, with the pod's own values, when it is created
 * (source: k8s.io/kubernetes/pkg/registry/core/pod/strategy.go applyMatchLabelKeysAndMismatchLabelKeys, 1.36).
 */
import type { LabelSet } from '../../../api/labels';
import type { Draft } from '../../definition';

export function applyMatchLabelKeys(spec: Draft['spec'], labels: LabelSet): void {
  for (const constraint of spec.topologySpreadConstraints ?? []) {
    extend(constraint.labelSelector, constraint.matchLabelKeys, 'In', labels);
  }
  for (const affinity of [spec.affinity?.podAffinity, spec.affinity?.podAntiAffinity]) {
    const preferred = (affinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []) as readonly {
      readonly podAffinityTerm?: Draft['spec'];
    }[];
    for (const term of [
      ...(affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []),
      ...preferred.map(({ podAffinityTerm }) => podAffinityTerm),
    ]) {
      extend(term?.labelSelector, term?.matchLabelKeys, 'In', labels);
      extend(term?.labelSelector, term?.mismatchLabelKeys, 'NotIn', labels);
    }
  }
}

function extend(selector: Draft['spec'], keys: readonly string[] | undefined, operator: 'In' | 'NotIn', labels: LabelSet): void {
  if (!selector) {
    return;
  }
  for (const key of keys ?? []) {
    const value = labels[key];
    if (value !== undefined) {
      selector.matchExpressions = [...(selector.matchExpressions ?? []), { key, operator, values: [value] }];
    }
  }
}
