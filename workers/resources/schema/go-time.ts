/** What Go says about texts that are no times (time.Parse of RFC 3339, and of the same with microseconds). */
import { quote } from '../../api/field-error';

const SECONDS = '2006-01-02T15:04:05Z07:00';
const MICROSECONDS = '2006-01-02T15:04:05.000000Z07:00';

/** [what the layout has here, how to read it, least and greatest number, what is out of range] */
type Step = readonly [element: string, pattern: RegExp, min?: number, max?: number, what?: string];

const STEPS: readonly Step[] = [
  ['2006', /^\d{4}/],
  ['-', /^-/],
  ['01', /^\d\d/, 1, 12, 'month'],
  ['-', /^-/],
  ['02', /^\d\d/],
  ['T', /^T/],
  ['15', /^\d\d?/, 0, 23, 'hour'],
  [':', /^:/],
  ['04', /^\d\d/, 0, 59, 'minute'],
  [':', /^:/],
  ['05', /^\d\d/, 0, 59, 'second'],
];
const ZONE: Step = ['Z07:00', /^(?:Z|[-+]\d\d:\d\d)/];

const CANONICAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{6})?Z$/;

/** The quick answer for most: surely a time, and in the form Kubernetes writes. Ends of months are left to {@link timeError}. */
export function isPlainTime(text: string, micro: boolean): boolean {
  const found = CANONICAL.exec(text);
  return found !== null && (found[1] !== undefined) === micro;
}

/** undefined for a time. */
export function timeError(text: string, micro: boolean): string | undefined {
  const layout = micro ? MICROSECONDS : SECONDS;
  let rest = text;
  for (const [element, pattern, min = 0, max = Infinity, what] of [...STEPS, micro ? FRACTION : OPTIONAL_FRACTION, ZONE]) {
    const found = pattern.exec(rest)?.[0];
    if (found === undefined) return `parsing time ${quote(text)} as ${quote(layout)}: cannot parse ${quote(rest)} as ${quote(element)}`;
    if (what !== undefined && (Number(found) < min || Number(found) > max)) return `parsing time ${quote(text)}: ${what} out of range`;
    rest = rest.slice(found.length);
  }
  const zone = /[-+](\d\d):(\d\d)$/.exec(text.slice(0, text.length - rest.length));
  if (Number(zone?.[1] ?? 0) > 24) return `parsing time ${quote(text)}: time zone offset hour out of range`;
  if (Number(zone?.[2] ?? 0) > 60) return `parsing time ${quote(text)}: time zone offset minute out of range`;
  if (rest !== '') return `parsing time ${quote(text)}: extra text: ${quote(rest)}`;
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day < 1 || day > daysIn(year, month) ? `parsing time ${quote(text)}: day out of range` : undefined;
}

/** A text without {@link timeError} in the form Kubernetes writes: UTC, in seconds or microseconds. */
export function canonicalTime(text: string, micro: boolean): string {
  const [, date = '', hour = '', rest = '', fraction = '', sign, hours, minutes] =
    /^(.{10})T(\d+)(.{6})(?:[.,](\d+))?(?:Z|([-+])(\d\d):(\d\d))$/.exec(text) ?? [];
  const offsetMinutes = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const utc = new Date(Date.parse(`${date}T${hour.padStart(2, '0')}${rest}Z`) - offsetMinutes * 60_000).toISOString();
  return `${utc.slice(0, 19)}${micro ? `.${fraction.padEnd(6, '0').slice(0, 6)}` : ''}Z`;
}

const FRACTION: Step = ['.000000', /^\.\d{6}/];
const OPTIONAL_FRACTION: Step = ['', /^(?:[.,]\d+)?/];

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
