/**
 * Resource quantities: "250m", "1.5Gi", "1e3" (source: k8s.io/apimachinery/pkg/api/resource/quantity.go, 1.36).
 * A quantity is exact to 1e-9 and rounded up (away from zero) beyond that, as upstream does.
 * Parsing is cached by text, so the hot paths (scheduler, admission) may parse again and again.
 */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export interface Quantity {
  /** The amount times 1e9. */
  readonly nano: bigint;
  readonly format: QuantityFormat;
}

export const QUANTITY_FORMAT_ERROR = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

const NANO = 1_000_000_000n;
const MILLI = 1_000_000n;
/** What fits into an int64 in any case. */
const INT64_DIGITS = 18;
/** Amounts with a binary suffix are capped. */
const BINARY_MAX = (2n ** 63n - 1n) * NANO;
/** Bounds the parse caches; manifests use a handful of texts, generated load could use many. */
const CACHE_LIMIT = 4096;
const PATTERN = /^(?!$)([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*)([-+]?\d*)$/;
const DECIMAL_EXPONENT: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY_SHIFT: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n };
const DECIMAL_SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY_SUFFIXES = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

const parsed = new Map<string, Quantity | undefined>();
const amounts = new Map<string, { readonly value: number; readonly milli: number }>();
const canonicals = new Map<string, string>();

/** undefined where the text is no quantity; {@link quantityError} says why. Plain JSON numbers count, also without any digit. */
export function parseQuantity(text: string | number): Quantity | undefined {
  const key = `${text}`;
  if (parsed.has(key)) {
    return parsed.get(key);
  }
  const quantity = parse(key);
  remember(parsed, key, quantity);
  return quantity;
}

/** What upstream says of a text that is no quantity. */
export function quantityError(text: string | number): string {
  return `${text}` !== '' && PATTERN.test(`${text}`) ? "unable to parse quantity's suffix" : QUANTITY_FORMAT_ERROR;
}

/** Whole units, rounded up: bytes of memory, number of pods. 0 where absent or no quantity. */
export function value(text: string | number | undefined): number {
  return text === undefined ? 0 : amountsOf(`${text}`).value;
}

/** Thousandths, rounded up: CPU in milli-cores. 0 where absent or no quantity. */
export function cpuMilli(text: string | number | undefined): number {
  return text === undefined ? 0 : amountsOf(`${text}`).milli;
}

/** Whether there is a part of a unit, as upstream finds out: from the thousandths as an int64, which overflow in one way or another. */
export function isFraction(text: string | number): boolean {
  const milli = ceilDivide(parseQuantity(text)?.nano ?? 0n, MILLI);
  const wrapped = BigInt.asIntN(64, milli);
  return wrapped % 1000n !== 0n && (wrapped === milli || (plainNumber(`${text}`)?.exponent ?? 0) <= 6);
}

/** The text as the API server stores it: "1000m" becomes "1", "1024Mi" "1Gi". What is no quantity comes back unchanged. */
export function canonicalQuantity(text: string | number): string {
  const key = `${text}`;
  const known = canonicals.get(key);
  if (known !== undefined) {
    return known;
  }
  const quantity = parseQuantity(key);
  const formatted = quantity && !isKept(key) ? formatQuantity(quantity) : key;
  remember(canonicals, key, formatted);
  return formatted;
}

/** As {@link canonicalQuantity} for the amounts of a resource list, which are rounded up to thousandths. */
export function canonicalAmount(text: string | number): string {
  const quantity = parseQuantity(text);
  if (!quantity || quantity.nano % MILLI === 0n) {
    return canonicalQuantity(text);
  }
  return formatQuantity({ ...quantity, nano: ceilDivide(quantity.nano, MILLI) * MILLI });
}

export function formatQuantity({ nano, format }: Quantity): string {
  const large = nano <= -1024n * NANO || nano >= 1024n * NANO;
  if (format === 'BinarySI' && large && nano % NANO === 0n) {
    return formatBinary(nano);
  }
  return formatDecimal(nano, format === 'DecimalExponent');
}

/** A quantity of whole units, for sums made by the simulation: quantityOf(3, 'BinarySI'). */
export function quantityOf(units: number, format: QuantityFormat = 'DecimalSI'): Quantity {
  return { nano: BigInt(units) * NANO, format };
}

/** Negative, 0 or positive like a - b. */
export function compareQuantity(a: Quantity, b: Quantity): number {
  return a.nano < b.nano ? -1 : a.nano > b.nano ? 1 : 0;
}

/** The sum keeps the format of the first operand unless that is zero. */
export function addQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano + b.nano, format: a.nano === 0n ? b.format : a.format };
}

export function subQuantity(a: Quantity, b: Quantity): Quantity {
  return { nano: a.nano - b.nano, format: a.nano === 0n ? b.format : a.format };
}

