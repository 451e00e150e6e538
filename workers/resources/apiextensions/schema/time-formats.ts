/** Dates, times and durations in texts (source: k8s.io/kube-openapi/pkg/validation/strfmt/{date,time,duration}.go, 1.36). */

export function isDate(text: string): boolean {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (day === '') return false;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][Number(month) - 1] ?? 0;
  return Number(day) >= 1 && Number(day) <= days;
}

/** Any sign may stand before the fraction, and any offset goes. */
export function isDateTime(text: string): boolean {
  const [date = '', time] = text.toLowerCase().split('t');
  const [, hour, minute = '', second = ''] = /^(\d\d):(\d\d):(\d\d)(?:.\d+)?(?:z|[+-]\d\d:\d\d)$/u.exec(time ?? '') ?? [];
  return hour !== undefined && isDate(date) && hour <= '23' && minute <= '59' && second <= '59';
}

/** What may follow a number: short forms as they are, long ones with any ending ("3 minutes"). */
const UNITS = /^(?:ns|us|µs|ms|s|m|h|hr|d|w|wk|(?:nano|micro|milli|sec|min|hour|day|week).*)$/i;

/** Go's durations, or a text with a number and a unit somewhere in it. */
export function isDuration(text: string): boolean {
  if (text === '0' || /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return true;
  return [...text.matchAll(/\d+\s*([A-Za-zµ]+)/g)].some(([, unit = '']) => UNITS.test(unit));
}
