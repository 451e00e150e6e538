import { expect, it } from 'vitest';
import { canonicalTime, isPlainTime, timeError } from '../../../workers/resources/schema/go-time';

it.each([
  ['', '"" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "2006"'],
  ['2025-13-01T00:00:00Z', '"2025-13-01T00:00:00Z": month out of range'],
  ['2025-02-30T00:00:00Z', '"2025-02-30T00:00:00Z": day out of range'],
  ['2025-01-01T00:00:00+25:00', '"2025-01-01T00:00:00+25:00": time zone offset hour out of range'],
  ['2025-01-01T00:00:00', '"2025-01-01T00:00:00" as "2006-01-02T15:04:05Z07:00": cannot parse "" as "Z07:00"'],
  ['2025-01-01T00:00:00Z!', '"2025-01-01T00:00:00Z!": extra text: "!"'],
])('%j is no time', (text, error) => {
  expect(timeError(text, false)).toBe(`parsing time ${error}`);
});

it('microseconds are six digits', () => {
  expect(timeError('2025-01-01T00:00:00.1234567Z', true)).toBe(
    'parsing time "2025-01-01T00:00:00.1234567Z" as "2006-01-02T15:04:05.000000Z07:00": cannot parse "7Z" as "Z07:00"',
  );
});

it.each([
  ['2025-01-01T3:00:00Z', false, '2025-01-01T03:00:00Z'],
  ['2025-01-01T23:00:00,5+01:30', false, '2025-01-01T21:30:00Z'],
  ['2024-02-29T00:00:00.000001Z', true, '2024-02-29T00:00:00.000001Z'],
])('%j is the time %s', (text, micro, canonical) => {
  expect(timeError(text, micro)).toBeUndefined();
  expect(canonicalTime(text, micro)).toBe(canonical);
});

it.each([
  ['2025-01-28T23:59:59Z', false, true],
  ['2025-01-28T23:59:59.000001Z', true, true],
  ['2025-01-28T23:59:59.000001Z', false, false],
  ['2025-01-28T23:59:59Z', true, false],
  ['2024-02-29T00:00:00Z', false, false],
  ['2025-01-01T24:00:00Z', false, false],
  ['2025-01-01T00:00:00+00:00', false, false],
])('%s, with microseconds %s: known at a glance %s', (text, micro, plain) => {
  expect(isPlainTime(text, micro)).toBe(plain);
  if (plain) expect([timeError(text, micro), canonicalTime(text, micro)]).toEqual([undefined, text]);
});
