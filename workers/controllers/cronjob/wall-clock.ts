/** What clocks show in a time zone. */
export interface WallClock {
  /** `month` and `day` count from 1. */
  read(ms: number): { year: number; month: number; day: number; hour: number; minute: number };
  /** When the zone's day begins, in ms since 1970; month and day may be beyond their end. */
  instant(year: number, month: number, day: number): number;
  /** RFC 3339 in whole seconds with the zone's offset. */
  format(ms: number): string;
}

/** undefined for a zone that does not exist. */
export function wallClock(zone: string): WallClock | undefined {
  const offset = offsetsOf(zone);
  if (!offset) return undefined;
  return {
    read(ms) {
      const shown = new Date(ms + offset(ms));
      return {
        year: shown.getUTCFullYear(),
        month: shown.getUTCMonth() + 1,
        day: shown.getUTCDate(),
        hour: shown.getUTCHours(),
        minute: shown.getUTCMinutes(),
      };
    },
    instant(year, month, day) {
      const shown = Date.UTC(year, month - 1, day);
      const guess = shown - offset(shown);
      return shown - offset(guess);
    },
    format(ms) {
      const difference = offset(ms);
      const text = new Date(ms + difference).toISOString().slice(0, 19);
      if (difference === 0) return `${text}Z`;
      const minutes = Math.abs(difference) / 60_000;
      const two = (value: number): string => `${Math.floor(value)}`.padStart(2, '0');
      return `${text}${difference < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
    },
  };
}

/** By how much the zone's clocks are ahead of UTC, in ms. */
function offsetsOf(zone: string): ((ms: number) => number) | undefined {
  if (zone === 'UTC' || zone === 'Etc/UTC') return () => 0;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    return undefined;
  }
  return (ms) => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
    const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return shown - Math.floor(ms / 1000) * 1000;
  };
}
