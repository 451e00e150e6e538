/** Moves every RFC 3339 time inside a value. */
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const LONG = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000/g;
const SPACED = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0000 UTC/g;

/** A copy in which times are `byMs` (whole seconds) later; fractions are kept as they are written. */
export function shifted<T>(value: T, byMs: number): T {
  if (byMs === 0) return value;
  if (typeof value === 'string') return shiftedText(value, byMs) as T;
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => shifted(one, byMs)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shifted(one as unknown, byMs)])) as T;
}

/** Of a text also the forms that `kubectl describe` prints. */
export function shiftedText(text: string, byMs: number): string {
  return text
    .replace(TIME, (found) => `${iso(Date.parse(`${found.slice(0, 19)}Z`) + byMs)}${found.slice(19)}`)
    .replace(LONG, (found) => new Date(Date.parse(found) + byMs).toUTCString().replace('GMT', '+0000'))
    .replace(SPACED, (found) => `${iso(Date.parse(`${found.slice(0, 19).replace(' ', 'T')}Z`) + byMs).replace('T', ' ')} +0000 UTC`);
}

function iso(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19);
}
