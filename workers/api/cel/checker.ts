/** Types of expressions before anything runs (source: cel-go checker/checker.go). */
import { qualifiedName } from './ast';
import type { Comprehension, Expr } from './ast';
import { constantType } from './constant-type';
import { functionsNamed, structNamed, typeNamed } from './environment';
import type { Problem } from './problems';
import type { Overload } from './signature';
import { BOOL, DYN, ERROR, INT, listOf, mapOf, opaque, optionalOf, partsOf, shortTypeName, typeName, unwrapped } from './types';
import type { CelType, ObjectType } from './types';
import { assignable, mostGeneral, substitute } from './unify';
import type { Mapping } from './unify';

/** What an expression can name. A name may have dots. */
export type Scope = Readonly<Record<string, CelType>>;

export interface Checked {
  readonly type: CelType;
  /** Of every node, with what type parameters turned out to be. */
  readonly typeOf: (expr: Expr) => CelType;
  /** Selections that are one name of the scope. */
  readonly names: ReadonlyMap<Expr, string>;
  /** Of every call: those its arguments may fit. */
  readonly overloads: ReadonlyMap<Expr, readonly Overload[]>;
}

export function check(expr: Expr, scope: Scope, problems: Problem[]): Checked {
  const checker = new Checker(scope, problems);
  checker.check(expr);
  const typeOf = (each: Expr) => checker.finalType(each);
  return { type: typeOf(expr), typeOf, names: checker.names, overloads: checker.overloads };
}

class Checker {
  readonly names = new Map<Expr, string>();
  readonly overloads = new Map<Expr, readonly Overload[]>();
  private readonly types = new Map<Expr, CelType>();
  private mapping: Mapping = new Map();
  private variables = 0;

  constructor(
    private scope: Scope,
    private readonly problems: Problem[],
  ) {}

  finalType(expr: Expr): CelType {
    return substitute(this.mapping, this.types.get(expr) ?? DYN, true);
  }

  check(expr: Expr): CelType {
    const type = this.typed(expr);
    this.types.set(expr, type);
    return type;
  }

  private typed(expr: Expr): CelType {
    switch (expr.op) {
      case 'const':
        return constantType(expr.value);
      case 'ident':
        return this.named(expr.name) ?? this.undeclared(expr.at, expr.name);
      case 'select':
        return this.select(expr);
      case 'call':
        return this.call(expr);
      case 'list': {
        const found = expr.items.reduce<CelType | undefined>(
          (known, { value, optional }) => this.joined(value, known, optional),
          undefined,
        );
        return listOf(found ?? this.fresh());
      }
      case 'map':
        return this.map(expr);
      case 'struct':
        return this.struct(expr);
      default:
        return this.comprehension(expr);
    }
  }

  private problem(at: number, message: string): CelType {
    this.problems.push({ at, message });
    return ERROR;
  }

  private undeclared(at: number, name: string): CelType {
    return this.problem(at, `undeclared reference to '${name}' (in container '')`);
  }

  private named(name: string): CelType | undefined {
    const plain = name.startsWith('.') ? name.slice(1) : name;
    return Object.hasOwn(this.scope, plain) ? this.scope[plain] : typeNamed(plain);
  }

  private readonly resolve = (type: CelType) => substitute(this.mapping, type, false);

  private fresh(): CelType {
    return { kind: 'param', name: `_var${this.variables++}` };
  }

  private fits(left: readonly CelType[], right: readonly CelType[]): boolean {
    const mapping = assignable(this.mapping, left, right);
    if (mapping) this.mapping = mapping;
    return mapping !== undefined;
  }

  private select(expr: Expr & { readonly op: 'select' }): CelType {
    const name = qualifiedName(expr);
    const whole = name === undefined || expr.test ? undefined : this.named(name);
    if (whole && name !== undefined) {
      this.names.set(expr, name);
      return whole;
    }
    const type = this.field(expr.at, expr.operand, expr.field, false);
    return expr.test ? BOOL : this.resolve(type);
  }

