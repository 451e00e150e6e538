/** Recent decisions of the whole cluster, read from the scheduler's events: light, whatever the number of nodes. */
import { EPOCH_MS } from '../../../workers/api/time';
import type { Event } from '../../../workers/resources/core/events/types';

export interface RecentDecision {
  readonly key: string;
  readonly namespace: string;
  readonly pod: string;
  readonly atMs: number;
  readonly scheduled: boolean;
  readonly message: string;
}

const reasons = new Set(['Scheduled', 'FailedScheduling']);

/** One line a pod: its latest. Newest first. */
export function recentDecisions(events: Iterable<Event>): RecentDecision[] {
  const latest = new Map<string, RecentDecision>();
  for (const event of events) {
    if (!reasons.has(event.reason ?? '') || event.involvedObject.kind !== 'Pod') continue;
    const { namespace = '', name: pod = '' } = event.involvedObject;
    const key = `${namespace}/${pod}`;
    const atMs =
      Date.parse(String(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp)) -
      EPOCH_MS;
    const scheduled = event.reason === 'Scheduled';
    const known = latest.get(key);
    if (known && (known.atMs > atMs || (known.atMs === atMs && known.scheduled))) continue;
    latest.set(key, { key, namespace, pod, atMs, scheduled, message: event.message ?? '' });
  }
  return [...latest.values()].toSorted((a, b) => b.atMs - a.atMs || (a.key < b.key ? -1 : 1));
}
