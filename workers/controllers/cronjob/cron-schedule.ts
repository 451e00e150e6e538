/**
 * When a cron schedule is due (source: github.com/robfig/cron/v3, spec.go and parser.go, as Kubernetes 1.36 uses it): five fields,
 * names of months and weekdays, descriptors such as @daily, "@every 1h30m", and a leading "TZ=Area/City ".
 */
import { wallClock } from './wall-clock';
import type { WallClock } from './wall-clock';

/** Times are ms since 1970. */
export interface CronSchedule {
  /** The first time after `afterMs`; undefined where there is none in five years. */
  next(afterMs: number): number | undefined;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const YEARS_MAX = 5;

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface Field {
  readonly values: ReadonlySet<number>;
  /** Any value will do: the other of the two day fields decides alone. */
  readonly any: boolean;
}

interface Fields {
  readonly minute: Field;
  readonly hour: Field;
  readonly day: Field;
  readonly month: Field;
  readonly weekday: Field;
}

/** undefined where the text is no schedule. */
export function parseSchedule(text: string): CronSchedule | undefined {
  const [, zone, spec = ''] = /^(?:(?:CRON_)?TZ=(\S+)\s+)?(.*)$/.exec(text.trim()) ?? [];
  const clock = wallClock(zone ?? 'UTC');
  if (!clock) return undefined;
  if (spec.startsWith('@every ')) return every(spec.slice('@every '.length));
  const parts = (DESCRIPTORS[spec] ?? spec).split(/\s+/);
  if (parts.length !== 5) return undefined;
  const [minute, hour, day, month, weekday] = [
    field(parts[0], 0, 59),
    field(parts[1], 0, 23),
    field(parts[2], 1, 31),
    field(parts[3], 1, 12, MONTHS),
    field(parts[4], 0, 6, WEEKDAYS),
  ];
  if (!minute || !hour || !day || !month || !weekday) return undefined;
  const fields = { minute, hour, day, month, weekday };
  return { next: (afterMs) => nextTime(fields, clock, afterMs) };
}

function every(duration: string): CronSchedule | undefined {
  const units: Readonly<Record<string, number>> = { h: HOUR_MS, m: MINUTE_MS, s: 1000, ms: 1 };
  if (!/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(duration)) return undefined;
  let ms = 0;
  for (const [, count, unit] of duration.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|s)/g)) ms += Number(count) * (units[unit as string] as number);
  const period = Math.max(Math.floor(ms / 1000), 1) * 1000;
  return { next: (afterMs) => Math.floor(afterMs / 1000) * 1000 + period };
}

function field(text = '', min: number, max: number, names: readonly string[] = []): Field | undefined {
  const values = new Set<number>();
  let any = false;
  for (const part of text.split(',')) {
    const [range = '', stepText] = part.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    const star = range === '*' || range === '?';
    const named = (bound: string): number => {
      const at = names.indexOf(bound.toLowerCase());
      return at < 0 ? Number(bound) : at + min;
    };
    const [first = Number.NaN, last = stepText === undefined ? first : max] = star ? [min, max] : range.split('-').map(named);
    if (!(first >= min && last <= max && first <= last && step >= 1)) return undefined;
    for (let value = first; value <= last; value += step) values.add(value);
    if (star && step === 1) any = true;
  }
  return { values, any };
}

function nextTime(fields: Fields, clock: WallClock, afterMs: number): number | undefined {
  let at = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  const lastYear = clock.read(at).year + YEARS_MAX;
  for (;;) {
    const { year, month, day, hour, minute } = clock.read(at);
    if (year > lastYear) return undefined;
    if (!fields.month.values.has(month)) at = clock.instant(year, month + 1, 1);
    else if (!isDay(fields, year, month, day)) at = Math.max(clock.instant(year, month, day + 1), at + MINUTE_MS);
    else if (!fields.hour.values.has(hour)) at += HOUR_MS - minute * MINUTE_MS;
    else if (!fields.minute.values.has(minute)) at += MINUTE_MS;
    else return at;
  }
}

/** Where both day fields restrict, either of them suffices. */
function isDay({ day, weekday }: Fields, year: number, month: number, date: number): boolean {
  const dayFits = day.values.has(date);
  const weekdayFits = weekday.values.has(new Date(Date.UTC(year, month - 1, date)).getUTCDay());
  return day.any || weekday.any ? dayFits && weekdayFits : dayFits || weekdayFits;
}
