/** Events as people read them: newest first, repeats folded into a count. */
import { EPOCH_MS } from '../../../workers/api/time';
import type { Event } from '../../../workers/resources/core/events/types';
import { kindName, refKind } from '../../state/selection';
import type { ObjectRef } from '../../state/selection';

export interface EventRow {
  readonly key: string;
  readonly warning: boolean;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  /** Virtual milliseconds of the latest and the first occurrence. */
  readonly lastMs: number;
  readonly firstMs: number;
  readonly object: ObjectRef;
  readonly source: string;
  /** Orders what happened within a second: most event times are whole seconds. */
  readonly revision: number;
}

export function eventRows(events: Iterable<Event>, about?: ObjectRef): EventRow[] {
  const rows: EventRow[] = [];
  for (const event of events) if (!about || isAbout(event, about)) rows.push(rowOf(event));
  return rows.toSorted((a, b) => second(b.lastMs) - second(a.lastMs) || b.revision - a.revision);
}

function rowOf(event: Event): EventRow {
  const { involvedObject, metadata } = event;
  const last = event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? metadata.creationTimestamp;
  const lastMs = at(last);
  const firstMs = at(event.firstTimestamp ?? event.eventTime ?? metadata.creationTimestamp ?? last);
  return {
    key: `${metadata.namespace}/${metadata.name}`,
    warning: event.type === 'Warning',
    reason: event.reason ?? '',
    message: event.message ?? '',
    count: event.series?.count ?? event.count ?? 1,
    lastMs,
    firstMs: Math.min(firstMs, lastMs),
    object: {
      kind: refKind(involvedObject.apiVersion ?? '', involvedObject.kind ?? ''),
      name: involvedObject.name ?? '',
      ...(involvedObject.namespace && involvedObject.kind !== 'Node' ? { namespace: involvedObject.namespace } : {}),
    },
    source: event.source?.component || event.reportingComponent || '',
    revision: Number(metadata.resourceVersion ?? 0),
  };
}

function second(ms: number): number {
  return Math.floor(ms / 1000);
}

function isAbout({ involvedObject }: Event, { kind, name, namespace }: ObjectRef): boolean {
  return (
    involvedObject.kind === kindName(kind) &&
    involvedObject.name === name &&
    (namespace === undefined || involvedObject.namespace === namespace)
  );
}

function at(time: unknown): number {
  const ms = typeof time === 'string' ? Date.parse(time) - EPOCH_MS : Number.NaN;
  return Number.isNaN(ms) ? 0 : ms;
}
