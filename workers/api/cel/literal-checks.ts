/** What is looked at in expressions whose types are right (source: cel-go cel/validator.go and ext/formatting.go). */
import { compileRe2 } from '../re2/compile';
import type { Expr } from './ast';
import { formatProblem } from './format-check';
import { CONVERSIONS, parseDuration, parseTimestamp } from './library/conversions';
import { SECONDS_MAX, SECONDS_MIN } from './library/operators';
import type { Problem } from './problems';
import { accepts } from './signature';
import { DYN, shortTypeName } from './types';
import type { CelType } from './types';
import { CelError, Entries, typeNameOf } from './value';
import type { Value } from './value';

type TypeOf = (expr: Expr) => CelType;

/** Texts that are no times, spans or patterns; lists and maps of mixed values; calls of format that cannot go well. */
export function checkLiterals(expr: Expr, typeOf: TypeOf, problems: Problem[]): void {
  const all = nodesOf(expr);
  for (const check of [durations, timestamps, patterns]) for (const { node } of all) check(node, problems);
  for (const { node, formatted } of all) if (!formatted) mixedList(node, typeOf, problems);
  for (const { node, formatted } of all) if (!formatted) mixedMap(node, typeOf, problems);
  for (const { node } of all) problems.push(...formatProblem(node, typeOf));
}

interface Found {
  readonly node: Expr;
  /** Inside of the arguments of format, where values may differ. */
  readonly formatted: boolean;
}

function nodesOf(node: Expr, formatted = false): readonly Found[] {
  const inner = formatted || (node.op === 'call' && node.name === 'format');
  return [{ node, formatted }, ...childrenOf(node).flatMap((child) => nodesOf(child, inner))];
}

export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.op) {
    case 'select':
      return [expr.operand];
    case 'call':
      return expr.target ? [expr.target, ...expr.args] : expr.args;
    case 'list':
      return expr.items.map(({ value }) => value);
    case 'map':
      return expr.entries.flatMap(({ key, value }) => [key, value]);
    case 'struct':
      return expr.entries.map(({ value }) => value);
    case 'fold':
      return [expr.range, expr.start, expr.condition, expr.step, expr.result];
    default:
      return [];
  }
}

function argument(expr: Expr, name: string, index: number): (Expr & { readonly op: 'const' }) | undefined {
  const found = expr.op === 'call' && expr.name === name ? expr.args[index] : undefined;
  return found?.op === 'const' ? found : undefined;
}

function durations(expr: Expr, problems: Problem[]): void {
  const found = argument(expr, 'duration', 0);
  if (found && (typeof found.value !== 'string' || parseDuration(found.value) === undefined))
    problems.push({ at: found.at, message: 'invalid duration argument' });
}

function timestamps(expr: Expr, problems: Problem[]): void {
  const found = argument(expr, 'timestamp', 0);
  const value = found?.value;
  const outside = typeof value === 'bigint' && (value < SECONDS_MIN || value > SECONDS_MAX);
  if (found && (outside || (typeof value === 'string' && parseTimestamp(value) === undefined)))
    problems.push({ at: found.at, message: 'invalid timestamp argument' });
}

function patterns(expr: Expr, problems: Problem[]): void {
  if (expr.op !== 'call' || !expr.target) return;
  const found = argument(expr, 'matches', 0);
  if (typeof found?.value === 'string' && 'error' in compileRe2(found.value))
    problems.push({ at: found.at, message: 'invalid matches argument' });
}

const PATTERNED: Readonly<Record<string, number>> = { matches: 1, find: 0, findAll: 0 };
const CONVERTED = new Set(['bool', 'bytes', 'double', 'duration', 'int', 'string', 'timestamp', 'uint']);

/** Why the program cannot be made, though its types are right: constants are converted and patterns compiled when it is. */
export function planningProblem(expr: Expr): string | undefined {
  const inner = childrenOf(expr).reduce<string | undefined>((known, child) => known ?? planningProblem(child), undefined);
  if (inner !== undefined || expr.op !== 'call') return inner;
  const { name, args } = expr;
  const pattern = (name === 'matches') === !expr.target ? argument(expr, name, PATTERNED[name] ?? -1)?.value : undefined;
  const compiled = typeof pattern === 'string' ? compileRe2(pattern) : undefined;
  if (compiled && 'error' in compiled) return compiled.error;
  const value = CONVERTED.has(name) && args.length === 1 && args[0] ? constantOf(args[0]) : undefined;
  if (value === undefined) return undefined;
  try {
    converted(name, value);
    return undefined;
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}

/** What is known before anything runs. */
function constantOf(expr: Expr): Value | undefined {
  if (expr.op === 'const') return expr.value;
  if (expr.op === 'map' && expr.entries.length === 0) return new Entries([]);
  if (expr.op === 'list') {
    const items = expr.items.map(({ value, optional }) => (optional ? undefined : constantOf(value)));
    return items.some((item) => item === undefined) ? undefined : (items as Value[]);
  }
  const argument = expr.op === 'call' && !expr.target && expr.args.length === 1 ? expr.args[0] : undefined;
  if (expr.op !== 'call' || !argument || (expr.name !== 'dyn' && !CONVERTED.has(expr.name))) return undefined;
  const value = constantOf(argument);
  return value === undefined ? undefined : converted(expr.name, value);
}

function converted(name: string, value: Value): Value {
  const overload = CONVERSIONS.find((each) => each.name === name && accepts(each.takes[0] ?? DYN, value));
  if (!overload) throw new CelError(`no such overload: ${name}(${typeNameOf(value)})`);
  return overload.run(value);
}

/** Of a list the first item of another type is told, of a map every key and value. */
function mixedList(expr: Expr, typeOf: TypeOf, problems: Problem[]): void {
  if (expr.op !== 'list') return;
  const types = expr.items.map(({ value, optional }) => (optional ? unwrapped(typeOf(value)) : typeOf(value)));
  const at = types.findIndex((type) => isOther(type, types[0]));
  if (at > 0) problems.push(mismatch((expr.items[at] as { readonly value: Expr }).value, types[at] as CelType, types[0] as CelType));
}

function mixedMap(expr: Expr, typeOf: TypeOf, problems: Problem[]): void {
  if (expr.op !== 'map') return;
  const typed = expr.entries.map(({ key, value, optional }) => ({
    key: { expr: key, type: typeOf(key) },
    value: { expr: value, type: optional ? unwrapped(typeOf(value)) : typeOf(value) },
  }));
  const [first] = typed;
  for (const { key, value } of typed) {
    if (first && isOther(key.type, first.key.type)) problems.push(mismatch(key.expr, key.type, first.key.type));
    if (first && isOther(value.type, first.value.type)) problems.push(mismatch(value.expr, value.type, first.value.type));
  }
}

function isOther(type: CelType, first: CelType | undefined): boolean {
  return first !== undefined && shortTypeName(type) !== shortTypeName(first);
}

function mismatch({ at }: Expr, type: CelType, wanted: CelType): Problem {
  return { at, message: `expected type '${shortTypeName(wanted)}' but found '${shortTypeName(type)}'` };
}

function unwrapped(type: CelType): CelType {
  return (type.kind === 'opaque' && type.params?.[0]) || type;
}
