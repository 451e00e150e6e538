import { CONDITIONS_COST_MAX, OUT_OF_BUDGET, evaluate } from './budget';
import type { Bound } from './policy-index';
import type { Variables } from './variables';

/** Whether the policy applies; a text where that cannot be told. One false condition outweighs failing ones. */
export function conditionsHold({ conditions }: Bound<unknown>, variables: Variables): boolean | string {
  const failures: string[] = [];
  const budget = { left: CONDITIONS_COST_MAX };
  for (const condition of conditions) {
    const result = evaluate(condition, variables, budget);
    if (budget.left < 0) return OUT_OF_BUDGET;
    if ('error' in result) failures.push(`expression '${condition.source}' resulted in error: ${result.error}`);
    else if (result.value !== true) return false;
  }
  if (failures.length === 0) return true;
  return failures.length === 1 ? (failures[0] as string) : `[${[...new Set(failures)].join(', ')}]`;
}

/** Policies themselves are beyond policies, so that a bad one can be taken away. */
export function isExempt(group: string, resource: string): boolean {
  return group === 'admissionregistration.k8s.io' && /admissionpolic(ies|ybindings)$/.test(resource);
}
