import { describe, expect, it } from 'vitest';
import { isTimeZone, scheduleError } from '../../../workers/resources/batch/cronjobs/schedule';

describe('schedules of CronJobs', () => {
  it.each(['*/5 * * * *', '0 0 1-5 JAN,feb MON-fri', '@hourly', '@every 1h30m', '? ? ? ? ?'])('%s is one', (schedule) => {
    expect(scheduleError(schedule)).toBeUndefined();
  });

  it.each([
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    '@sometimes',
    '@every soon',
    'x * * * *',
    '0 0 0 * *',
    'TZ=UTC',
  ])('%s is none', (schedule) => {
    expect(scheduleError(schedule)).toEqual(expect.any(String));
  });

  it.each([
    ['UTC', true],
    ['Europe/Berlin', true],
    ['Mars/Olympus', false],
  ])('%s as a place: %s', (zone, known) => {
    expect(isTimeZone(zone)).toBe(known);
  });
});