  private field(at: number, operand: Expr, field: string, optional: boolean): CelType {
    const [target, isOptional] = unwrapped(this.resolve(this.check(operand)));
    const found = this.fieldOf(at, target, field);
    return isOptional || optional ? optionalOf(found) : found;
  }

  private fieldOf(at: number, target: CelType, field: string): CelType {
    switch (target.kind) {
      case 'map':
        return target.value;
      case 'object':
        return this.declaredField(at, target, field);
      case 'param':
        this.fits([DYN], [target]);
        return DYN;
      default:
        if (target.kind !== 'dyn' && target.kind !== 'error')
          this.problem(at, `type '${shortTypeName(target)}' does not support field selection`);
        return DYN;
    }
  }

  /** Where mutations are written, every name below Object is a type. */
  private structType(name: string): CelType | undefined {
    const below = this.scope[name.split('.')[0] ?? ''];
    const isOpen = below?.kind === 'type' && below.of?.kind === 'object' && below.of.holds === 'any';
    if (isOpen) return { kind: 'type', of: { kind: 'object', name, fields: new Map(), holds: 'any' } };
    return structNamed(name) ?? this.named(name);
  }

  private declaredField(at: number, type: ObjectType, field: string): CelType {
    if (type.holds === 'any') return type.fields.get(field) ?? DYN;
    if (type.holds === 'unchecked') return type.fields.get(field) ?? opaque('');
    if (type.holds === 'none') return this.problem(at, `unexpected failed resolution of '${typeName(type)}'`);
    return type.fields.get(field) ?? this.problem(at, `undefined field '${field}'`);
  }

  private call(expr: Expr & { readonly op: 'call' }): CelType {
    const { name, args, target, at } = expr;
    if (name === '_&&_' || name === '_||_') {
      for (const each of args) this.expect(each, BOOL);
      return BOOL;
    }
    if (name === '_?._') {
      const [operand, field] = args as [Expr, Expr & { readonly op: 'const' }];
      return this.resolve(this.field(at, operand, String(field.value), true));
    }
    for (const each of args) this.check(each);
    if (!target) return this.resolved(expr, name.replace(/^\./, ''), undefined);
    const prefix = qualifiedName(target);
    if (prefix !== undefined && this.functionsNamed(`${prefix}.${name}`).length > 0)
      return this.resolved(expr, `${prefix}.${name}`, undefined);
    this.check(target);
    return this.resolved(expr, name, target);
  }

  /** Functions about patches are only there where patches are made. */
  private functionsNamed(name: string): readonly Overload[] {
    return name.startsWith('jsonpatch.') && !Object.hasOwn(this.scope, 'JSONPatch') ? [] : functionsNamed(name);
  }

  private resolved(expr: Expr & { readonly op: 'call' }, name: string, target: Expr | undefined): CelType {
    const candidates = this.functionsNamed(name);
    if (candidates.length === 0) return this.undeclared(expr.at, name);
    const given = [...(target ? [target] : []), ...expr.args].map((each) => this.types.get(each) as CelType);
    const found: Overload[] = [];
    let result: CelType | undefined;
    for (const overload of candidates) {
      if (overload.member !== (target !== undefined)) continue;
      const instance: Mapping = new Map(overload.parameters.map((parameter) => [parameter, this.fresh()]));
      if (
        !this.fits(
          given,
          overload.takes.map((type) => substitute(instance, type, false)),
        )
      )
        continue;
      found.push(overload);
      const gives = this.resolve(substitute(instance, overload.gives, false));
      if (!result) result = gives;
      else if (result.kind !== 'dyn' && typeName(gives) !== typeName(result)) result = DYN;
    }
    this.overloads.set(expr, found);
    if (result) return result;
    const shown = given.map((type) => shortTypeName(substitute(this.mapping, type, true)));
    const signature = target ? `${shown[0]}.(${shown.slice(1).join(', ')})` : `(${shown.join(', ')})`;
    return this.problem(expr.at, `found no matching overload for '${name}' applied to '${signature}'`);
  }

