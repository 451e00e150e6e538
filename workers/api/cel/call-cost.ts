/** What calls cost when they run (source: cel-go interpreter/runtimecost.go, k8s.io/apiserver/pkg/cel/library/cost.go, 1.36). */
import { sizeOf } from './value';
import type { Value } from './value';

/** Of one character that is walked over. */
const CHARACTER = 0.1;
const PATTERN_CHARACTER = 0.25;
/** Asking the authorizer. */
const CHECK_COST = 350_000;

const walked = (value: Value | undefined, factor = CHARACTER) => Math.ceil(sizeOf(value ?? null) * factor);
const searched = (text: Value | undefined, pattern: Value | undefined) =>
  Math.ceil((1 + sizeOf(text ?? null)) * CHARACTER) * walked(pattern, PATTERN_CHARACTER);

const WALKS_FIRST = new Set(
  'lowerAscii upperAscii substring trim replace split url isURL join format charAt indexOf lastIndexOf strings.quote quantity isQuantity validate ip isIP cidr isCIDR semver isSemver'.split(
    ' ',
  ),
);
const WALKS_LIST = new Set('isSorted sum min max distinct reverse sort @sortByAssociatedKeys flatten slice'.split(' '));
const COMPARES = new Set(['_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_']);
const CONVERTS = new Set(['int', 'uint', 'double', 'string', 'bytes', 'bool', 'timestamp', 'duration']);

/** At least one. */
export function callCost(name: string, [first, second]: readonly Value[], result: Value): number {
  if (COMPARES.has(name)) return Math.max(1, Math.ceil(Math.min(sizeOf(first ?? null), sizeOf(second ?? null)) * CHARACTER));
  if (WALKS_LIST.has(name)) return 1 + sizeOf(first ?? null);
  if (WALKS_FIRST.has(name)) return Array.isArray(first) ? 1 + sizeOf(first) : Math.max(1, walked(first));
  switch (name) {
    case '@in':
      return Array.isArray(second) ? Math.max(1, second.length) : 1;
    case '_+_':
      return typeof result === 'string' || result instanceof Uint8Array ? Math.max(1, walked(result)) : 1;
    case 'contains':
      return Math.max(1, walked(first) * walked(second));
    case 'startsWith':
    case 'endsWith':
      return Math.max(1, walked(second));
    case 'matches':
    case 'find':
    case 'findAll':
      return Math.max(1, searched(first, second));
    case 'check':
      return CHECK_COST;
    case 'sets.contains':
    case 'sets.equivalent':
    case 'sets.intersects':
      return 1 + sizeOf(first ?? null) * sizeOf(second ?? null);
    default:
      return CONVERTS.has(name) && typeof first === 'string' ? Math.max(1, walked(first)) : 1;
  }
}
