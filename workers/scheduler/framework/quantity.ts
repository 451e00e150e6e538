/**
 * Quantities as the scheduler counts them: whole units, rounded up, in JavaScript numbers (exact below 2^53).
 * Source: k8s.io/apimachinery/pkg/api/resource (1.36). Differs: values of 2^53 and more lose their last digits.
 */
const SUFFIXES: Readonly<Record<string, readonly [base: bigint, exponent: number]>> = {
  '': [10n, 0],
  n: [10n, -9],
  u: [10n, -6],
  m: [10n, -3],
  k: [10n, 3],
  M: [10n, 6],
  G: [10n, 9],
  T: [10n, 12],
  P: [10n, 15],
  E: [10n, 18],
  Ki: [2n, 10],
  Mi: [2n, 20],
  Gi: [2n, 30],
  Ti: [2n, 40],
  Pi: [2n, 50],
  Ei: [2n, 60],
};
const FORM = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/;
/** Distinct texts in a cluster are few; the cap only guards against a stream of odd ones. */
const CACHE_MAX = 50_000;

type Text = string | number | undefined;
const whole = new Map<string, number>();
const milli = new Map<string, number>();

/** Whole units (bytes, pieces), rounded up. A text that is no quantity counts as 0. */
export function valueOf(quantity: Text): number {
  return cached(whole, quantity, 0);
}

/** Thousandths (of a CPU), rounded up. */
export function milliValueOf(quantity: Text): number {
  return cached(milli, quantity, 3);
}

function cached(cache: Map<string, number>, quantity: Text, scale: number): number {
  if (quantity === undefined) return 0;
  const text = String(quantity);
  let value = cache.get(text);
  if (value === undefined) {
    if (cache.size >= CACHE_MAX) cache.clear();
    value = parse(text, scale);
    cache.set(text, value);
  }
  return value;
}

function parse(text: string, scale: number): number {
  const match = FORM.exec(text);
  if (!match) return 0;
  const [, sign, integer = '', fraction = '', exponent, suffix = ''] = match;
  if (integer === '' && fraction === '') return 0;
  const [base, power] = exponent === undefined ? (SUFFIXES[suffix] as readonly [bigint, number]) : ([10n, Number(exponent)] as const);
  let numerator = BigInt(integer + fraction) * 10n ** BigInt(scale);
  let denominator = 10n ** BigInt(fraction.length);
  if (power >= 0) numerator *= base ** BigInt(power);
  else denominator *= base ** BigInt(-power);
  const up = sign === '-' ? 0n : denominator - 1n;
  const value = Number((numerator + up) / denominator);
  return sign === '-' ? -value : value;
}
