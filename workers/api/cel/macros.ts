/** Macros of CEL and its extensions (source: cel-go parser/macro.go, cel/library.go, ext/comprehensions.go). */
import type { Expr } from './ast';

/** The name no expression can write. */
const RESULT = '@result';

type Report = (at: number, message: string) => void;

interface Parts {
  readonly at: number;
  readonly target: Expr;
  readonly args: readonly Expr[];
  readonly report: Report;
}

/** Undefined: no macro. A macro that is written wrongly is reported and comes back as something harmless. */
export function expandMacro(name: string, at: number, args: readonly Expr[], target: Expr | undefined, report: Report): Expr | undefined {
  if (!target) return name === 'has' && args.length === 1 ? presence(at, args[0] as Expr, report) : undefined;
  const macro = MACROS[`${name}/${args.length}`];
  return macro?.({ at, target, args, report });
}

function presence(at: number, argument: Expr, report: Report): Expr {
  if (argument.op === 'select' && !argument.test) return { ...argument, at, test: true };
  report(argument.at, 'invalid argument to has() macro');
  return NOTHING;
}

const NOTHING: Expr = { op: 'const', at: 0, value: null };

const MACROS: Readonly<Record<string, (parts: Parts) => Expr>> = {
  'all/2': (parts) => quantifier(parts, 1, 'all'),
  'exists/2': (parts) => quantifier(parts, 1, 'exists'),
  'exists_one/2': (parts) => quantifier(parts, 1, 'one'),
  'existsOne/2': (parts) => quantifier(parts, 1, 'one'),
  'all/3': (parts) => quantifier(parts, 2, 'all'),
  'exists/3': (parts) => quantifier(parts, 2, 'exists'),
  'exists_one/3': (parts) => quantifier(parts, 2, 'one'),
  'existsOne/3': (parts) => quantifier(parts, 2, 'one'),
  'map/2': (parts) => mapped(parts, 1),
  'map/3': (parts) => mapped(parts, 1),
  'filter/2': filtered,
  'transformList/3': (parts) => mapped(parts, 2),
  'transformList/4': (parts) => mapped(parts, 2),
  'transformMap/3': (parts) => transformed(parts, 'value'),
  'transformMap/4': (parts) => transformed(parts, 'value'),
  'transformMapEntry/3': (parts) => transformed(parts, 'entry'),
  'transformMapEntry/4': (parts) => transformed(parts, 'entry'),
  'sortBy/2': sortedBy,
  'optMap/2': (parts) => optional(parts, 'optMap'),
  'optFlatMap/2': (parts) => optional(parts, 'optFlatMap'),
};

function names({ args, report }: Parts, count: 1 | 2, problem = 'argument must be a simple name'): readonly string[] | undefined {
  const found: string[] = [];
  for (const argument of args.slice(0, count)) {
    if (argument.op !== 'ident') {
      report(argument.at, problem);
      return undefined;
    }
    if (argument.name === RESULT || argument.name === '__result__') {
      report(argument.at, 'iteration variable overwrites accumulator variable');
      return undefined;
    }
    if (found.includes(argument.name)) {
      report(argument.at, `duplicate variable name: ${argument.name}`);
      return undefined;
    }
    found.push(argument.name);
  }
  return found;
}

interface Fold {
  readonly start: Expr;
  readonly condition?: Expr;
  readonly step: Expr;
  readonly result?: Expr;
}

function fold({ at, target }: Parts, [item = '', second]: readonly string[], { start, condition, step, result }: Fold): Expr {
  const accumulator: Expr = { op: 'ident', at, name: RESULT };
  return {
    op: 'fold',
    at,
    range: target,
    item,
    ...(second === undefined ? {} : { second }),
    accumulator: RESULT,
    start,
    condition: condition ?? { op: 'const', at, value: true },
    step,
    result: result ?? accumulator,
  };
}

function quantifier(parts: Parts, count: 1 | 2, how: 'all' | 'exists' | 'one'): Expr {
  const variables = names(parts, count);
  if (!variables) return NOTHING;
  const { at } = parts;
  const make = (name: string, ...args: Expr[]): Expr => ({ op: 'call', at, name, args });
  const constant = (value: boolean | bigint): Expr => ({ op: 'const', at, value });
  const found: Expr = { op: 'ident', at, name: RESULT };
  const predicate = parts.args[count] as Expr;
  if (how === 'one')
    return fold(parts, variables, {
      start: constant(0n),
      step: make('_?_:_', predicate, make('_+_', found, constant(1n)), found),
      result: make('_==_', found, constant(1n)),
    });
  return fold(parts, variables, {
    start: constant(how === 'all'),
    condition: make('@not_strictly_false', how === 'all' ? found : make('!_', found)),
    step: make(how === 'all' ? '_&&_' : '_||_', found, predicate),
  });
}

