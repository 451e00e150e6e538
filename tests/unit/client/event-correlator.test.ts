import { describe, expect, it } from 'vitest';
import { EventCorrelator } from '../../../workers/client/event-correlator';
import type { CorrelatedEvent } from '../../../workers/client/event-correlator';

describe('event correlator', () => {
  it('sends a new event as it is', () => {
    expect(new EventCorrelator().correlate(event('a', 1), 0)).toEqual({ event: event('a', 1), repeated: false });
  });

  it('counts an event that happens again under the name and first time of the first', () => {
    const correlator = new EventCorrelator();
    correlator.correlate(event('a', 1), 0);
    const second = { ...event('a', 2), firstTimestamp: '2026-01-01T00:00:09Z', lastTimestamp: '2026-01-01T00:00:09Z' };
    expect(correlator.correlate(second, 9000)).toEqual({
      event: { ...second, metadata: event('a', 1).metadata, firstTimestamp: '2026-01-01T00:00:00Z', count: 2 },
      repeated: true,
    });
  });

  it('combines from the tenth different message on and then counts', () => {
    const correlator = new EventCorrelator();
    const seen = Array.from({ length: 12 }, (_, at) => correlator.correlate(event(`pod-${at}`, at), 0));
    expect(seen.map((one) => one?.event.message)).toEqual([
      ...Array.from({ length: 9 }, (_, at) => `pod-${at}`),
      '(combined from similar events): pod-9',
      '(combined from similar events): pod-10',
      '(combined from similar events): pod-11',
    ]);
    expect(seen.slice(9).map((one) => [one?.event.metadata.name, one?.event.count, one?.repeated])).toEqual([
      ['web.9', 1, false],
      ['web.9', 2, true],
      ['web.9', 3, true],
    ]);
  });

  it('starts over when nothing similar happened for more than ten minutes', () => {
    const correlator = new EventCorrelator();
    for (let at = 0; at < 12; at++) correlator.correlate(event(`pod-${at}`, at), 0);
    expect(correlator.correlate(event('late', 12), 600_001)?.event.message).toBe('late');
  });

  it('lets 25 events about an object through, then one every five minutes', () => {
    const correlator = new EventCorrelator();
    let counter = 0;
    const through = (atMs: number): boolean =>
      correlator.correlate({ ...event('same', 0), reason: `R${atMs}-${counter++}` }, atMs) !== undefined;
    expect(Array.from({ length: 27 }, () => through(0)).filter(Boolean)).toHaveLength(25);
    expect([through(299_000), through(300_000), through(300_001)]).toEqual([false, true, false]);
  });

  it('gives each type of event about an object tokens of its own', () => {
    const correlator = new EventCorrelator();
    for (let at = 0; at < 26; at++) correlator.correlate(event('same', at), 0);
    expect(correlator.correlate({ ...event('same', 30), type: 'Warning' }, 0)).toBeDefined();
  });
});

function event(message: string, name: number): CorrelatedEvent {
  return {
    metadata: { name: `web.${name}`, namespace: 'default' },
    involvedObject: { kind: 'ReplicaSet', namespace: 'default', name: 'web', uid: 'u1', apiVersion: 'apps/v1' },
    source: { component: 'replicaset-controller' },
    type: 'Normal',
    reason: 'SuccessfulCreate',
    message,
    count: 1,
    firstTimestamp: '2026-01-01T00:00:00Z',
    lastTimestamp: '2026-01-01T00:00:00Z',
  };
}
