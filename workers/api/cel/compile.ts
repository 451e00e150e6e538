/**
 * CEL as the API server compiles and runs it (source: k8s.io/apiserver/pkg/cel/environment and cel-go, 1.36).
 * Differs: of undeclared types only fields, names and overloads are checked; cost is bounded by the size of an expression and how deep
 * its loops nest, not estimated or counted.
 */
import { Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js';
import type { ASTNode, ErrorLocation, ParseResult } from '@marcbachmann/cel-js';
import { infer } from './infer';
import type { Scope, TypeProblem } from './infer';
import { registerLibraries } from './libraries';
import { withoutStructLiterals } from './struct-literals';
import { typeOfName } from './types';
import type { CelType } from './types';

export interface Program {
  readonly type: CelType;
  /** Variables as CEL values (see values.ts). A failure is the text of the error, never a throw. */
  readonly evaluate: (variables: Readonly<Record<string, unknown>>) => { readonly value: unknown } | { readonly error: string };
}

/** Loops inside loops: with lists of some thousand items three levels take seconds. */
const LOOP_DEPTH_MAX = 4;
const MAX_NODES = 10_000;

let shared: Environment | undefined;

function environment(): Environment {
  if (!shared) {
    shared = new Environment({
      unlistedVariablesAreDyn: true,
      homogeneousAggregateLiterals: false,
      enableOptionalTypes: true,
      limits: { maxAstNodes: MAX_NODES },
    });
    registerLibraries(shared);
  }
  return shared;
}

/** `error` is upstream's "ERROR: <input>:1:5: ..." with the line and the caret under it. */
export function compile(source: string, scope: Scope): Program | { readonly error: string } {
  const text = withoutStructLiterals(source);
  let parsed: ParseResult;
  try {
    parsed = environment().parse(text);
  } catch (error) {
    return { error: syntaxError(source, error) };
  }
  const problems: TypeProblem[] = undeclaredLiteral(source, scope);
  const own = infer(parsed.ast, scope, problems);
  const checked = parsed.check();
  if (problems.length === 0 && !checked.valid && checked.error) problems.push(overloadProblem(checked.error));
  if (loopDepth(parsed.ast) > LOOP_DEPTH_MAX)
    return { error: 'estimated cost of the expression exceeds the budget: too many nested loops' };
  if (problems.length > 0) return { error: problems.map((problem) => pointedAt(source, problem)).join('\n') };
  const type = literalType(source) ?? (own.kind === 'dyn' ? typeOfName(checked.type) : own);
  return { type, evaluate: (variables) => evaluate(parsed, variables) };
}

function evaluate(parsed: ParseResult, variables: Readonly<Record<string, unknown>>): { value: unknown } | { error: string } {
  try {
    const value: unknown = parsed({ ...variables });
    return { value };
  } catch (error) {
    if (error instanceof EvaluationError) return { error: runtimeText(error.summary) };
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** cel-go's words for what cel-js says in its own. */
function runtimeText(summary: string): string {
  const key = /^No such key: (.*)$/.exec(summary)?.[1];
  if (key !== undefined) return `no such key: ${key}`;
  const index = /index out of bounds.*?(-?\d+)/i.exec(summary)?.[1];
  if (index !== undefined) return `index out of bounds: ${index}`;
  return summary.replace(/^Division by zero$/i, 'division by zero');
}

/** Typed literals exist only where mutations are written. */
function undeclaredLiteral(source: string, scope: Scope): TypeProblem[] {
  const found = /\b(Object(?:\.\w+)*|JSONPatch)\s*\{/.exec(source);
  if (!found || 'Object' in scope) return [];
  return [{ offset: found.index + found[0].length - 1, message: `undeclared reference to '${found[1]}' (in container '')` }];
}

/** What a whole expression makes that is one typed literal. */
function literalType(source: string): CelType | undefined {
  const text = source.trim();
  if (/^Object\b[\w.]*\s*\{/.test(text)) return { kind: 'Object' };
  return /^\[\s*JSONPatch\s*\{/.test(text) ? { kind: 'list', value: { kind: 'JSONPatch' } } : undefined;
}

const EXPECTED = "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

function syntaxError(source: string, error: unknown): string {
  const parse = error instanceof ParseError ? error : undefined;
  const offset = Math.min(parse?.range?.start ?? (parse?.node as ErrorLocation | undefined)?.start ?? 0, source.length);
  const atEnd = offset >= source.trimEnd().length;
  if (atEnd && source.trimEnd().endsWith('.'))
    return pointedAt(source, { offset, message: "Syntax error: no viable alternative at input '.'" });
  const token = atEnd ? '<EOF>' : (/^(?:\w+|.)/.exec(source.slice(offset))?.[0] ?? '');
  if (/\)/.test(parse?.summary ?? '') || /closing|Expected RP/.test(parse?.summary ?? ''))
    return pointedAt(source, { offset, message: `Syntax error: mismatched input '${token}' expecting ')'` });
  return unexpected(source, offset, token);
}

/** ANTLR skips one token where what follows goes on well. */
function unexpected(source: string, offset: number, token: string): string {
  const rest = source.slice(offset + (token === '<EOF>' ? 0 : token.length)).replace(/^\s*(?:\/\/.*)?/, '');
  const before = source.slice(0, offset);
  if (/^\d/.test(token) && before.endsWith('.') && parses(before.slice(0, -1)))
    return problem(source, offset - 1, rest === '' ? 'extraneous' : 'mismatched', `.${token}`, '<EOF>');
  if (before.trim() !== '' && parses(before)) return problem(source, offset, rest === '' ? 'extraneous' : 'mismatched', token, '<EOF>');
  const goesOn = token !== '<EOF>' && /^[\w"'([{.!-]/.test(rest);
  const first = problem(source, offset, goesOn ? 'extraneous' : 'mismatched', token, EXPECTED);
  return token !== '<EOF>' && rest === '' ? `${first}\n${problem(source, source.length, 'mismatched', '<EOF>', EXPECTED)}` : first;
}

function problem(source: string, offset: number, how: 'extraneous' | 'mismatched', token: string, expected: string): string {
  return pointedAt(source, { offset, message: `Syntax error: ${how} input '${token}' expecting ${expected}` });
}

function parses(source: string): boolean {
  try {
    environment().parse(source);
    return true;
  } catch {
    return false;
  }
}

const OPERATORS: Readonly<Record<string, string>> = { in: '@in', '!_': '!_', '-_': '-_' };

function overloadProblem(error: { readonly summary: string; readonly node?: ErrorLocation }): TypeProblem {
  const { summary, node } = error;
  const offset = node?.pos ?? 0;
  const binary = /^no such overload: (.+) (\S+) (.+)$/.exec(summary);
  if (binary) {
    const [, left, operator = '', right] = binary;
    const name = OPERATORS[operator] ?? `_${operator}_`;
    return { offset: operatorOffset(node, operator), message: `found no matching overload for '${name}' applied to '(${left}, ${right})'` };
  }
  const call = /^found no matching overload for '(?:(.+)\.)?(\w+)\((.*)\)'$/.exec(summary);
  if (!call) return { offset, message: summary };
  const [, receiver, name = '', parameters] = call;
  const known = environment()
    .getDefinitions()
    .functions.some((each) => each.name === name);
  const at = node?.input ? Math.max(node.input.indexOf('(', node.input.indexOf(name, node.start)), node.start) : offset;
  if (!known) return { offset: at, message: `undeclared reference to '${name}' (in container '')` };
  return {
    offset: at,
    message: `found no matching overload for '${name}' applied to '${receiver === undefined ? '' : `${receiver}.`}(${parameters})'`,
  };
}

/** The operator between a node's operands. */
function operatorOffset(node: ErrorLocation | undefined, operator: string): number {
  const args = node?.args;
  const left = Array.isArray(args) ? (args[0] as ASTNode | undefined) : undefined;
  const found = node?.input && left ? node.input.indexOf(operator, left.end) : -1;
  return found < 0 ? (node?.pos ?? 0) : found;
}

function pointedAt(source: string, { offset, message }: TypeProblem): string {
  const before = source.slice(0, offset).split('\n');
  if (source === '') return `ERROR: <input>:1:0: ${message}`;
  const line = source.split('\n')[before.length - 1] ?? '';
  const column = before.at(-1)?.length ?? 0;
  return `ERROR: <input>:${before.length}:${column + 1}: ${message}\n | ${line}\n | ${'.'.repeat(column)}^`;
}

function loopDepth(node: unknown): number {
  if (Array.isArray(node)) return Math.max(0, ...node.map(loopDepth));
  if (node === null || typeof node !== 'object' || !('op' in node)) return 0;
  const { op, args } = node as ASTNode;
  const inner = loopDepth(args);
  const loops = op === 'rcall' && ['all', 'exists', 'exists_one', 'existsOne', 'map', 'filter'].includes(args[0]);
  return inner + (loops ? 1 : 0);
}
