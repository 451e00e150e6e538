/** Runs expressions that were checked (source: cel-go interpreter). Every node becomes a function once, which then runs many times. */
import type { Comprehension, Expr } from './ast';
import type { Checked } from './checker';
import { callCost } from './call-cost';
import { present, selected } from './access';
import { attempt, spend } from './run';
import type { Evaluate } from './run';
import { accepts } from './signature';
import type { Overload } from './signature';
import { CelError, Duration, Entries, MapValue, Optional, Struct, Timestamp, TypeValue, equal, typeNameOf } from './value';
import type { Value } from './value';
import { SPECIAL } from './special-calls';
import { typeName } from './types';
import type { CelType } from './types';

type Slots = ReadonlyMap<string, number>;

/** `toValue` makes a variable's value of what it is given. */
export function interpret(expr: Expr, checked: Checked, toValue: (variable: unknown) => Value): Evaluate {
  return new Compiler(checked, toValue).compile(expr, new Map());
}

const LIST_COST = 10;
const MAP_COST = 30;
const STRUCT_COST = 40;

class Compiler {
  private slotCount = 0;

  constructor(
    private readonly checked: Checked,
    private readonly toValue: (variable: unknown) => Value,
  ) {}

  compile(expr: Expr, slots: Slots): Evaluate {
    switch (expr.op) {
      case 'const': {
        const { value } = expr;
        return () => value;
      }
      case 'ident':
        return this.variable(expr.name.replace(/^\./, ''), slots);
      case 'select':
        return this.select(expr, slots);
      case 'call':
        return this.call(expr, slots);
      case 'list':
        return this.list(expr, slots);
      case 'map':
        return this.map(expr, slots);
      case 'struct':
        return this.struct(expr, slots);
      default:
        return this.fold(expr, slots);
    }
  }

  private variable(name: string, slots: Slots): Evaluate {
    const slot = slots.get(name);
    if (slot !== undefined)
      return (run) => {
        const value = run.slots[slot] as Value | CelError;
        if (value instanceof CelError) throw value;
        spend(run, 1);
        return value;
      };
    const { toValue } = this;
    return (run) => {
      spend(run, 1);
      if (Object.hasOwn(run.variables, name)) return toValue(run.variables[name]);
      const type = TYPES.get(name);
      if (type) return type;
      throw new CelError(`no such attribute(s): ${name}`);
    };
  }

  private select(expr: Expr & { readonly op: 'select' }, slots: Slots): Evaluate {
    const name = this.checked.names.get(expr);
    if (name !== undefined) return this.variable(name, slots);
    const operand = this.compile(expr.operand, slots);
    const { field, test } = expr;
    if (test) return (run) => present(operand(run), field);
    return (run) => {
      const value = operand(run);
      spend(run, 1);
      return selected(value, field);
    };
  }

  private call(expr: Expr & { readonly op: 'call' }, slots: Slots): Evaluate {
    const special = SPECIAL[expr.name];
    const args = [...(expr.target && this.isMember(expr) ? [expr.target] : []), ...expr.args];
    if (expr.name === '_+_' && isAccumulator(expr.args[0])) return this.appended(expr, slots);
    const operands = args.map((each) => this.compile(each, slots));
    if (special) return special(operands);
    return dispatched(expr.name, this.checked.overloads.get(expr) ?? [], operands);
  }

  private isMember(expr: Expr): boolean {
    return this.checked.overloads.get(expr)?.[0]?.member ?? false;
  }

  /** The list a comprehension builds is its own and may grow in place. */
  private appended(expr: Expr & { readonly op: 'call' }, slots: Slots): Evaluate {
    const [list, addition] = expr.args as [Expr, Expr];
    const [grow, value] = [this.compile(list, slots), this.compile(addition, slots)];
    return (run) => {
      const known = grow(run);
      const added = value(run);
      spend(run, 1);
      if (Array.isArray(known) && Array.isArray(added)) {
        (known as Value[]).push(...(added as readonly Value[]));
        return known;
      }
      if (typeof known === 'bigint' && typeof added === 'bigint') return known + added;
      throw new CelError('no such overload');
    };
  }

  private list({ items }: Expr & { readonly op: 'list' }, slots: Slots): Evaluate {
    const parts = items.map(({ value, optional }) => ({ run: this.compile(value, slots), optional }));
    if (items.length > 0 && items.every(({ value, optional }) => value.op === 'const' && !optional)) {
      const constant = items.map(({ value }) => (value as Expr & { readonly op: 'const' }).value);
      return () => constant;
    }
    return (run) => {
      const made: Value[] = [];
      for (const part of parts) {
        const value = part.run(run);
        const kept = part.optional ? unwrapped(value) : value;
        if (kept !== undefined) made.push(kept);
      }
      spend(run, LIST_COST);
      return made;
    };
  }

  private map({ entries }: Expr & { readonly op: 'map' }, slots: Slots): Evaluate {
    const parts = entries.map(({ key, value, optional }) => ({
      key: this.compile(key, slots),
      value: this.compile(value, slots),
      optional,
    }));
    const isConstant = entries.every(({ key, value }) => key.op === 'const' && value.op === 'const');
    return (run) => {
      const made: (readonly [Value, Value])[] = [];
      for (const part of parts) {
        const key = part.key(run);
        const value = part.value(run);
        const kept = part.optional ? unwrapped(value) : value;
        if (kept === undefined) continue;
        if (!isConstant && made.some(([known]) => equal(known, key))) throw new CelError(`Failed with repeated key: ${String(key)}`);
        made.push([key, kept]);
      }
      spend(run, MAP_COST);
      return new Entries(made);
    };
  }

