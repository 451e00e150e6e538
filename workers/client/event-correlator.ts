/**
 * Keeps a noisy source from flooding the cluster with Events: similar ones are combined, equal ones counted, and a source that says
 * too much about one object is cut short (source: client-go/tools/record/events_cache.go, 1.36).
 */
import { rfc3339 } from '../api/time';
import { LruMap } from './lru-map';

/** The fields of a core/v1 Event that correlation looks at. */
export interface CorrelatedEvent {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly involvedObject: ObjectReference;
  readonly source: { readonly component: string; readonly host?: string };
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly [field: string]: unknown;
}

export interface ObjectReference {
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly apiVersion?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

export interface Correlation {
  readonly event: CorrelatedEvent;
  /** The event has been sent before: patch its count, lastTimestamp and message instead of creating it. */
  readonly repeated: boolean;
}

const CACHE_ENTRIES_MAX = 4096;
/** From this many different messages on, events with the same reason are combined into one. */
const SIMILAR_EVENTS_MAX = 10;
const SIMILAR_WITHIN_MS = 600_000;
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;

export class EventCorrelator {
  private readonly similar = new LruMap<{ messages: Set<string>; lastMs: number }>(CACHE_ENTRIES_MAX);
  private readonly sent = new LruMap<{ count: number; firstTimestamp: string; name: string }>(CACHE_ENTRIES_MAX);
  private readonly tokens = new LruMap<{ tokens: number; atMs: number }>(CACHE_ENTRIES_MAX);

  /** What to do about a new event at `nowMs`; undefined: drop it. */
  correlate(newEvent: CorrelatedEvent, nowMs: number): Correlation | undefined {
    const { event, key } = this.aggregate(newEvent, nowMs);
    const correlation = this.observe(event, key);
    return this.isSpam(correlation.event, nowMs) ? undefined : correlation;
  }

  private aggregate(event: CorrelatedEvent, nowMs: number): { event: CorrelatedEvent; key: string } {
    const key = [sourceAndObject(event), event.reason].join('|');
    const before = this.similar.get(key);
    const record = before && nowMs - before.lastMs <= SIMILAR_WITHIN_MS ? before : { messages: new Set<string>(), lastMs: nowMs };
    record.messages.add(event.message);
    record.lastMs = nowMs;
    this.similar.set(key, record);
    if (record.messages.size < SIMILAR_EVENTS_MAX) {
      return { event, key: [key, event.involvedObject.fieldPath ?? '', event.message].join('|') };
    }
    record.messages.delete(record.messages.values().next().value as string);
    const now = rfc3339(nowMs);
    const { reportingComponent: _component, reportingInstance: _instance, ...rest } = event;
    const message = `(combined from similar events): ${event.message}`;
    return { event: { ...rest, message, count: 1, firstTimestamp: now, lastTimestamp: now }, key };
  }

  private observe(event: CorrelatedEvent, key: string): Correlation {
    const before = this.sent.get(key);
    const observed = before
      ? {
          ...event,
          metadata: { ...event.metadata, name: before.name },
          firstTimestamp: before.firstTimestamp,
          count: before.count + 1,
        }
      : event;
    const { count, firstTimestamp, metadata } = observed;
    this.sent.set(key, { count, firstTimestamp, name: metadata.name });
    return { event: observed, repeated: before !== undefined };
  }

  /** A bucket of 25 tokens for each source, object and type, refilled with one every five minutes. */
  private isSpam(event: CorrelatedEvent, nowMs: number): boolean {
    const key = sourceAndObject(event);
    const before = this.tokens.get(key) ?? { tokens: SPAM_BURST, atMs: nowMs };
    const tokens = Math.min(SPAM_BURST, before.tokens + (nowMs - before.atMs) / SPAM_REFILL_MS);
    this.tokens.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, atMs: nowMs });
    return tokens < 1;
  }
}

function sourceAndObject({ source, involvedObject: object, type }: CorrelatedEvent): string {
  const parts = [source.component, source.host, object.kind, object.namespace, object.name, object.uid, object.apiVersion, type];
  return parts.join('|');
}
