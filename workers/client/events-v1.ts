/**
 * The recorder of events.k8s.io/v1, which the scheduler and a few controllers use: repeated events become a series instead of a
 * count (source: client-go/tools/events, 1.36). The events are stored in the shape that core/v1 shows them in.
 */
import type { ApiRequest } from '../api/request';
import type { KubeObject } from '../api/meta';
import { rfc3339Micro } from '../api/time';
import { eventNames, objectReference } from './events';
import type { ObjectReference } from './event-correlator';
import type { EventType } from './events';
import type { Process } from './process';

export interface EventsV1Recorder {
  /** `related` is a second object that takes part, e.g. the preempting pod; `action` says what was tried ("Binding"). */
  event(regarding: KubeObject, related: KubeObject | undefined, type: EventType, reason: string, action: string, note: string): void;
}

interface Series {
  readonly namespace: string;
  readonly name: string;
  readonly startedMs: number;
  count: number;
  lastMs: number;
}

/** A series that has been quiet this long is finished, and looked after this often. */
const FINISH_MS = 360_000;

/** `instance` defaults to "<controller>-control-plane". */
export function createEventsV1Recorder(
  process: Process,
  source: { readonly controller: string; readonly instance?: string },
): EventsV1Recorder {
  const instance = source.instance ?? `${source.controller}-control-plane`;
  const names = eventNames(process, source.controller);
  const cache = new Map<string, Series>();
  let finishing = false;
  const finishLater = (): void => {
    if (finishing || cache.size === 0) return;
    finishing = true;
    process.timers.at(
      process.nowMs + FINISH_MS,
      () => {
        finishing = false;
        finishSeries(process, cache);
        finishLater();
      },
      { background: true },
    );
  };
  return {
    event(regarding, related, type, reason, action, note) {
      const involvedObject = objectReference(regarding);
      const relatedObject = related ? objectReference(related) : undefined;
      const key = `${type}\n${action}\n${reason}\n${textOf(involvedObject)}\n${relatedObject ? textOf(relatedObject) : ''}`;
      const before = cache.get(key);
      if (before) {
        before.count++;
        before.lastMs = process.nowMs;
        if (before.count === 2) process.send(seriesPatch(before));
        return;
      }
      const { namespace, name = '' } = regarding.metadata ?? {};
      const metadata = { name: names(name), namespace: namespace || 'default' };
      cache.set(key, { ...metadata, startedMs: process.nowMs, count: 1, lastMs: process.nowMs });
      finishLater();
      const body = {
        apiVersion: 'v1',
        kind: 'Event',
        metadata,
        involvedObject,
        ...(relatedObject ? { related: relatedObject } : {}),
        reason,
        message: note,
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        type,
        eventTime: rfc3339Micro(process.nowMs),
        action,
        reportingComponent: source.controller,
        reportingInstance: instance,
      };
      process.send({ verb: 'create', group: '', version: 'v1', resource: 'events', namespace: metadata.namespace, body });
    },
  };
}

/** Names, uids and versions have no line breaks. */
function textOf({ kind, namespace, name, uid, apiVersion, resourceVersion }: ObjectReference): string {
  return `${kind}\n${namespace}\n${name}\n${uid}\n${apiVersion}\n${resourceVersion}`;
}

function seriesPatch({ namespace, name, count, lastMs }: Series): ApiRequest {
  const body = { series: { count, lastObservedTime: rfc3339Micro(lastMs) } };
  return { verb: 'patch', group: '', version: 'v1', resource: 'events', namespace, name, patchType: 'strategic', body };
}

function finishSeries(process: Process, cache: Map<string, Series>): void {
  for (const [key, series] of [...cache]) {
    if (series.lastMs > process.nowMs - FINISH_MS) continue;
    if (series.count > 2) process.send(seriesPatch(series));
    cache.delete(key);
  }
}
