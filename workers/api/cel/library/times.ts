/** Parts of points in time and spans (source: cel-go common/types/{timestamp,duration}.go). */
import { declare } from '../signature';
import type { Overload } from '../signature';
import { CelError, Duration, Timestamp, floorDivide } from '../value';

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const DAY = 86_400n;

/** The day of the calendar that is `days` after 1970-01-01. */
export function civilOf(days: bigint): Civil {
  const shifted = Number(days) + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** Days from 1970-01-01 to a day of the calendar. */
export function daysOf({ year, month, day }: Civil): bigint {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return BigInt(era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468);
}

/** Seconds that a zone is ahead of UTC: "+02:00", "Europe/Berlin". */
function zoneOffset(zone: string, seconds: bigint): bigint {
  if (zone === '' || zone === 'UTC') return 0n;
  const fixed = /^([+-]?)(\d{2}):(\d{2})$/.exec(zone);
  if (fixed) return BigInt((fixed[1] === '-' ? -1 : 1) * (Number(fixed[2]) * 3600 + Number(fixed[3]) * 60));
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(Number(seconds) * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0', rest = '0'] = /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?/.exec(name) ?? [];
    return BigInt((sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(rest)));
  } catch {
    throw new CelError(`unknown time zone ${zone}`);
  }
}

const yearStart = (days: bigint) => daysOf({ ...civilOf(days), month: 1, day: 1 });

/** From days and the seconds of the day. */
const PARTS: Readonly<Record<string, (days: bigint, second: bigint) => bigint>> = {
  getFullYear: (days) => BigInt(civilOf(days).year),
  getMonth: (days) => BigInt(civilOf(days).month - 1),
  getDayOfYear: (days) => days - yearStart(days),
  getDayOfMonth: (days) => BigInt(civilOf(days).day - 1),
  getDate: (days) => BigInt(civilOf(days).day),
  getDayOfWeek: (days) => (((days + 4n) % 7n) + 7n) % 7n,
  getHours: (_, second) => second / 3600n,
  getMinutes: (_, second) => (second / 60n) % 60n,
  getSeconds: (_, second) => second % 60n,
};

const OF_TIMESTAMPS: readonly Overload[] = Object.entries(PARTS).flatMap(([name, part]) => {
  const run = (time: Timestamp, zone = '') => {
    const local = time.seconds + zoneOffset(zone, time.seconds);
    const days = floorDivide(local, DAY);
    return part(days, local - days * DAY);
  };
  return [declare(`timestamp::${name}(): int`, run), declare(`timestamp::${name}(string): int`, run)];
});

const milliseconds = (time: Timestamp) => (time.nanos - time.seconds * 1_000_000_000n) / 1_000_000n;

export const TIMES: readonly Overload[] = [
  ...OF_TIMESTAMPS,
  declare('timestamp::getMilliseconds(): int', milliseconds),
  declare('timestamp::getMilliseconds(string): int', milliseconds),
  declare('duration::getHours(): int', ({ nanos }: Duration) => nanos / 3_600_000_000_000n),
  declare('duration::getMinutes(): int', ({ nanos }: Duration) => nanos / 60_000_000_000n),
  declare('duration::getSeconds(): int', ({ nanos }: Duration) => nanos / 1_000_000_000n),
  declare('duration::getMilliseconds(): int', ({ nanos }: Duration) => nanos / 1_000_000n),
];
