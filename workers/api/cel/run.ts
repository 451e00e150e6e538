/** One evaluation of an expression, and what it costs. */
import { CelError } from './value';
import type { Value } from './value';

/** One evaluation. */
export interface Run {
  readonly variables: Readonly<Record<string, unknown>>;
  /** What comprehensions put under their names; a failure that is not yet told may be among them. */
  readonly slots: (Value | CelError)[];
  cost: number;
  readonly limit: number;
}

export type Evaluate = (run: Run) => Value;

export function spend(run: Run, cost: number): void {
  run.cost += cost;
  if (run.cost > run.limit) throw new CelError('operation cancelled: actual cost limit exceeded');
}

/** A failure may still be outweighed, so it is a value for now. What cost too much is not. */
export function attempt(evaluate: Evaluate, run: Run): Value | CelError {
  try {
    return evaluate(run);
  } catch (error) {
    if (error instanceof CelError && run.cost <= run.limit) return error;
    throw error;
  }
}
