/**
 * JSONPath as printer columns, selectable fields and scale paths use it (source: k8s.io/client-go/util/jsonpath, 1.36): ".spec.a", "[0]",
 * "[1:3]", "['a','b']", "..a", ".*", and filters that compare.
 */
import { isMap } from '../../../lib/member';

type Step =
  | { readonly names: readonly string[] }
  | { readonly deep: string }
  | { readonly filter: Filter }
  | { readonly from: number; readonly to: number; readonly by: number; readonly one: boolean }
  | 'all';

interface Filter {
  readonly left: Operand;
  readonly operator: string;
  readonly right: Operand;
}

/** Without an operator: whether there is something at the path. */
type Operand = { readonly path: string } | { readonly value: unknown };

/** The first value at the path; undefined where there is none. */
export function firstAt(object: unknown, path: string): unknown {
  let found: readonly unknown[] = [object];
  for (const step of stepsOf(path)) found = found.flatMap((value) => follow(value, step)).filter((value) => value !== undefined);
  return found[0];
}

function follow(value: unknown, step: Step): readonly unknown[] {
  if (step === 'all') return childrenOf(value);
  if ('names' in step) return isMap(value) ? step.names.map((name) => value[name]) : [];
  if ('deep' in step) return everyDeep(value, step.deep);
  if (!Array.isArray(value)) return [];
  if ('filter' in step) return value.filter((item) => holds(item, step.filter));
  return sliced(value, step);
}

function childrenOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  return isMap(value)
    ? Object.keys(value)
        .sort()
        .map((name) => value[name])
    : [];
}

function everyDeep(value: unknown, name: string): readonly unknown[] {
  const own = isMap(value) && value[name] !== undefined ? [value[name]] : [];
  return [...own, ...childrenOf(value).flatMap((child) => everyDeep(child, name))];
}

function sliced(
  list: readonly unknown[],
  { from, to, by, one }: { from: number; to: number; by: number; one: boolean },
): readonly unknown[] {
  const start = from < 0 ? from + list.length : from;
  if (one) return start >= 0 && start < list.length ? [list[start]] : [];
  const end = Math.min(to < 0 ? to + list.length : to, list.length);
  const found: unknown[] = [];
  for (let at = Math.max(start, 0); at < end; at += by) found.push(list[at]);
  return found;
}

function holds(item: unknown, { left, operator, right }: Filter): boolean {
  const a = operandOf(item, left);
  if (operator === '') return a !== undefined;
  const b = operandOf(item, right);
  if (a === undefined || b === undefined) return false;
  switch (operator) {
    case '==':
      return a === b;
    case '!=':
      return a !== b;
    default:
      return typeof a === typeof b && ordered(a as number, operator, b as number);
  }
}

function ordered(a: number | string, operator: string, b: number | string): boolean {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function operandOf(item: unknown, operand: Operand): unknown {
  return 'path' in operand ? firstAt(item, operand.path) : operand.value;
}

const parsed = new Map<string, readonly Step[]>();
const PARSED_MAX = 500;

function stepsOf(path: string): readonly Step[] {
  let steps = parsed.get(path);
  if (!steps) {
    if (parsed.size >= PARSED_MAX) parsed.clear();
    steps = [...path.matchAll(STEP)].flatMap(([, deep, member, bracket]) => {
      if (deep !== undefined) return [{ deep: unescaped(deep) }];
      if (member !== undefined) return [member === '*' ? 'all' : { names: [unescaped(member)] }];
      return bracketStep(bracket ?? '');
    });
    parsed.set(path, steps);
  }
  return steps;
}

const STEP =
  /\.\.((?:\\.|[^.[\]\\])+)|\.((?:\\.|[^.[\]\\])+)|\[((?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|\?\((?:[^()'"]|'[^']*'|"[^"]*")*\)|[^\]'"])*)\]/g;

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, '$1');
}

function bracketStep(text: string): Step[] {
  if (text === '*') return ['all'];
  const filter = /^\?\((.*)\)$/.exec(text)?.[1];
  if (filter !== undefined) return [{ filter: filterOf(filter) }];
  const names = [...text.matchAll(/'((?:\\.|[^'\\])*)'|"((?:\\.|[^"\\])*)"/g)].map(([, single, double]) =>
    unescaped(single ?? double ?? ''),
  );
  if (names.length) return [{ names }];
  const [, from = '', colon, to = '', by = ''] = /^(-?\d*)(:)?(-?\d*)(?::(\d+))?$/.exec(text) ?? [];
  return [{ from: Number(from || 0), to: to === '' ? Number.MAX_SAFE_INTEGER : Number(to), by: Number(by || 1), one: colon === undefined }];
}

function filterOf(text: string): Filter {
  const [, left = text, operator = '', right = ''] = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/.exec(text) ?? [];
  return { left: operandFrom(left.trim()), operator, right: operandFrom(right.trim()) };
}

function operandFrom(text: string): Operand {
  if (text.startsWith('@')) return { path: text.slice(1) };
  const quoted = /^(['"])(.*)\1$/.exec(text)?.[2];
  if (quoted !== undefined) return { value: quoted };
  if (text === 'true' || text === 'false') return { value: text === 'true' };
  return { value: text !== '' && !Number.isNaN(Number(text)) ? Number(text) : text };
}

/** Sets `draft.spec.replicas` for ".spec.replicas". */
export function setAt(draft: Record<string, unknown>, path: string, value: unknown): void {
  const names = path.replace(/^\./, '').split('.');
  let at = draft;
  for (const name of names.slice(0, -1)) at = (at[name] = { ...(isMap(at[name]) ? at[name] : {}) }) as Record<string, unknown>;
  at[names.at(-1) as string] = value;
}
