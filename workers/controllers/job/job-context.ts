import type { ApiReply } from '../../api/request';
import type { EventRecorder } from '../../client/events';
import type { Informer } from '../../client/informer';
import type { Job } from '../../resources/batch/jobs/types';
import type { Pod } from '../../resources/core/pods/types';
import type { BackoffRecord } from './backoff';
import type { JobCondition } from './conditions';

export interface JobContext {
  readonly jobs: Informer<Job>;
  readonly pods: Informer<Pod>;
  readonly recorder: EventRecorder;
  readonly nowMs: () => number;
  /** Asks for another sync of the key later. */
  readonly requeue: (key: string, afterMs: number) => void;
  /** The same for a time that may be far away and that nobody waits for. */
  readonly wakeAt: (key: string, atMs: number) => void;
  /** By job key. */
  readonly backoff: Map<string, BackoffRecord>;
}

/** What one sync has found and done so far. */
export interface JobSync {
  readonly key: string;
  readonly job: Job;
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly uncountedSucceeded: ReadonlySet<string>;
  readonly uncountedFailed: ReadonlySet<string>;
  readonly backoff: BackoffRecord;
  readonly succeeded: number;
  /** For Indexed jobs: indexes counted before, and with the pods that succeeded since. */
  readonly succeededIndexes: ReadonlySet<number>;
  /** Only with backoffLimitPerIndex. */
  readonly failedIndexes?: ReadonlySet<number>;
  /** Failed pods that carry their index's failure count until there is a replacement, by index. */
  readonly keptPerIndex: ReadonlyMap<number, Pod>;
  /** SuccessCriteriaMet, FailureTarget, or undefined while it goes on. */
  readonly verdict?: JobCondition;
}

/** Numbers of pods after what a sync did to them. */
export interface PodNumbers {
  readonly active: number;
  readonly ready: number;
  readonly terminating: number;
  readonly failure?: ApiReply;
}
