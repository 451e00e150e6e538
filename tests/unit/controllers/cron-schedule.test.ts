import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../workers/controllers/cronjob/cron-schedule';
import { missedRuns, untilNextMs } from '../../../workers/controllers/cronjob/missed-runs';
import type { CronJob } from '../../../workers/resources/batch/cronjobs/types';

const at = (text: string): number => Date.parse(text);

describe('the next time of a schedule', () => {
  test.each([
    ['every minute', '* * * * *', '2026-01-01T00:00:30Z', '2026-01-01T00:01:00Z'],
    ['the minute itself is over', '5 * * * *', '2026-01-01T00:05:00Z', '2026-01-01T01:05:00Z'],
    ['a step from a start', '10/20 * * * *', '2026-01-01T00:11:00Z', '2026-01-01T00:30:00Z'],
    ['lists and ranges', '0 8-10,14 * * *', '2026-01-01T10:30:00Z', '2026-01-01T14:00:00Z'],
    ['names', '0 0 * feb mon', '2026-01-01T00:00:00Z', '2026-02-02T00:00:00Z'],
    ['either day field where both restrict', '0 0 13 * fri', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
    ['both day fields where one is a star', '0 0 13 * *', '2026-01-01T00:00:00Z', '2026-01-13T00:00:00Z'],
    ['a leap day', '0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['a descriptor', '@monthly', '2026-01-15T00:00:00Z', '2026-02-01T00:00:00Z'],
    ['a period from any time on', '@every 1h30m', '2026-01-01T00:00:10Z', '2026-01-01T01:30:10Z'],
    ['a zone east of Greenwich', 'TZ=Asia/Tokyo 0 9 * * *', '2026-01-01T01:00:00Z', '2026-01-02T00:00:00Z'],
    ['an hour that the change to summer time leaves out', 'TZ=Europe/Berlin 30 2 * * *', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z'],
  ])('%s', (_, schedule, after, want) => {
    expect(parseSchedule(schedule)?.next(at(after))).toBe(at(want));
  });

  test('a day that never comes has none', () => {
    expect(parseSchedule('0 0 31 2 *')?.next(0)).toBeUndefined();
  });

  test.each(['', '* * * *', '60 * * * *', '*/0 * * * *', 'TZ=Mars/Base * * * * *', '@every x', '5-1 * * * *'])(
    '"%s" is no schedule',
    (text) => {
      expect(parseSchedule(text)).toBeUndefined();
    },
  );
});

describe('runs that are due', () => {
  const minutely = parseSchedule('* * * * *')!;
  const cronJob = (status: object, spec: object = {}): CronJob =>
    ({ metadata: { name: 'c', creationTimestamp: '2026-01-01T00:00:00Z' }, spec, status }) as unknown as CronJob;

  test.each([
    ['nothing before the first', {}, {}, '2026-01-01T00:00:59Z', 'none', undefined],
    ['the first', {}, {}, '2026-01-01T00:01:00Z', 'none', '2026-01-01T00:01:00Z'],
    ['the latest of several', {}, {}, '2026-01-01T00:30:10Z', 'few', '2026-01-01T00:30:00Z'],
    ['the latest of very many', {}, {}, '2026-01-01T03:00:10Z', 'many', '2026-01-01T03:00:00Z'],
    ['counted from the last run', { lastScheduleTime: '2026-01-01T02:59:00Z' }, {}, '2026-01-01T03:00:10Z', 'none', '2026-01-01T03:00:00Z'],
    ['none that the deadline leaves out', {}, { startingDeadlineSeconds: 5 }, '2026-01-01T00:01:10Z', 'none', undefined],
  ])('%s', (_, status, spec, now, missed, due) => {
    const found = missedRuns(cronJob(status, spec), minutely, at(now), true);
    expect(found.missed).toBe(missed);
    expect(found.latestMs).toBe(due === undefined ? undefined : at(due));
  });

  test('the next look is a tenth of a second after the next run', () => {
    expect(untilNextMs(cronJob({}), minutely, at('2026-01-01T00:00:30Z'))).toBe(30_100);
  });
});
