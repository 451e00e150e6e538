/** string.format of CEL's strings extension, version 2 (source: cel-go ext/formatting.go). */
import { CelError, Duration, MapValue, Timestamp, TypeValue, Uint, compare, typeNameOf } from '../value';
import { utf8 } from '../literals';
import type { CelObject, Value } from '../value';
import { bytesText, doubleText, durationText, timestampText } from './conversions';

const CLAUSE = /%(?:(%)|(?:\.(\d*))?([^]?))/gu;

export function formatText(template: string, values: readonly Value[]): string {
  let next = 0;
  return template.replaceAll(CLAUSE, (_, percent: string | undefined, digits: string | undefined, verb: string) => {
    if (percent) return '%';
    if (verb === '') throw new CelError('could not parse formatting clause: unexpected end of string');
    if (next >= values.length) throw new CelError(`index ${next} out of range`);
    const value = values[next++] as Value;
    return clause(verb, value, digits === undefined || digits === '' ? 6 : Number(digits));
  });
}

function clause(verb: string, value: Value, precision: number): string {
  switch (verb) {
    case 's':
      return textOf(value);
    case 'd':
      return decimal(value);
    case 'f':
      return fraction(value, 'fixed-point', (number) => fixed(number, precision));
    case 'e':
      return fraction(value, 'scientific', scientific);
    case 'b':
      if (typeof value === 'boolean') return value ? '1' : '0';
      return whole(
        value,
        2,
        () => `error during formatting: only integers and bools can be formatted as binary, was given ${typeNameOf(value)}`,
      );
    case 'o':
      return whole(value, 8, () => `error during formatting: octal clause can only be used on integers, was given ${typeNameOf(value)}`);
    case 'x':
      return hexadecimal(value);
    case 'X':
      return hexadecimal(value).toUpperCase();
    default:
      throw new CelError(`could not parse formatting clause: unrecognized formatting clause "${verb}"`);
  }
}

function decimal(value: Value): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return special(value);
  return whole(value, 10, () => `error during formatting: decimal clause can only be used on integers, was given ${typeNameOf(value)}`);
}

function whole(value: Value, base: number, problem: () => string): string {
  if (typeof value === 'bigint') return value.toString(base);
  if (value instanceof Uint) return value.value.toString(base);
  throw new CelError(problem());
}

function fraction(value: Value, name: string, shown: (number: number) => string): string {
  if (typeof value === 'string' && ['NaN', 'Infinity', '-Infinity'].includes(value)) return special(Number(value));
  if (typeof value !== 'number')
    throw new CelError(`error during formatting: ${name} clause can only be used on doubles, was given ${typeNameOf(value)}`);
  return Number.isFinite(value) ? shown(value) : special(value);
}

/** Exactly half way goes to the even digit. */
function fixed(value: number, precision: number): string {
  const exact = value.toFixed(Math.min(100, precision + 60));
  const [kept = '', rest = ''] = [exact.slice(0, exact.length - 60), exact.slice(-60)];
  if (!/^50*$/.test(rest) || !/[02468]\.?$/.test(kept)) return value.toFixed(precision);
  return kept.replace(/\.$/, '');
}

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Six digits, whatever precision is asked for. */
function scientific(value: number): string {
  const [digits = '', exponent = ''] = value.toExponential(6).split('e');
  const raised = exponent
    .slice(1)
    .padStart(2, '0')
    .replaceAll(/\d/g, (digit) => RAISED[Number(digit)] as string);
  return `${digits}×10${exponent.startsWith('-') ? '⁻' : ''}${raised}`;
}

function special(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '-∞';
}

function hexadecimal(value: Value): string {
  const bytes = typeof value === 'string' ? utf8(value) : value instanceof Uint8Array ? [...value] : undefined;
  if (bytes) return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return whole(
    value,
    16,
    () => `error during formatting: only integers, byte buffers, and strings can be formatted as hex, was given ${typeNameOf(value)}`,
  );
}

/** %s of any value. */
export function textOf(value: Value): string {
  if (value === null) return 'null';
  if (typeof value === 'number') return doubleText(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Uint) return String(value.value);
  if (value instanceof Timestamp) return timestampText(value);
  if (value instanceof Duration) return durationText(value);
  if (value instanceof Uint8Array) return validText(value);
  if (value instanceof TypeValue) return value.name;
  if (Array.isArray(value)) return `[${value.map(quotedText).join(', ')}]`;
  if (value instanceof MapValue) return mapText(value);
  throw new CelError(`error during formatting: no formatting function for ${(value as CelObject).typeName}`);
}

/** Inside of lists and maps values look like literals, and numbers have six digits. */
function quotedText(value: Value): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? sixDigits(value) : `"${goSpecial(value)}"`;
  if (value instanceof Uint8Array) return `b${JSON.stringify(validText(value))}`;
  if (value instanceof Duration) return `duration("${durationText(value)}")`;
  return value instanceof Timestamp ? `timestamp("${timestampText(value)}")` : textOf(value);
}

function sixDigits(value: number): string {
  const digits = Math.abs(value) < 1e21 ? fixed(Math.abs(value), 6) : `${BigInt(Math.abs(value))}.000000`;
  return value < 0 || Object.is(value, -0) ? `-${digits}` : digits;
}

function goSpecial(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
}

function validText(bytes: Uint8Array): string {
  const text = bytesText(bytes);
  if (text !== undefined) return text;
  const why = 'invalid UTF-8 in bytes, cannot convert to string';
  throw new CelError(`error during formatting: could not convert argument "${why}" to string`);
}

function mapText(map: MapValue): string {
  const keys = map.keys().toSorted((a, b) => compare(a, b) ?? 0);
  if (keys.some((key) => typeof key === 'number')) throw new CelError('error during formatting: no formatting function for double');
  return `{${keys.map((key) => `${quotedText(key)}:${quotedText(map.find(key) as Value)}`).join(', ')}}`;
}
