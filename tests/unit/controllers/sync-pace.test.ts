import { describe, expect, it } from 'vitest';
import { Timers } from '../../../workers/client/timers';
import type { Process } from '../../../workers/client/process';
import { SyncPace } from '../../../workers/controllers/replicaset/sync-pace';

describe('events about a key', () => {
  it('are passed on at once', () => {
    const { pace, seen } = start();
    pace.add('a');
    expect(seen).toEqual(['a@0']);
  });

  it('wait for the end of its sync and count once', () => {
    const { pace, seen } = start();
    pace.begin('a');
    pace.add('a');
    pace.add('a');
    expect(seen).toEqual([]);
    pace.end('a', false);
    expect(seen).toEqual(['a@0']);
  });

  it('pile up for 30 ms after a failed sync', () => {
    const { pace, seen, advance } = start();
    pace.begin('a');
    pace.add('a');
    pace.end('a', true);
    advance(10);
    pace.add('a');
    pace.add('b');
    advance(30);
    expect(seen).toEqual(['b@10', 'a@30']);
  });
});

function start() {
  const timers = new Timers();
  const process = { nowMs: 0, timers };
  const seen: string[] = [];
  const pace = new SyncPace(process as unknown as Process, (key) => seen.push(`${key}@${process.nowMs}`));
  const advance = (toMs: number): void => {
    process.nowMs = toMs;
    timers.fire(toMs);
  };
  return { pace, seen, advance };
}
