/** Calls that are evaluated only in part, or whose arguments may be anything (source: cel-go interpreter/interpretable.go). */
import { at, choose, indexed, isMember } from './access';
import { callCost } from './call-cost';
import { attempt, spend } from './run';
import type { Evaluate } from './run';
import { CelError, Entries, MapValue, Optional, equal } from './value';
import type { Value } from './value';

function logical(decisive: boolean): (operands: readonly Evaluate[]) => Evaluate {
  return (operands) => (run) => {
    let failed: CelError | undefined;
    for (const operand of operands) {
      const value = attempt(operand, run);
      if (value === decisive) return decisive;
      if (value instanceof CelError) failed ??= value;
      else if (typeof value !== 'boolean') failed ??= new CelError('no such overload');
    }
    if (failed) throw failed;
    return !decisive;
  };
}

export const SPECIAL: Readonly<Record<string, (operands: readonly Evaluate[]) => Evaluate>> = {
  '_&&_': logical(false),
  '_||_': logical(true),
  '!_':
    ([operand]) =>
    (run) => {
      const value = (operand as Evaluate)(run);
      spend(run, 1);
      if (typeof value !== 'boolean') throw new CelError('no such overload');
      return !value;
    },
  '_?_:_':
    ([condition, yes, no]) =>
    (run) => {
      const value = (condition as Evaluate)(run);
      if (typeof value !== 'boolean') throw new CelError('no such overload');
      return (value ? (yes as Evaluate) : (no as Evaluate))(run);
    },
  '@not_strictly_false':
    ([operand]) =>
    (run) =>
      attempt(operand as Evaluate, run) !== false,
  '_==_': binary('_==_', equal),
  '_!=_': binary('_!=_', (left, right) => !equal(left, right)),
  '@in': binary('@in', isMember),
  '_[_]': binary('', at),
  '_[?_]': binary('', indexed),
  '_?._': binary('', choose),
  or:
    ([left, right]) =>
    (run) => {
      const value = (left as Evaluate)(run);
      return value instanceof Optional && value.value === undefined ? (right as Evaluate)(run) : value;
    },
  orValue:
    ([left, right]) =>
    (run) => {
      const value = (left as Evaluate)(run);
      if (!(value instanceof Optional)) return value;
      return value.value === undefined ? (right as Evaluate)(run) : value.value;
    },
  'cel.@mapInsert': (operands) => (run) => inserted(operands.map((operand) => operand(run))),
};

/** `name` counts what it costs; '' counts one. */
function binary(name: string, apply: (left: Value, right: Value) => Value): (operands: readonly Evaluate[]) => Evaluate {
  return ([left, right]) =>
    (run) => {
      const values = [(left as Evaluate)(run), (right as Evaluate)(run)] as const;
      spend(run, name === '' ? 1 : callCost(name, values, null));
      return apply(...values);
    };
}

function inserted([map, key, value]: readonly Value[]): Value {
  const added = value === undefined ? entriesOf(key as Value) : [[key as Value, value] as const];
  const known = entriesOf(map as Value);
  for (const [each] of added)
    if (known.some(([other]) => equal(other, each))) throw new CelError(`insert failed: key ${String(each)} already exists`);
  return new Entries([...known, ...added]);
}

function entriesOf(map: Value): (readonly [Value, Value])[] {
  if (!(map instanceof MapValue)) throw new CelError('no such overload');
  return map.keys().map((key) => [key, map.find(key) as Value] as const);
}
