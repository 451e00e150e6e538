import { describe, expect, it } from 'vitest';
import { Backoff, goDuration } from '../../../workers/kubelet/backoff';

describe('crash back-off', () => {
  it('doubles from 10 s to 5 minutes, each counted from the end of the last run', () => {
    const backoff = new Backoff(10_000, 300_000);
    const delays: number[] = [];
    for (let run = 0, nowMs = 0; run < 7; run++) {
      backoff.next('c', nowMs, nowMs);
      delays.push(backoff.delayMs('c'));
      expect(backoff.isWaiting('c', nowMs, nowMs + backoff.delayMs('c') - 1)).toBe(true);
      nowMs += backoff.delayMs('c');
      expect(backoff.isWaiting('c', nowMs - backoff.delayMs('c'), nowMs)).toBe(false);
    }
    expect(delays.map(goDuration)).toEqual(['10s', '20s', '40s', '1m20s', '2m40s', '5m0s', '5m0s']);
  });

  it('starts over after a run of more than ten minutes', () => {
    const backoff = new Backoff(10_000, 300_000);
    backoff.next('c', 0, 0);
    backoff.next('c', 0, 0);
    expect(backoff.isWaiting('c', 600_001, 600_001)).toBe(false);
    backoff.next('c', 600_001, 600_001);
    expect(backoff.delayMs('c')).toBe(10_000);
  });
});
