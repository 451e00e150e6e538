/**
 * The dump of a resource.Quantity as the Kubernetes client decodes it: how a number is held (int64 with a decimal scale, or a big
 * decimal) and whether its text is kept shows in the pod-template-hash.
 * Source: k8s.io/apimachinery/pkg/api/resource/quantity.go, ParseQuantity (1.36).
 */
const DECIMAL_SCALES: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY_EXPONENTS: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const INT64_MAX = (1n << 63n) - 1n;

/** `value`: the text (or number) of the API; absent is the zero Quantity of an unset field, which the wire carries as "0". */
export function dumpQuantity(value: unknown): string {
  const text = value === undefined || value === null ? '0' : `${value as string | number}`;
  if (text === '0') return dumpSmall(0n, 0, '0', 'DecimalSI');
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+|[numkMGTPE]?)$/.exec(text);
  if (!match) return dumpSmall(0n, 0, '', '');
  const [, sign, whole = '', fraction = '', suffix = ''] = match;
  const num = whole.replace(/^0+/, '') || '0';
  const denom = fraction;
  const binary = BINARY_EXPONENTS[suffix];
  const format = binary !== undefined ? 'BinarySI' : /^[eE][+-]?\d/.test(suffix) ? 'DecimalExponent' : 'DecimalSI';
  const exponent = binary ?? DECIMAL_SCALES[suffix] ?? Number(suffix.slice(1));
  const digits = BigInt(num + denom);
  const mantissa = binary === undefined ? 1n : 1n << BigInt(binary);
  const product = digits * mantissa;
  const scale = (binary === undefined ? exponent : 0) - denom.length;
  if (fitsInt64(num, denom, binary, exponent, scale, product)) {
    const kept = keepsText(binary, exponent, scale, digits, num + denom) ? text : '';
    return dumpSmall(sign === '-' ? -product : product, scale, kept, format);
  }
  return dumpBig(product, scale, sign === '-', format);
}

function fitsInt64(num: string, denom: string, binary: number | undefined, exponent: number, scale: number, product: bigint): boolean {
  const precision =
    binary === undefined ? 18 - num.length - denom.length : denom.length === 0 ? 15 - num.length - Math.trunc((binary * 3) / 10) - 1 : -1;
  return precision >= 0 && scale >= -9 && product <= INT64_MAX && (binary === undefined || exponent >= 0);
}

/** A text in canonical form is kept beside the number. */
function keepsText(binary: number | undefined, exponent: number, scale: number, digits: bigint, shifted: string): boolean {
  if (binary !== undefined) return exponent % 10 === 0 && (digits & 7n) !== 0n;
  return scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
}

function dumpSmall(value: bigint, scale: number, text: string, format: string): string {
  return `{i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}} d:(resource.infDecAmount){Dec:(*inf.Dec)<nil>} s:(string)${text} Format:(resource.Format)${format}}`;
}

/** Big numbers: unscaled value in 64-bit words, least first, and the negated decimal exponent. */
function dumpBig(value: bigint, scale: number, negative: boolean, format: string): string {
  let unscaled = value;
  let decimals = -scale;
  if (decimals > 9) {
    const divisor = 10n ** BigInt(decimals - 9);
    unscaled = (unscaled + divisor - 1n) / divisor;
    decimals = 9;
  }
  const words: string[] = [];
  for (let rest = unscaled; rest > 0n; rest >>= 64n) words.push(`${rest & ((1n << 64n) - 1n)}`);
  const abs = words.length ? `[${words.join(' ')}]` : '<nil>';
  const dec = `{unscaled:(big.Int){neg:(bool)${negative} abs:(big.nat)${abs}} scale:(inf.Scale)${decimals}}`;
  return `{i:(resource.int64Amount){value:(int64)0 scale:(resource.Scale)0} d:(resource.infDecAmount){Dec:(*inf.Dec)${dec}} s:(string) Format:(resource.Format)${format}}`;
}
