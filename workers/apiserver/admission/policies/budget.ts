/** What the expressions of one policy may cost together (source: k8s.io/apiserver/pkg/apis/cel/config.go, 1.36). */
import type { Value } from '../../../api/cel/value';
import type { Expression } from './policy-index';
import type { Variables } from './variables';

export interface Budget {
  left: number;
}

export const POLICY_COST_MAX = 10_000_000;
export const CONDITIONS_COST_MAX = 2_500_000;
export const OUT_OF_BUDGET = 'validation failed due to running out of cost budget, no further validation rules will be run';

/** Takes what it costs from the budget, which may go below nothing. */
export function evaluate(
  { program }: Expression,
  variables: Variables,
  budget: Budget,
): { readonly value: Value } | { readonly error: string } {
  if (!('evaluate' in program)) return { error: `compilation error: ${program.error}` };
  const outcome = program.evaluate(variables);
  budget.left -= outcome.cost;
  return outcome;
}
