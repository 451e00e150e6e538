/** Checks of cron schedules with the error texts of github.com/robfig/cron/v3, which Kubernetes uses. */
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

/** The error text, or undefined for a good schedule. */
export function scheduleError(schedule: string): string | undefined {
  if (schedule.startsWith('@')) {
    return DESCRIPTORS.has(schedule) || /^@every \d/.test(schedule) ? undefined : `unrecognized descriptor: ${schedule}`;
  }
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== 5) {
    return `expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`;
  }
  for (const [index, field] of fields.entries()) {
    for (const part of field.split(',')) {
      const error = partError(part, index);
      if (error) {
        return error;
      }
    }
  }
  return undefined;
}

function partError(part: string, index: number): string | undefined {
  const [range = '', step, extra] = part.split('/');
  if (extra !== undefined) {
    return `too many slashes: ${part}`;
  }
  const bounds = range.split('-');
  if (bounds.length > 2) {
    return `too many hyphens: ${part}`;
  }
  const [min, max] = RANGES[index] as readonly [number, number];
  const any = bounds[0] === '*' || bounds[0] === '?';
  const numbers = any
    ? [min, max]
    : bounds.map((text) => NAMES[index]?.[text.toLowerCase()] ?? (/^\d+$/.test(text) ? Number(text) : Number.NaN));
  const bad = numbers.findIndex(Number.isNaN);
  if (bad >= 0) {
    return `failed to parse int from ${bounds[bad]}: strconv.Atoi: parsing ${JSON.stringify(bounds[bad])}: invalid syntax`;
  }
  const [start = min, end = step === undefined ? start : max] = numbers;
  if (step !== undefined && !/^\d+$/.test(step)) {
    return `failed to parse int from ${step}: strconv.Atoi: parsing ${JSON.stringify(step)}: invalid syntax`;
  }
  if (start < min) {
    return `beginning of range (${start}) below minimum (${min}): ${part}`;
  }
  if (end > max) {
    return `end of range (${end}) above maximum (${max}): ${part}`;
  }
  if (start > end) {
    return `beginning of range (${start}) beyond end of range (${end}): ${part}`;
  }
  return step !== undefined && Number(step) === 0 ? `step of range should be a positive number: ${part}` : undefined;
}