/** Upstream leaves a text as it is that says a few units of a thousand-fold, however it says that. */
function isKept(text: string): boolean {
  const plain = plainNumber(text);
  if (!plain) return false;
  const { digits, exponent, shift } = plain;
  if (shift !== 0n) return BigInt(digits) % 1024n !== 0n;
  return exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** What upstream reads as a few digits and a power, without arithmetic of any size; undefined for what it reads otherwise. */
function plainNumber(text: string): { readonly digits: string; readonly exponent: number; readonly shift: bigint } | undefined {
  const [, , whole = '', fraction = '', suffix = '', exponentText = ''] = PATTERN.exec(text) ?? [];
  const { exponent: scale = 0, shift = 0n } = scaleOf(suffix, exponentText) ?? {};
  const digits = (whole.replace(/^0+/, '') || '0') + fraction;
  const exponent = scale - fraction.length;
  const room = shift === 0n ? INT64_DIGITS : fraction === '' ? 14 - Math.floor(Number(shift) * 0.3) : -1;
  return digits.length > room || exponent < -9 ? undefined : { digits, exponent, shift };
}

function parse(text: string): Quantity | undefined {
  const match = PATTERN.exec(text);
  if (!match) {
    return undefined;
  }
  const [, sign, whole = '', fraction = '', suffix = '', exponentText = ''] = match;
  const scale = scaleOf(suffix, exponentText);
  if (!scale) {
    return undefined;
  }
  const digits = BigInt(whole + fraction || '0') << scale.shift;
  const exact = scaleUp(digits, 9 + scale.exponent - fraction.length);
  const magnitude = scale.shift > 0n && exact > BINARY_MAX ? BINARY_MAX : exact;
  return { nano: sign === '-' ? -magnitude : magnitude, format: scale.format };
}

function scaleOf(suffix: string, exponentText: string): { exponent: number; shift: bigint; format: QuantityFormat } | undefined {
  if ((suffix === 'e' || suffix === 'E') && exponentText !== '') {
    const exponent = Number(exponentText);
    return Number.isNaN(exponent) || Math.abs(exponent) > 400 ? undefined : { exponent, shift: 0n, format: 'DecimalExponent' };
  }
  if (exponentText !== '') {
    return undefined;
  }
  const shift = BINARY_SHIFT[suffix];
  if (shift !== undefined) {
    return { exponent: 0, shift, format: 'BinarySI' };
  }
  const exponent = DECIMAL_EXPONENT[suffix];
  return exponent === undefined ? undefined : { exponent, shift: 0n, format: 'DecimalSI' };
}

function scaleUp(digits: bigint, power: number): bigint {
  return power >= 0 ? digits * 10n ** BigInt(power) : ceilDivide(digits, 10n ** BigInt(-power));
}

/** Away from zero. */
function ceilDivide(amount: bigint, by: bigint): bigint {
  const quotient = amount / by;
  if (quotient * by === amount) return quotient;
  return amount > 0n ? quotient + 1n : quotient - 1n;
}

function amountsOf(text: string): { readonly value: number; readonly milli: number } {
  const known = amounts.get(text);
  if (known) {
    return known;
  }
  const nano = parseQuantity(text)?.nano ?? 0n;
  const fresh = { value: Number(ceilDivide(nano, NANO)), milli: Number(ceilDivide(nano, MILLI)) };
  remember(amounts, text, fresh);
  return fresh;
}

function formatBinary(nano: bigint): string {
  let units = nano / NANO;
  let power = 0;
  while (units !== 0n && units % 1024n === 0n && power < 6) {
    units /= 1024n;
    power++;
  }
  return `${units}${BINARY_SUFFIXES[power]}`;
}

function formatDecimal(nano: bigint, asExponent: boolean): string {
  let mantissa = nano;
  let step = 0;
  const most = asExponent ? Infinity : DECIMAL_SUFFIXES.length - 1;
  while (mantissa !== 0n && mantissa % 1000n === 0n && step < most) {
    mantissa /= 1000n;
    step++;
  }
  if (mantissa === 0n) {
    return '0';
  }
  const exponent = step * 3 - 9;
  if (asExponent) {
    return exponent === 0 ? `${mantissa}` : `${mantissa}e${exponent}`;
  }
  return `${mantissa}${DECIMAL_SUFFIXES[step]}`;
}

function remember<V>(cache: Map<string, V>, key: string, fresh: V): void {
  if (cache.size >= CACHE_LIMIT) {
    cache.clear();
  }
  cache.set(key, fresh);
}

/** The amount as Go's Value() has it: rounded away from zero, to the 64 bits that fit. */
export function wholeUnits(text: string | number): bigint {
  const nano = parseQuantity(text)?.nano ?? 0n;
  const units = nano / NANO + (nano % NANO === 0n ? 0n : nano < 0n ? -1n : 1n);
  return BigInt.asIntN(64, units);
}
