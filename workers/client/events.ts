/**
 * Where components say what happened, as Event objects. The correlator (aggregation of similar events, the spam filter
 * of 25 and then one in 5 minutes) follows client-go/tools/record/events_cache.go (1.36).
 */
import { reasonOf } from '../api/request';
import type { ApiRequest } from '../api/request';
import type { KubeObject } from '../api/meta';
import { EPOCH_MS, rfc3339 } from '../api/time';
import { EventCorrelator } from './event-correlator';
import type { CorrelatedEvent, ObjectReference } from './event-correlator';
import type { Process } from './process';

export type EventType = 'Normal' | 'Warning';

export interface EventRecorder {
  /** `object` must carry apiVersion, kind and metadata; `fieldPath` e.g. "spec.containers{web}". */
  event(object: KubeObject, type: EventType, reason: string, message: string, options?: { readonly fieldPath?: string }): void;
}

export interface EventSource {
  /** "replicaset-controller", "kubelet", ... */
  readonly component: string;
  /** The node, for components that run on one. */
  readonly host?: string;
}

/** Events are sent without waiting; a failed write loses the event. Source: client-go/tools/record/event.go (1.36). */
export function createEventRecorder(process: Process, source: EventSource): EventRecorder {
  const correlator = new EventCorrelator();
  const names = eventNames(process, source.component);
  return {
    event(object, type, reason, message, options = {}) {
      const correlation = correlator.correlate(
        newEvent(process, source, names, object, type, reason, message, options.fieldPath),
        process.nowMs,
      );
      if (!correlation) return;
      if (correlation.repeated) patchEvent(process, correlation.event);
      else process.send(createRequest(correlation.event));
    },
  };
}

/** Gives each event of a process a name of its own: the object's, then nanoseconds in hexadecimal that never repeat. */
export function eventNames(process: Process, recorder: string): (objectName: string) => string {
  const phase = process.random.fork(`events/${recorder}`).int(900_000);
  let lastMs = -1;
  let sequence = 0;
  return (objectName) => {
    sequence = process.nowMs === lastMs ? sequence + 1 : 0;
    lastMs = process.nowMs;
    const nanos = BigInt(EPOCH_MS + process.nowMs) * 1_000_000n + BigInt(phase + sequence);
    return `${objectName}.${nanos.toString(16)}`;
  };
}

export function objectReference(object: KubeObject, fieldPath?: string): ObjectReference {
  const { namespace, name, uid, resourceVersion } = object.metadata ?? {};
  return {
    kind: object.kind ?? '',
    ...(namespace ? { namespace } : {}),
    name: name ?? '',
    ...(uid ? { uid } : {}),
    apiVersion: object.apiVersion ?? '',
    ...(resourceVersion ? { resourceVersion } : {}),
    ...(fieldPath ? { fieldPath } : {}),
  };
}

function newEvent(
  process: Process,
  source: EventSource,
  names: (objectName: string) => string,
  object: KubeObject,
  type: EventType,
  reason: string,
  message: string,
  fieldPath: string | undefined,
): CorrelatedEvent {
  const now = rfc3339(process.nowMs);
  const { namespace, name = '' } = object.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: names(name), namespace: namespace || 'default' },
    involvedObject: objectReference(object, fieldPath),
    reason,
    message,
    source: { component: source.component, ...(source.host ? { host: source.host } : {}) },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type,
    eventTime: null,
    reportingComponent: source.component,
    reportingInstance: source.host ?? '',
  };
}

function createRequest(event: CorrelatedEvent): ApiRequest {
  return { verb: 'create', group: '', version: 'v1', resource: 'events', namespace: event.metadata.namespace, body: event };
}

function patchEvent(process: Process, event: CorrelatedEvent): void {
  const { count, lastTimestamp, message } = event;
  const patch: ApiRequest = {
    verb: 'patch',
    group: '',
    version: 'v1',
    resource: 'events',
    namespace: event.metadata.namespace,
    name: event.metadata.name,
    patchType: 'strategic',
    body: { count, lastTimestamp, message },
  };
  process.send(patch, (reply) => {
    if (reasonOf(reply) === 'NotFound') process.send(createRequest(event));
  });
}
