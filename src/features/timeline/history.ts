/** How much happened when: counts of changes, decisions and faults by virtual second, kept while the page is open. */
import type { ClusterState } from '../../state/cluster';
import { parseTime } from '../../../workers/api/time';

export interface Second {
  readonly changes: number;
  readonly scheduled: number;
  readonly unschedulable: number;
  readonly warnings: number;
}

export interface FaultSpan {
  readonly name: string;
  readonly fromMs: number;
  /** Absent while it lasts. */
  readonly toMs?: number;
}

export interface History {
  /** By virtual second. */
  readonly seconds: Map<number, Second>;
  readonly faults: Map<string, FaultSpan>;
}

/** An hour and a half of virtual seconds; older ones are dropped. */
const secondsMax = 6000;
const nothing: Second = { changes: 0, scheduled: 0, unschedulable: 0, warnings: 0 };

export function newHistory(): History {
  return { seconds: new Map(), faults: new Map() };
}

/** Adds what one change of the cluster store brought; `nowMs` is the virtual time it arrived. */
export function record(history: History, state: ClusterState, before: ClusterState, nowMs: number): void {
  add(history, nowMs, { changes: state.changes - before.changes });
  if (state.objects.Event !== before.objects.Event) recordEvents(history, state, before, nowMs);
  if (state.objects.Fault !== before.objects.Fault) recordFaults(history, state, nowMs);
  for (const second of history.seconds.keys()) {
    if (history.seconds.size <= secondsMax) break;
    history.seconds.delete(second);
  }
}

function recordEvents(history: History, state: ClusterState, before: ClusterState, nowMs: number): void {
  for (const [key, event] of state.objects.Event) {
    const last = before.objects.Event.get(key);
    if (last === event) continue;
    const atMs = parseTime((event.lastTimestamp ?? event.eventTime ?? event.firstTimestamp) as string | undefined);
    add(history, Number.isNaN(atMs) ? nowMs : atMs, {
      scheduled: event.reason === 'Scheduled' ? 1 : 0,
      unschedulable: event.reason === 'FailedScheduling' ? 1 : 0,
      warnings: event.type === 'Warning' ? 1 : 0,
    });
  }
}

function recordFaults(history: History, state: ClusterState, nowMs: number): void {
  const live = new Map([...state.objects.Fault.values()].map((fault) => [fault.metadata.uid ?? '', fault]));
  for (const [uid, fault] of live) {
    const fromMs = parseTime(fault.status?.startedAt ?? fault.metadata.creationTimestamp);
    const endMs = parseTime(fault.status?.endedAt);
    history.faults.set(uid, {
      name: fault.metadata.name ?? '',
      fromMs: Number.isNaN(fromMs) ? nowMs : fromMs,
      ...(Number.isNaN(endMs) ? {} : { toMs: endMs }),
    });
  }
  for (const [uid, span] of history.faults) {
    if (!live.has(uid) && span.toMs === undefined) history.faults.set(uid, { ...span, toMs: nowMs });
  }
}

function add(history: History, atMs: number, what: Partial<Second>): void {
  const second = Math.floor(atMs / 1000);
  const old = history.seconds.get(second) ?? nothing;
  history.seconds.set(second, {
    changes: old.changes + (what.changes ?? 0),
    scheduled: old.scheduled + (what.scheduled ?? 0),
    unschedulable: old.unschedulable + (what.unschedulable ?? 0),
    warnings: old.warnings + (what.warnings ?? 0),
  });
}