  private struct(expr: Expr & { readonly op: 'struct' }, slots: Slots): Evaluate {
    const parts = expr.entries.map(({ name, value, optional }) => ({ name, run: this.compile(value, slots), optional }));
    const zeros = zerosOf(this.checked.typeOf(expr));
    return (run) => {
      const fields = new Map<string, Value>();
      for (const part of parts) {
        const value = part.run(run);
        const kept = part.optional ? unwrapped(value) : value;
        if (kept !== undefined) fields.set(part.name, kept);
      }
      spend(run, STRUCT_COST);
      const time = timeOf(expr.type, fields);
      return time ?? new Struct(expr.type.replace(/^\./, ''), fields, zeros);
    };
  }

  private fold(expr: Comprehension, outer: Slots): Evaluate {
    const [accumulator, item, second] = [this.slotCount++, this.slotCount++, this.slotCount++];
    const range = this.compile(expr.range, outer);
    const start = this.compile(expr.start, outer);
    const withAccumulator = new Map([...outer, [expr.accumulator, accumulator]]);
    const inner = new Map([...withAccumulator, [expr.item, item], ...(expr.second === undefined ? [] : [[expr.second, second] as const])]);
    const [condition, step] = [this.compile(expr.condition, inner), this.compile(expr.step, inner)];
    const result = this.compile(expr.result, withAccumulator);
    return (run) => {
      const over = range(run);
      run.slots[accumulator] = attempt(start, run);
      for (const [key, value] of itemsOf(over, expr.second !== undefined)) {
        run.slots[item] = key;
        run.slots[second] = value;
        if (attempt(condition, run) !== true) break;
        run.slots[accumulator] = attempt(step, run);
      }
      return result(run);
    };
  }
}

function* itemsOf(over: Value, two: boolean): Iterable<readonly [Value, Value]> {
  if (Array.isArray(over)) {
    let index = 0n;
    for (const item of over as readonly Value[]) yield two ? [index++, item] : [item, null];
  } else if (over instanceof MapValue) for (const key of over.keys()) yield [key, two ? (over.find(key) as Value) : null];
  else throw new CelError(`got '${goName(over)}', expected iterable type`);
}

function goName(value: Value): string {
  const name = typeNameOf(value)
    .replace(/_type$/, '')
    .split('.')
    .at(-1) as string;
  return `${value instanceof Optional ? '*' : ''}types.${name[0]?.toUpperCase()}${name.slice(1)}`;
}

function isAccumulator(expr: Expr | undefined): boolean {
  return expr?.op === 'ident' && expr.name === '@result';
}

function unwrapped(value: Value): Value | undefined {
  if (value instanceof Optional) return value.value;
  throw new CelError(`cannot initialize optional list element from non-optional value ${String(value)}`);
}

function timeOf(type: string, fields: ReadonlyMap<string, Value>): Value | undefined {
  const nanos = () => ((fields.get('seconds') ?? 0n) as bigint) * 1_000_000_000n + ((fields.get('nanos') ?? 0n) as bigint);
  if (type.endsWith('google.protobuf.Timestamp')) return new Timestamp(nanos());
  return type.endsWith('google.protobuf.Duration') ? new Duration(nanos()) : undefined;
}

const ZEROS: Partial<Record<CelType['kind'], Value>> = { string: '', bool: false, int: 0n, double: 0, dyn: null };

function zerosOf(type: CelType): ReadonlyMap<string, Value> {
  if (type.kind !== 'object') return new Map();
  return new Map([...type.fields].map(([name, field]) => [name, ZEROS[field.kind] ?? null]));
}

const TYPES = new Map(
  ['bool', 'bytes', 'double', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint', 'optional_type', 'net.IP', 'net.CIDR']
    .concat(typeName({ kind: 'timestamp' }), typeName({ kind: 'duration' }))
    .map((name) => [name, new TypeValue(name)]),
);

/** The overload is chosen by the values where their types were not known before. */
function dispatched(name: string, overloads: readonly Overload[], operands: readonly Evaluate[]): Evaluate {
  return (run) => {
    const values = operands.map((operand) => operand(run));
    const overload = overloads.find(({ takes }) => takes.every((type, index) => accepts(type, values[index] as Value)));
    if (!overload) throw new CelError(noOverload(name, values));
    const result = overload.run(...values);
    spend(run, callCost(name, values, result));
    return result;
  };
}

/** Functions that say no more. */
const BARE = new Set(['startsWith', 'endsWith', 'contains', 'matches', 'find', 'findAll']);
const TIMES = ['google.protobuf.Timestamp', 'google.protobuf.Duration'];
/** Types whose values are asked even where an operator is not theirs. */
const RECEIVERS = ['string', ...TIMES];
const NUMBERS = ['int', 'uint', 'double'];
const ORDERED = [...NUMBERS, ...RECEIVERS, 'bool', 'bytes'];
/** Types whose values an operator is theirs. */
const TRAITS: Readonly<Record<string, readonly string[]>> = {
  '_+_': [...NUMBERS, ...RECEIVERS, 'bytes', 'list'],
  '_-_': [...NUMBERS, ...TIMES],
  '_*_': NUMBERS,
  '_/_': NUMBERS,
  '_%_': ['int', 'uint'],
  '-_': ['int', 'double'],
  '_<_': ORDERED,
  '_<=_': ORDERED,
  '_>_': ORDERED,
  '_>=_': ORDERED,
  size: [],
};

function noOverload(name: string, values: readonly Value[]): string {
  const first = typeNameOf(values[0] ?? null);
  const traits = TRAITS[name];
  if (traits) return traits.includes(first) || RECEIVERS.includes(first) ? 'no such overload' : `no such overload: ${name}`;
  if (BARE.has(name)) return 'no such overload';
  if (name === 'sort') return 'list elements must be comparable';
  return `no such overload: ${name}(${values.map(typeNameOf).join(', ')})`;
}
