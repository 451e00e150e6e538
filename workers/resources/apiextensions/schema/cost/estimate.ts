/** What an expression costs at most, whatever the object (source: cel-go checker/cost.go, k8s.io/apiserver/pkg/cel/library/cost.go, 1.36). */
import type { Comprehension, Expr } from '../../../../api/cel/ast';
import { check } from '../../../../api/cel/checker';
import type { Checked, Scope } from '../../../../api/cel/checker';
import { parse } from '../../../../api/cel/parser';
import type { CelType } from '../../../../api/cel/types';
import { callEstimate } from './calls';
import { UNKNOWN, bounded, fixed, span } from './size';
import type { Size } from './size';
import type { SizedType } from './sized-type';

/** Of an expression that compiles; `self` is what all variables are. */
export function estimateCost(source: string, scope: Scope, self: SizedType): number {
  const expr = parse(source, []);
  return expr ? new Estimator(check(expr, scope, []), self).cost(expr) : 0;
}

type Path = readonly string[];

interface Entries {
  readonly key: Size;
  readonly value: Size;
}

interface Local {
  readonly path: Path;
  readonly size: Size | undefined;
  readonly entries: Entries | undefined;
}

const LIST_COST = 10;
const MAP_COST = 30;
const STRUCT_COST = 40;

export class Estimator {
  private readonly sizes = new Map<Expr, Size>();
  private readonly entries = new Map<Expr, Entries>();
  private readonly paths = new Map<Expr, Path>();
  private readonly locals = new Map<string, Local[]>();

  constructor(
    readonly checked: Checked,
    private readonly self: SizedType,
  ) {}

  cost(expr: Expr): number {
    switch (expr.op) {
      case 'const':
        return 0;
      case 'ident':
        this.paths.set(expr, this.local(expr.name)?.path ?? [expr.name]);
        return 1;
      case 'select':
        return this.select(expr);
      case 'call':
        return this.call(expr);
      case 'list': {
        const spent = expr.items.reduce((total, { value }) => bounded(total + this.cost(value)), LIST_COST);
        this.entries.set(expr, { key: fixed(1), value: this.spanOf(expr.items.map(({ value }) => value)) });
        return spent;
      }
      case 'map': {
        const spent = expr.entries.reduce((total, { key, value }) => bounded(total + this.cost(key) + this.cost(value)), MAP_COST);
        const [keys, values] = [expr.entries.map(({ key }) => key), expr.entries.map(({ value }) => value)];
        this.entries.set(expr, { key: this.spanOf(keys), value: this.spanOf(values) });
        return spent;
      }
      case 'struct':
        return expr.entries.reduce((total, { value }) => bounded(total + this.cost(value)), STRUCT_COST);
      case 'fold':
        return this.isBinding(expr) ? this.bind(expr) : this.fold(expr);
    }
  }

  sizeOf(expr: Expr): Size {
    return this.knownSize(expr) ?? UNKNOWN;
  }

  /** Of the items of a list that an expression is; undefined where it is none. */
  itemsOf(expr: Expr): { readonly type: CelType; readonly size: Size } | undefined {
    const type = this.checked.typeOf(expr);
    if (type.kind !== 'list') return undefined;
    const path = this.pathOf(expr);
    return { type: type.value, size: (path.length ? this.sizeAt([...path, '@items']) : undefined) ?? UNKNOWN };
  }

  typeOf(expr: Expr): CelType {
    return this.checked.typeOf(expr);
  }

  private select(expr: Expr & { readonly op: 'select' }): number {
    const spent = this.cost(expr.operand);
    if (expr.test) return spent;
    this.paths.set(expr, [...this.pathOf(expr.operand), expr.field]);
    const { kind } = this.checked.typeOf(expr.operand);
    return kind === 'map' || kind === 'object' || kind === 'param' ? bounded(spent + 1) : spent;
  }

  private call(expr: Expr & { readonly op: 'call' }): number {
    const { name, args, target } = expr;
    const [first] = args;
    if (name === 'dyn' && first) {
      const spent = bounded(1 + this.cost(first));
      this.copy(expr, first);
      return spent;
    }
    const costs = args.map((each) => this.cost(each));
    const spent = target ? this.cost(target) : 0;
    const { cost, size } = callEstimate(this, expr, costs);
    if (name === '_[_]' && first) {
      const { kind } = this.checked.typeOf(first);
      this.paths.set(expr, [...this.pathOf(first), kind === 'map' ? '@values' : '@items']);
    }
    const [entered] = name === '_[_]' && first ? [this.entriesOf(first)?.value] : [size];
    const made = entered ?? size ?? this.knownSize(expr);
    if (made) this.sizes.set(expr, made);
    if (name === '_?_:_') this.joinEntries(expr, args[1], args[2]);
    if (name === '_+_') this.joinEntries(expr, args[0], args[1]);
    return bounded(spent + cost);
  }

  private joinEntries(expr: Expr, a: Expr | undefined, b: Expr | undefined): void {
    const [left, right] = [a && this.entriesOf(a), b && this.entriesOf(b)];
    if (left && right) this.entries.set(expr, { key: span(left.key, right.key), value: span(left.value, right.value) });
  }

