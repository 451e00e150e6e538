import type { Expr } from './ast';
import { childrenOf } from './literal-checks';

/** How many operators (of sums, relations, choices, members and indexes) work on the results of others. */
export class Nesting {
  private readonly depths = new Map<Expr, number>();

  of(expr: Expr): number {
    return this.depths.get(expr) ?? 0;
  }

  /** `operators`: how many this one is; `inner`: what it was written around, where a macro made something else of it. */
  around<T extends Expr>(expr: T, operators = 0, inner: readonly Expr[] = childrenOf(expr)): T {
    const depth = inner.reduce((most, each) => Math.max(most, this.of(each)), 0) + operators;
    if (depth > 0) this.depths.set(expr, depth);
    return expr;
  }
}
