import type { PodInfo } from '../framework/pod-info';
import type { QueueOrder } from '../framework/plugin';

export type QueuePlace = 'active' | 'backoff' | 'errorBackoff' | 'unschedulable' | 'inFlight';

/** A pending pod with its history in the queue. Mutable; belongs to the queue. */
export class QueuedPod implements QueueOrder {
  attempts = 0;
  /** Failures in a row for want of a node, and for errors; they make the back-off. */
  unschedulableCount = 0;
  errorCount = 0;
  /** Plugins that turned the pod away in its last attempt. */
  unschedulablePlugins: ReadonlySet<string> = new Set();
  pendingPlugins: ReadonlySet<string> = new Set();
  gatedBy: string | undefined;
  /** Text of the gate that the decision record has already. */
  gateRecorded = '';
  place: QueuePlace = 'active';
  /** Rises with every move; entries of the heaps carry it, so stale ones are recognised. */
  moves = 0;
  /** The event that put it where it is. */
  event = 'UnscheduledPodAdd';
  eventObject: string | undefined;
  /** The plugin that turned the pod away earlier and hoped for the best of this event. */
  hintedBy: string | undefined;
  backoffUntilMs = 0;

  constructor(
    public info: PodInfo,
    public queuedAtMs: number,
  ) {}

  get priority(): number {
    return this.info.priority;
  }
}