  private fold(expr: Comprehension): number {
    let spent = bounded(this.cost(expr.range) + this.cost(expr.start));
    const inRange = this.entriesOf(expr.range);
    const path = this.pathOf(expr.range);
    const isList = this.checked.typeOf(expr.range).kind === 'list';
    const values: Local = { path: [...path, isList ? '@items' : '@values'], size: inRange?.value, entries: undefined };
    const keys: Local = { path: [...path, isList ? '@indices' : '@keys'], size: inRange?.key, entries: undefined };
    const variables: [string, Local][] =
      expr.second === undefined
        ? [[expr.item, isList ? values : keys]]
        : [
            [expr.item, keys],
            [expr.second, values],
          ];
    const step = this.within([[expr.accumulator, this.localOf(expr.start)]], () => {
      const each = this.within(variables, () => bounded(this.cost(expr.condition) + this.cost(expr.step)));
      spent = bounded(spent + this.cost(expr.result));
      return each;
    });
    const count = this.sizeOf(expr.range);
    const size =
      expr.start.op === 'const' ? this.knownSize(expr.start) : expr.start.op === 'list' || expr.start.op === 'map' ? count : undefined;
    if (size) this.sizes.set(expr, size);
    const made = expr.start.op === 'const' ? undefined : this.entriesOf(expr.step);
    if (made) this.entries.set(expr, made);
    return bounded(spent + bounded(count.max * step));
  }

  /** A name for a value. */
  private isBinding({ range, condition, accumulator }: Comprehension): boolean {
    const never = condition.op === 'const' && condition.value === false;
    return range.op === 'list' && range.items.length === 0 && never && accumulator !== '@result';
  }

  private bind(expr: Comprehension): number {
    const spent = bounded(this.cost(expr.range) + this.cost(expr.start));
    const result = this.within([[expr.accumulator, this.localOf(expr.start)]], () => this.cost(expr.result));
    this.copy(expr, expr.result);
    return bounded(spent + result);
  }

  private localOf(expr: Expr): Local {
    return { path: this.pathOf(expr), size: this.knownSize(expr), entries: this.entriesOf(expr) };
  }

  private within(variables: readonly (readonly [string, Local])[], run: () => number): number {
    for (const [name, local] of variables) this.locals.set(name, [...(this.locals.get(name) ?? []), local]);
    const result = run();
    for (const [name] of variables) this.locals.set(name, (this.locals.get(name) ?? []).slice(0, -1));
    return result;
  }

  private local(name: string): Local | undefined {
    return this.locals.get(name)?.at(-1);
  }

  private pathOf(expr: Expr): Path {
    const local = expr.op === 'ident' ? this.local(expr.name) : undefined;
    return local?.path ?? this.paths.get(expr) ?? [];
  }

  private copy(to: Expr, from: Expr): void {
    const [size, entries] = [this.knownSize(from), this.entriesOf(from)];
    if (size) this.sizes.set(to, size);
    if (entries) this.entries.set(to, entries);
  }

  private entriesOf(expr: Expr): Entries | undefined {
    return this.entries.get(expr) ?? (expr.op === 'ident' ? this.local(expr.name)?.entries : undefined);
  }

  private spanOf(items: readonly Expr[]): Size {
    return items.reduce((known, each) => span(known, this.sizeOf(each)), items.length ? { min: UNKNOWN.max, max: 0 } : fixed(0));
  }

  private knownSize(expr: Expr): Size | undefined {
    const known = this.sizes.get(expr) ?? writtenSize(expr);
    if (known) return known;
    const path = this.pathOf(expr);
    const size = path.length ? this.sizeAt(path) : undefined;
    if (size) {
      this.sizes.set(expr, size);
      return size;
    }
    if (isScalar(this.checked.typeOf(expr))) return fixed(1);
    return expr.op === 'ident' ? this.local(expr.name)?.size : undefined;
  }

  /** The first step is a variable, whichever. */
  private sizeAt([, ...steps]: Path): Size | undefined {
    let at: SizedType | undefined = this.self;
    for (const step of steps) {
      if (step === '@items' || step === '@values') at = at.items;
      else if (step === '@keys') at = at.keys;
      else at = at.fields?.get(step);
      if (!at) return undefined;
    }
    return { min: 0, max: at.max };
  }
}

function writtenSize(expr: Expr): Size | undefined {
  if (expr.op === 'list') return fixed(expr.items.length);
  if (expr.op === 'map') return fixed(expr.entries.length);
  if (expr.op !== 'const') return undefined;
  const { value } = expr;
  if (typeof value === 'string') return fixed([...value].length);
  return fixed(value instanceof Uint8Array ? value.length : 1);
}

const SCALARS = new Set(['bool', 'double', 'duration', 'int', 'timestamp', 'uint']);

function isScalar(type: CelType): boolean {
  if (type.kind === 'opaque' && type.name === 'optional_type') return isScalar(type.params?.[0] ?? { kind: 'dyn' });
  return SCALARS.has(type.kind);
}