function mapped(parts: Parts, count: 1 | 2): Expr {
  const variables = names(parts, count, count === 1 ? 'argument is not an identifier' : undefined);
  if (!variables) return NOTHING;
  const last = parts.args.at(-1) as Expr;
  const condition = parts.args.length === count + 2 ? parts.args[count] : undefined;
  return fold(parts, variables, { start: { op: 'list', at: parts.at, items: [] }, step: appended(parts.at, last, condition) });
}

function filtered(parts: Parts): Expr {
  const variables = names(parts, 1, 'argument is not an identifier');
  if (!variables) return NOTHING;
  const { at, args } = parts;
  const start: Expr = { op: 'list', at, items: [] };
  return fold(parts, variables, { start, step: appended(at, args[0] as Expr, args[1]) });
}

function appended(at: number, item: Expr, condition: Expr | undefined): Expr {
  const found: Expr = { op: 'ident', at, name: RESULT };
  const list: Expr = { op: 'list', at, items: [{ value: item, optional: false }] };
  return when(at, condition, { op: 'call', at, name: '_+_', args: [found, list] }, found);
}

function when(at: number, condition: Expr | undefined, yes: Expr, no: Expr): Expr {
  return condition ? { op: 'call', at, name: '_?_:_', args: [condition, yes, no] } : yes;
}

function transformed(parts: Parts, what: 'value' | 'entry'): Expr {
  const variables = names(parts, 2);
  if (!variables) return NOTHING;
  const { at, args } = parts;
  const found: Expr = { op: 'ident', at, name: RESULT };
  const last = args.at(-1) as Expr;
  const inserted: Expr = {
    op: 'call',
    at,
    name: 'cel.@mapInsert',
    args: what === 'value' ? [found, args[0] as Expr, last] : [found, last],
  };
  return fold(parts, variables, {
    start: { op: 'map', at, entries: [] },
    step: when(at, args.length === 4 ? args[2] : undefined, inserted, found),
  });
}

/** The list under a name of its own, next to the keys of its items. */
function sortedBy(parts: Parts): Expr {
  const { at, target, args, report } = parts;
  if (!['list', 'ident', 'select', 'fold', 'call'].includes(target.op)) {
    report(target.at, 'sortBy can only be applied to a list, identifier, comprehension, call or select expression');
    return NOTHING;
  }
  const list: Expr = { op: 'ident', at, name: '@__sortBy_input__' };
  const keys = mapped({ at, target: list, args, report }, 1);
  return {
    op: 'fold',
    at,
    range: { op: 'list', at, items: [] },
    item: '#unused',
    accumulator: '@__sortBy_input__',
    start: target,
    condition: { op: 'const', at, value: false },
    step: list,
    result: { op: 'call', at, name: '@sortByAssociatedKeys', target: list, args: [keys] },
  };
}

/** The expression sees the optional's value under the name it gives. */
function optional({ at, target, args, report }: Parts, name: 'optMap' | 'optFlatMap'): Expr {
  const [variable, body] = args as [Expr, Expr];
  if (variable.op !== 'ident') {
    report(variable.at, `${name}() variable name must be a simple identifier`);
    return NOTHING;
  }
  const value: Expr = { op: 'call', at, name: 'value', target, args: [] };
  const bound: Expr = {
    op: 'fold',
    at,
    range: { op: 'list', at, items: [] },
    item: '#unused',
    accumulator: variable.name,
    start: value,
    condition: { op: 'const', at, value: false },
    step: { op: 'ident', at, name: variable.name },
    result: body,
  };
  const some: Expr = name === 'optMap' ? { op: 'call', at, name: 'optional.of', args: [bound] } : bound;
  const none: Expr = { op: 'call', at, name: 'optional.none', args: [] };
  return { op: 'call', at, name: '_?_:_', args: [{ op: 'call', at, name: 'hasValue', target, args: [] }, some, none] };
}