  /** The type that holds both what is known and one more element. */
  private joined(value: Expr, known: CelType | undefined, optional: boolean): CelType {
    const type = this.value(value, optional);
    if (!known) return type;
    return this.fits([known], [type]) ? mostGeneral(known, type) : DYN;
  }

  private value(value: Expr, optional: boolean): CelType {
    const type = this.check(value);
    if (!optional) return type;
    const [inner, isOptional] = unwrapped(type);
    if (!isOptional && type.kind !== 'dyn') this.mismatch(value.at, optionalOf(type), type);
    return inner;
  }

  private mismatch(at: number, wanted: CelType, type: CelType): CelType {
    return this.problem(at, `expected type '${shortTypeName(wanted)}' but found '${shortTypeName(type)}'`);
  }

  private map({ entries }: Expr & { readonly op: 'map' }): CelType {
    let key: CelType | undefined;
    let value: CelType | undefined;
    for (const entry of entries) {
      key = this.joined(entry.key, key, false);
      value = this.joined(entry.value, value, entry.optional);
    }
    return key && value ? mapOf(key, value) : mapOf(this.fresh(), this.fresh());
  }

  private struct({ at, type: name, entries }: Expr & { readonly op: 'struct' }): CelType {
    const named = this.structType(name);
    let type: CelType = ERROR;
    if (!named) return this.undeclared(at, name);
    if (named.kind !== 'type') this.problem(at, `'${typeName(named)}' is not a type`);
    else if (named.of?.kind === 'object') type = named.of;
    else this.problem(at, `'${named.of ? name : 'type'}' is not a message type`);
    for (const entry of entries) {
      const given = this.value(entry.value, entry.optional);
      const unknown: ObjectType = { kind: 'object', name, fields: new Map(), holds: 'none' };
      const field = this.declaredField(entry.at, type.kind === 'object' ? type : unknown, entry.name);
      if (!this.fits([field], [given]))
        this.problem(
          entry.at,
          `expected type of field '${entry.name}' is '${shortTypeName(field)}' but provided type is '${shortTypeName(given)}'`,
        );
    }
    return structNamed(name) ? ((this.named(name) as CelType & { readonly kind: 'type' }).of ?? type) : type;
  }

  private comprehension(expr: Comprehension): CelType {
    const range = this.resolve(this.check(expr.range));
    const before = this.scope;
    const accumulator = this.check(expr.start);
    const [item, second] = this.itemsOf(expr, range);
    this.scope = { ...before, [expr.accumulator]: accumulator };
    const outer = this.scope;
    this.scope = { ...outer, [expr.item]: item, ...(expr.second === undefined ? {} : { [expr.second]: second }) };
    this.expect(expr.condition, BOOL);
    this.expect(expr.step, accumulator);
    this.scope = outer;
    const result = this.check(expr.result);
    this.scope = before;
    return this.resolve(result);
  }

  private expect(expr: Expr, type: CelType): void {
    const found = this.check(expr);
    if (!this.fits([type], [found])) this.mismatch(expr.at, type, found);
  }

  private itemsOf({ range, second }: Comprehension, type: CelType): readonly [CelType, CelType] {
    const two = second !== undefined;
    switch (type.kind) {
      case 'list':
        return two ? [INT, type.value] : [type.value, ERROR];
      case 'map': {
        const [key = DYN, value = DYN] = partsOf(type);
        return [key, value];
      }
      case 'dyn':
      case 'error':
      case 'param':
        this.fits([DYN], [type]);
        return [DYN, DYN];
      default:
        this.problem(
          range.at,
          `expression of type '${shortTypeName(type)}' cannot be range of a comprehension (must be list, map, or dynamic)`,
        );
        return [ERROR, ERROR];
    }
  }
}
