/** The rules of cluster roles that are put together from others (source: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go, 1.36). */
import { matches, selectorFrom } from '../../api/labels';
import type { LabelSelector } from '../../api/labels';
import type { AnyObject } from '../../api/meta';
import { deepEqual } from '../../lib/equal';

export type ClusterRole = AnyObject & {
  readonly rules?: readonly object[] | null;
  readonly aggregationRule?: { readonly clusterRoleSelectors?: readonly LabelSelector[] };
};

/** The rules that `role` should have, where they are not those it has. */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): readonly object[] | undefined {
  if (!role.aggregationRule) return undefined;
  const sorted = all.toSorted((a, b) => ((a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1));
  const rules: object[] = [];
  for (const selector of (role.aggregationRule.clusterRoleSelectors ?? []).map(selectorFrom)) {
    for (const other of sorted) {
      if (other.metadata?.name === role.metadata?.name || !matches(selector, other.metadata?.labels)) continue;
      for (const rule of other.rules ?? []) if (!rules.some((known) => deepEqual(known, rule))) rules.push(rule);
    }
  }
  return deepEqual(rules, role.rules ?? []) ? undefined : rules;
}
