import type { AnyObject } from '../../../workers/api/meta';
import { describe, expect, it } from 'vitest';
import { newHistory, record } from '../../../src/features/timeline/history';
import { reduceFrame } from '../../../src/state/cluster';
import type { ClusterState } from '../../../src/state/cluster';
import { kindPlaces } from '../../../src/state/kinds';

const empty: ClusterState = {
  objects: Object.fromEntries(kindPlaces.map(({ kind }) => [kind, new Map()])) as never,
  synced: new Set(),
  changes: 0,
};
const fault = { metadata: { name: 'dark', uid: 'f1', resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:10Z' }, spec: {} };

describe('history', () => {
  it('counts changes by virtual second, and decisions at their own time', () => {
    const history = newHistory();
    const after = reduceFrame(empty, [
      { type: 'event', kind: 'Pod', event: { type: 'ADDED', object: { metadata: { name: 'a', resourceVersion: '1' } } } },
      {
        type: 'event',
        kind: 'Event',
        event: {
          type: 'ADDED',
          object: {
            metadata: { name: 'e', resourceVersion: '2' },
            reason: 'Scheduled',
            lastTimestamp: '2026-01-01T00:00:03Z',
          } as AnyObject,
        },
      },
    ]);
    record(history, after, empty, 5200);
    expect([...history.seconds]).toEqual([
      [5, { changes: 2, scheduled: 0, unschedulable: 0, warnings: 0 }],
      [3, { changes: 0, scheduled: 1, unschedulable: 0, warnings: 0 }],
    ]);
  });

  it('remembers a fault after it was deleted', () => {
    const history = newHistory();
    const broken = reduceFrame(empty, [{ type: 'event', kind: 'Fault', event: { type: 'ADDED', object: fault } }]);
    const mended = reduceFrame(broken, [{ type: 'event', kind: 'Fault', event: { type: 'DELETED', object: fault } }]);
    record(history, broken, empty, 10_000);
    record(history, mended, broken, 40_000);
    expect([...history.faults.values()]).toEqual([{ name: 'dark', fromMs: 10_000, toMs: 40_000 }]);
  });
});
