/** Expressions as cel-go's parser leaves them: macros are already expanded (source: cel-go common/ast and parser/macro.go). */
import type { Value } from './value';

interface Positioned {
  /** Offset in code points of what errors about the node point at: an operator, a dot, an opening bracket. */
  readonly at: number;
}

export interface ListEntry {
  readonly value: Expr;
  readonly optional: boolean;
}

export interface MapEntry extends ListEntry {
  readonly at: number;
  readonly key: Expr;
}

export interface FieldEntry extends ListEntry {
  readonly at: number;
  readonly name: string;
}

/** A fold over a list's items or a map's keys; with `second`, over indexes and items or keys and values. */
export interface Comprehension extends Positioned {
  readonly op: 'fold';
  readonly range: Expr;
  readonly item: string;
  readonly second?: string;
  readonly accumulator: string;
  readonly start: Expr;
  readonly condition: Expr;
  readonly step: Expr;
  readonly result: Expr;
}

export type Expr =
  | (Positioned & { readonly op: 'const'; readonly value: Value })
  | (Positioned & { readonly op: 'ident'; readonly name: string })
  | (Positioned & { readonly op: 'select'; readonly operand: Expr; readonly field: string; readonly test: boolean })
  | (Positioned & { readonly op: 'call'; readonly name: string; readonly target?: Expr; readonly args: readonly Expr[] })
  | (Positioned & { readonly op: 'list'; readonly items: readonly ListEntry[] })
  | (Positioned & { readonly op: 'map'; readonly entries: readonly MapEntry[] })
  | (Positioned & { readonly op: 'struct'; readonly type: string; readonly entries: readonly FieldEntry[] })
  | Comprehension;

/** "a.b.c" of nested selections, undefined for anything else. */
export function qualifiedName(expr: Expr): string | undefined {
  if (expr.op === 'ident') return expr.name;
  if (expr.op !== 'select' || expr.test) return undefined;
  const operand = qualifiedName(expr.operand);
  return operand === undefined ? undefined : `${operand}.${expr.field}`;
}

/** Chains of one operator become trees that are as deep on either side; `operators` are their offsets. */
export function balanced(name: string, terms: readonly Expr[], operators: readonly number[], low = 0, high = operators.length - 1): Expr {
  const middle = Math.floor((low + high + 1) / 2);
  const left = middle === low ? (terms[middle] as Expr) : balanced(name, terms, operators, low, middle - 1);
  const right = middle === high ? (terms[middle + 1] as Expr) : balanced(name, terms, operators, middle + 1, high);
  return { op: 'call', name, at: operators[middle] as number, args: [left, right] };
}
