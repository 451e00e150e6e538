/** CEL as the API server compiles and runs it (source: k8s.io/apiserver/pkg/cel/environment and cel-go, 1.36). */
import type { Expr } from './ast';
import { check } from './checker';
import type { Scope } from './checker';
import { interpret } from './interpreter';
import type { Evaluate } from './run';
import { toCel } from './values';
import { checkLiterals, planningProblem } from './literal-checks';
import { parse } from './parser';
import { showProblems } from './problems';
import type { Problem } from './problems';
import type { CelType } from './types';
import { CelError } from './value';
import type { Value } from './value';

export type { Scope } from './checker';

export type Outcome = { readonly value: Value; readonly cost: number } | { readonly error: string; readonly cost: number };

export interface Program {
  readonly type: CelType;
  readonly expr: Expr;
  /**
   * Variables are JSON or CEL values; a failure is the text of the error, never a throw. `costLimit` is how much it may cost at most, by
   * default what one call may; the cost of this run comes with its outcome.
   */
  readonly evaluate: (variables: Readonly<Record<string, unknown>>, costLimit?: number) => Outcome;
}

/** `error` is upstream's "ERROR: <input>:1:5: ..." with the line and the caret under it; `type`: that is right, yet no program can be made. */
export interface CompileProblem {
  readonly error: string;
  readonly type?: CelType;
}

/** What one call may cost (k8s.io/apiserver/pkg/apis/cel/config.go: PerCallLimit). */
const CALL_COST_MAX = 1_000_000;

export function compile(source: string, scope: Scope): Program | CompileProblem {
  const problems: Problem[] = [];
  const expr = parse(source, problems);
  if (!expr) return { error: showProblems(source, problems) };
  const checked = check(expr, scope, problems);
  if (problems.length === 0) checkLiterals(expr, checked.typeOf, problems);
  if (problems.length > 0) return { error: showProblems(source, problems) };
  const why = planningProblem(expr);
  if (why !== undefined) return { error: `program instantiation failed: ${why}`, type: checked.type };
  const program = interpret(expr, checked, (variable) => toCel(variable));
  return { type: checked.type, expr, evaluate: (variables, costLimit) => run(program, variables, costLimit) };
}

function run(program: Evaluate, variables: Readonly<Record<string, unknown>>, costLimit = CALL_COST_MAX): Outcome {
  const state = { variables, slots: [], cost: 0, limit: Math.min(costLimit, CALL_COST_MAX) };
  try {
    return { value: program(state), cost: state.cost };
  } catch (error) {
    if (!(error instanceof CelError)) throw error;
    return { error: error.message, cost: state.cost };
  }
}
