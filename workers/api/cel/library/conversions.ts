/** From one type to another (source: cel-go common/stdlib and common/types). */
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError, Duration, Timestamp, TypeValue, Uint, floorDivide, typeNameOf } from '../value';
import type { MapValue, Value } from '../value';
import { utf8 } from '../literals';
import { int, timestamp, uint } from './operators';
import { civilOf, daysOf } from './times';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Go's notation: "1h30m", "-1.5s". Undefined where it is none. */
export function parseDuration(text: string): bigint | undefined {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === '0') return 0n;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of rest.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const scale = UNITS[unit] as bigint;
    total += BigInt(whole || '0') * scale + (fraction ? (BigInt(fraction) * scale) / 10n ** BigInt(fraction.length) : 0n);
  }
  if (total > 2n ** 63n - (sign === '-' ? 0n : 1n)) return undefined;
  return sign === '-' ? -total : total;
}

const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** Undefined where the text is no time of RFC 3339. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = RFC3339.exec(text);
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const days = daysOf({ year, month, day });
  const civil = civilOf(days);
  if (civil.month !== month || civil.day !== day || hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = (match[8] === '-' ? -1 : 1) * (Number(match[9] ?? 0) * 3600 + Number(match[10] ?? 0) * 60);
  const seconds = days * 86_400n + BigInt(hour * 3600 + minute * 60 + second - offset);
  return new Timestamp(seconds * 1_000_000_000n + BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0')), offset);
}

export function timestampText(time: Timestamp): string {
  const local = time.seconds + BigInt(time.offsetSeconds);
  const days = floorDivide(local, 86_400n);
  const { year, month, day } = civilOf(days);
  const second = Number(local - days * 86_400n);
  const two = (value: number) => String(value).padStart(2, '0');
  const fraction = String(time.nanos - time.seconds * 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  const clock = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60].map(two).join(':');
  const ahead = Math.abs(time.offsetSeconds) / 60;
  const zone = ahead === 0 ? 'Z' : `${time.offsetSeconds < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(ahead % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}${fraction === '' ? '' : `.${fraction}`}${zone}`;
}

/** Seconds with as many digits as it takes: "1.5s". */
export function durationText({ nanos }: Duration): string {
  const size = nanos < 0n ? -nanos : nanos;
  const fraction = String(size % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${nanos < 0n ? '-' : ''}${size / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}s`;
}

/** From here on Go's %g writes an exponent. */
const GENERAL_EXPONENT_MAX = 6;

/** As Go's %g prints it, with the shortest digits. */
export function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const text = value.toExponential();
  const exponent = Number(text.slice(text.indexOf('e') + 1));
  return exponent < -4 || exponent >= GENERAL_EXPONENT_MAX ? text.replace(/e([+-])(\d)$/, 'e$10$2') : String(value);
}

export function bytesText(bytes: Uint8Array): string | undefined {
  try {
    return decodeURIComponent([...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''));
  } catch {
    return undefined;
  }
}

function whole(value: number, low: number, high: number, what: string): bigint {
  if (!Number.isFinite(value) || value <= low || value >= high) throw new CelError(what);
  return BigInt(Math.trunc(value));
}

function required<T>(made: T | undefined, problem: string): T {
  if (made === undefined) throw new CelError(problem);
  return made;
}

const unconvertible = (type: string) => new CelError(`type conversion error from 'string' to '${type}'`);

function parseInteger(text: string, signed: boolean): bigint {
  const value = (signed ? /^[+-]?\d+$/ : /^\d+$/).test(text) ? BigInt(text.replace(/^\+/, '')) : undefined;
  const [low, high] = signed ? [-(2n ** 63n), 2n ** 63n - 1n] : [0n, 2n ** 64n - 1n];
  if (value === undefined || value < low || value > high) throw unconvertible(signed ? 'int' : 'uint');
  return value;
}

function parseDouble(text: string): number {
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special) return /nan/i.test(text) ? Number.NaN : special[1] === '-' ? -Infinity : Infinity;
  const plain = text.replaceAll(/(?<=\d)_(?=\d)/g, '');
  const value = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(plain) ? Number(plain) : Number.NaN;
  if (!Number.isFinite(value)) throw unconvertible('double');
  return value;
}

function parseBool(text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw unconvertible('bool');
}

const same = (value: Value) => value;

export const CONVERSIONS: readonly Overload[] = [
  declare('dyn(A): dyn', same),
  declare('type(A): type<A>', (value: Value) => new TypeValue(typeNameOf(value))),
  declare('bool(bool): bool', same),
  declare('bool(string): bool', parseBool),
  declare('bytes(bytes): bytes', same),
  declare('bytes(string): bytes', (text: string) => Uint8Array.from(utf8(text))),
  declare('double(double): double', same),
  declare('double(int): double', Number),
  declare('double(string): double', parseDouble),
  declare('double(uint): double', ({ value }: Uint) => Number(value)),
  declare('duration(duration): duration', same),
  declare('duration(int): duration', () => {
    throw new CelError("type conversion error from 'int' to 'google.protobuf.Duration'");
  }),
  declare(
    'duration(string): duration',
    (text: string) => new Duration(required(parseDuration(text), unconvertible('google.protobuf.Duration').message)),
  ),
  declare('timestamp(timestamp): timestamp', same),
  declare('timestamp(int): timestamp', (seconds: bigint) => timestamp(seconds * 1_000_000_000n)),
  declare('timestamp(string): timestamp', (text: string) =>
    required(parseTimestamp(text), unconvertible('google.protobuf.Timestamp').message),
  ),
  declare('int(int): int', same),
  declare('int(double): int', (value: number) => whole(value, -(2 ** 63), 2 ** 63, 'integer overflow')),
  declare('int(duration): int', ({ nanos }: Duration) => nanos),
  declare('int(string): int', (text: string) => parseInteger(text, true)),
  declare('int(timestamp): int', (time: Timestamp) => time.seconds),
  declare('int(uint): int', ({ value }: Uint) => int(value)),
  declare('uint(uint): uint', same),
  declare('uint(double): uint', (value: number) => new Uint(whole(value, -1, 2 ** 64, 'unsigned integer overflow'))),
  declare('uint(int): uint', (value: bigint) => uint(value)),
  declare('uint(string): uint', (text: string) => new Uint(parseInteger(text, false))),
  declare('string(bool): string', String),
  declare('string(bytes): string', (bytes: Uint8Array) => required(bytesText(bytes), 'invalid UTF-8 in bytes, cannot convert to string')),
  declare('string(double): string', doubleText),
  declare('string(duration): string', durationText),
  declare('string(int): string', String),
  declare('string(string): string', same),
  declare('string(timestamp): string', timestampText),
  declare('string(uint): string', ({ value }: Uint) => String(value)),
  ...['string', 'bytes', 'list<A>', 'map<A, B>'].flatMap((type) => [
    declare(`size(${type}): int`, sizeOfValue),
    declare(`${type}::size(): int`, sizeOfValue),
  ]),
];

function sizeOfValue(value: string | Uint8Array | readonly Value[] | MapValue): bigint {
  if (typeof value === 'string') return BigInt([...value].length);
  return BigInt('length' in value ? value.length : value.size);
}
