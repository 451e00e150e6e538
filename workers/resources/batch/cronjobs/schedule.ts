/** Checks of cron schedules with the error texts of github.com/robfig/cron/v3, which Kubernetes uses. */
import { durationError } from '../../../lib/go-duration';

const DESCRIPTORS = new Set(['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']);
const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
];
const NAMES: readonly Readonly<Record<string, number>>[] = [
  {},
  {},
  {},
  { jan: 1, feb: 2, mar: 3, apr: 4, may: 5, jun: 6, jul: 7, aug: 8, sep: 9, oct: 10, nov: 11, dec: 12 },
  { sun: 0, mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6 },
];

const INT64 = 2n ** 63n;

/** Names of zones are told by capital and lower case, which the engine's own table does not do. */
export function isTimeZone(zone: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The error text, or undefined for a good schedule. */
export function scheduleError(given: string): string | undefined {
  if (/^(CRON_)?TZ=[^ ]*$/.test(given)) return 'invalid schedule format: runtime error: slice bounds out of range [:-1]';
  const [, zone, rest] = /^(?:CRON_)?TZ=([^ ]*) (.*)$/s.exec(given) ?? [];
  if (zone !== undefined && zone !== '' && zone !== 'Local' && !isTimeZone(zone)) {
    return `provided bad location ${zone}: unknown time zone ${zone}`;
  }
  const schedule = zone === undefined ? given : (rest ?? '').trim();
  if (schedule.startsWith('@')) return descriptorError(schedule);
  const fields = schedule.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5) return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  for (const [index, field] of fields.entries()) {
    for (const part of field.split(',')) {
      const error = part === '' ? undefined : partError(part, index);
      if (error) return error;
    }
  }
  return undefined;
}

function descriptorError(schedule: string): string | undefined {
  if (DESCRIPTORS.has(schedule)) return undefined;
  if (!schedule.startsWith('@every ')) return `unrecognized descriptor: ${schedule}`;
  const error = durationError(schedule.slice('@every '.length));
  return error && `failed to parse duration ${schedule}: ${error}`;
}

function partError(part: string, index: number): string | undefined {
  const [range = '', step, extra] = part.split('/');
  const bounds = range.split('-');
  const [min, max] = RANGES[index] as readonly [number, number];
  let start = min;
  let end = max;
  if (bounds[0] !== '*' && bounds[0] !== '?') {
    const first = integer(bounds[0] ?? '', NAMES[index]);
    if (typeof first === 'string') return first;
    start = first;
    end = first;
    if (bounds.length > 2) return `too many hyphens: ${part}`;
    if (bounds.length === 2) {
      const last = integer(bounds[1] ?? '', NAMES[index]);
      if (typeof last === 'string') return last;
      end = last;
    }
  }
  if (extra !== undefined) return `too many slashes: ${part}`;
  const every = step === undefined ? 1 : integer(step, undefined);
  if (typeof every === 'string') return every;
  if (step !== undefined && bounds.length === 1) end = max;
  if (start < min) return `beginning of range (${start}) below minimum (${min}): ${part}`;
  if (end > max) return `end of range (${end}) above maximum (${max}): ${part}`;
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${part}`;
  return every === 0 ? `step of range should be a positive number: ${part}` : undefined;
}

/** The number, or why there is none. */
function integer(text: string, names: Readonly<Record<string, number>> | undefined): number | string {
  const named = names?.[text.toLowerCase()];
  if (named !== undefined) return named;
  const failed = (why: string): string => `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`;
  if (!/^[-+]?\d+$/.test(text)) return failed('invalid syntax');
  const exact = BigInt(text.replace('+', ''));
  if (exact >= INT64 || exact < -INT64) return failed('value out of range');
  return exact < 0n ? `negative number (${exact}) not allowed: ${text}` : Number(exact);
}
