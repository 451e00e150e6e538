/** Whether the clauses of a format fit the types of its arguments (source: cel-go ext/formatting.go). */
import type { Expr } from './ast';
import type { Problem } from './problems';
import { typeName } from './types';
import type { CelType } from './types';

const SHOWN = [
  'dyn',
  'error',
  'list',
  'map',
  'bool',
  'bytes',
  'double',
  'duration',
  'int',
  'null_type',
  'string',
  'timestamp',
  'type',
  'uint',
];
const WHOLE = ['int', 'uint'];

/** Types that a clause takes, and what is said of others. */
const CLAUSES: Readonly<Record<string, readonly [readonly string[], string]>> = {
  s: [SHOWN, 'string clause can only be used on strings, bools, bytes, ints, doubles, maps, lists, types, durations, and timestamps'],
  d: [WHOLE, 'decimal clause can only be used on integers'],
  f: [['double', 'string'], 'fixed-point clause can only be used on doubles'],
  e: [['double', 'string'], 'scientific clause can only be used on doubles'],
  b: [[...WHOLE, 'bool'], 'only integers and bools can be formatted as binary'],
  x: [[...WHOLE, 'string', 'bytes'], 'only integers, byte buffers, and strings can be formatted as hex'],
  X: [[...WHOLE, 'string', 'bytes'], 'only integers, byte buffers, and strings can be formatted as hex'],
  o: [WHOLE, 'octal clause can only be used on integers'],
};

export function formatProblem(expr: Expr, typeOf: (expr: Expr) => CelType): readonly Problem[] {
  if (expr.op !== 'call' || expr.name !== 'format' || expr.target?.op !== 'const' || expr.args[0]?.op !== 'list') return [];
  const { at } = expr;
  const { items } = expr.args[0];
  let next = 0;
  for (const [, percent, digits, verb = ''] of String(expr.target.value).matchAll(/%(?:(%)|(?:\.([^A-Za-z]*))?([^]?))/gu)) {
    if (percent) continue;
    if (verb === '') return [{ at, message: 'unexpected end of string' }];
    const item = items[next]?.value;
    if (!item) return [{ at, message: `index ${next} out of range` }];
    const clause = CLAUSES[verb];
    if (digits !== undefined && !/^\d+$/.test(digits)) {
      const why = `error while parsing precision: error while converting precision to integer: strconv.Atoi: parsing ${JSON.stringify(digits)}: invalid syntax`;
      return [{ at, message: `could not parse formatting clause: ${why}` }];
    }
    if (!clause) return [{ at, message: `could not parse formatting clause: unrecognized formatting clause "${verb}"` }];
    const type = typeOf(item);
    if (!isTaken(type, clause[0])) return [{ at: item.at, message: `error during formatting: ${clause[1]}, was given ${typeName(type)}` }];
    next++;
  }
  if (next === items.length) return [];
  return [{ at, message: `too many arguments supplied to string.format (expected ${next}, got ${items.length})` }];
}

function isTaken(type: CelType, kinds: readonly string[]): boolean {
  return type.kind === 'dyn' || type.kind === 'error' || kinds.includes(type.kind);
}
