/** What calls cost at most, and how large what they make is (source: cel-go checker/cost.go functionCost, k8s.io/apiserver/pkg/cel/library/cost.go, 1.36). */
import type { Expr } from '../../../../api/cel/ast';
import type { Estimator } from './estimate';
import { bounded, product, span, sum, walked } from './size';
import type { Size } from './size';

export interface CallEstimate {
  readonly cost: number;
  readonly size?: Size;
}

type Call = Expr & { readonly op: 'call' };

/** Without the cost of the target; with that of the arguments, which are in `costs`. */
export function callEstimate(estimator: Estimator, call: Call, costs: readonly number[]): CallEstimate {
  const own = libraryEstimate(estimator, call) ?? builtInEstimate(estimator, call, costs);
  if (call.name === '_&&_' || call.name === '_||_' || call.name === '_?_:_') return own;
  const spent = costs.reduce((total, each) => bounded(total + each), 0);
  return { ...own, cost: bounded(own.cost + spent) };
}

const NOMINAL = new Set(
  'masked prefixLength family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast sign asInteger isInteger asApproximateFloat isGreaterThan isLessThan compareTo add sub major minor patch'.split(
    ' ',
  ),
);
const WALKS_ARGUMENT = new Set('url isURL isIP cidr isCIDR ip quantity isQuantity semver isSemver format.named'.split(' '));
/** Of the longest pattern of a format. */
const FORMAT_COST = 128 * 0.25;
const KEEPS_SIZE = new Set(['lowerAscii', 'upperAscii', 'substring', 'trim']);
const WALKS_LIST = new Set(['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf']);

function libraryEstimate(estimator: Estimator, { name, target, args }: Call): CallEstimate | undefined {
  const [first, second] = args;
  const size = target && estimator.sizeOf(target);
  if (NOMINAL.has(name)) return { cost: 1 };
  if (WALKS_ARGUMENT.has(name)) return first ? { cost: walked(estimator.sizeOf(first)) } : { cost: 1 };
  if (name === 'ip.isCanonical') return first && { cost: walked(estimator.sizeOf(first), 0.2) };
  if (!target || !size) return undefined;
  if (name === 'validate') return first && { cost: bounded(walked(estimator.sizeOf(first)) * FORMAT_COST) };
  if (WALKS_LIST.has(name)) {
    const items = estimator.itemsOf(target);
    if (!items) return { cost: walked(size) };
    const compared = items.type.kind === 'string' || items.type.kind === 'bytes' ? bounded(1 + walked(items.size)) : 1;
    return { cost: bounded(size.max * compared) };
  }
  if (KEEPS_SIZE.has(name)) return { cost: walked(size), size };
  if (name === 'find' || name === 'findAll')
    return { cost: searched(size, first && estimator.sizeOf(first)), size: { min: 0, max: size.max } };
  if (name === 'split') return { cost: walked(size, 0.2), size: { min: 0, max: size.max } };
  if (name === 'replace' && first && second)
    return { cost: walked(size, 0.2), size: replaced(size, estimator.sizeOf(first), estimator.sizeOf(second)) };
  return name === 'join' ? joined(estimator, target, first) : undefined;
}

function searched(text: Size, pattern: Size = { min: 0, max: 0 }): number {
  return bounded(walked(sum(text, { min: 1, max: 1 })) * walked(pattern, 0.25));
}

/** The smallest parts become the longest possible ones, as often as possible. */
function replaced(text: Size, part: Size, by: Size): Size {
  if (part.min === 0) return { min: 0, max: bounded((text.max + 1) * by.max + text.max) };
  if (by.max <= part.min) return { min: 0, max: text.max };
  return { min: 0, max: bounded(Math.ceil(text.max / part.min) * by.max) };
}

function joined(estimator: Estimator, target: Expr, separator: Expr | undefined): CallEstimate {
  const list = estimator.sizeOf(target);
  const items = estimator.itemsOf(target);
  let size: Size = items ? product(list, items.size) : { min: 0, max: 0 };
  const between: Size = { min: Math.max(0, list.min - 1), max: Math.max(0, list.max - 1) };
  if (separator) size = sum(size, product(estimator.sizeOf(separator), between));
  return { cost: walked(size), size };
}

const COMPARES = new Set(['_<_', '_<=_', '_>_', '_>=_']);

function builtInEstimate(estimator: Estimator, { name, target, args }: Call, costs: readonly number[]): CallEstimate {
  const [first, second, third] = args;
  const [a = 0, b = 0, c = 0] = costs;
  const size = (expr: Expr | undefined) => (expr ? estimator.sizeOf(expr) : { min: 0, max: 0 });
  const isText = (expr: Expr | undefined) => expr !== undefined && ['string', 'bytes', 'dyn'].includes(estimator.typeOf(expr).kind);
  switch (name) {
    case '_&&_':
    case '_||_':
      return { cost: bounded(a + b) };
    case '_?_:_':
      return { cost: bounded(a + Math.max(b, c)), size: span(size(second), size(third)) };
    case '_==_':
    case '_!=_':
      return { cost: walked({ min: 0, max: Math.min(size(first).max, size(second).max) }) };
    case '@in':
      return { cost: second && estimator.typeOf(second).kind !== 'map' ? size(second).max : 1 };
    case 'startsWith':
    case 'endsWith':
      return { cost: walked(size(first)) };
    case 'matches':
      return { cost: searched(size(target ?? first), size(target ? first : second)) };
    case 'contains':
      return { cost: bounded(walked(size(target)) * walked(size(first))) };
    case '_+_': {
      const whole = sum(size(first), size(second));
      if (first && estimator.typeOf(first).kind === 'list') return { cost: 1, size: whole };
      return isText(first) ? { cost: walked(whole), size: whole } : { cost: 1 };
    }
    case 'bytes':
    case 'string':
    case 'strings.quote':
      return converted(name, size(first), first ? estimator.typeOf(first).kind : '');
    default:
      return COMPARES.has(name) && isText(first)
        ? { cost: walked({ min: 0, max: Math.min(size(first).max, size(second).max) }) }
        : { cost: 1 };
  }
}

function converted(name: string, size: Size, from: string): CallEstimate {
  if (name === 'strings.quote') return { cost: walked(size), size: { min: size.min + 2, max: bounded(size.max * 2 + 2) } };
  if (name === 'bytes' && from === 'string') return { cost: walked(size), size: { min: size.min, max: bounded(size.max * 4) } };
  if (name === 'string' && from === 'bytes') return { cost: walked(size), size };
  return { cost: 1 };
}
