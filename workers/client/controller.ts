/** Runs one control loop inside a process: its queue, its workers, and the plans that its reconcile returns. */
import type { ApiReply } from '../api/request';
import { execute } from './plan';
import type { Plan } from './plan';
import type { Process } from './process';
import { WorkQueue } from './workqueue';

export interface ReconcileResult {
  readonly plan: Plan;
  /** Look again after this long even if nothing changes. */
  readonly requeueAfterMs?: number;
}

export interface Reconciler {
  /** Name in traces and metrics, e.g. "replicaset". */
  readonly name: string;
  /** Reads caches, decides, changes nothing. Must not throw for any state of the caches. */
  reconcile(key: string): ReconcileResult | Plan;
  /** Called when a plan failed, before the key is retried with back-off; returning true means: don't retry. */
  onFailure?(key: string, failure: ApiReply): boolean | void;
  /** Caches that must have synced before the first reconcile. */
  readonly ready: () => boolean;
}

/** Keys worked on per step and controller: a cap against a step that never ends, far above what a round brings. */
const KEYS_PER_STEP_MAX = 10_000;

/** Starts the loop and returns its queue, which informer handlers add keys to. */
export function runController(process: Process, reconciler: Reconciler): WorkQueue {
  const queue = new WorkQueue(process.timers, () => process.nowMs);
  process.eachStep(() => {
    if (!reconciler.ready()) return;
    for (let count = 0; count < KEYS_PER_STEP_MAX; count++) {
      const key = queue.get();
      if (key === undefined) return;
      process.withCause(`reconcile ${reconciler.name} ${key}`, () => start(process, reconciler, queue, key));
    }
    process.timers.at(process.nowMs, () => {});
  });
  return queue;
}

function start(process: Process, reconciler: Reconciler, queue: WorkQueue, key: string): void {
  const result = reconciler.reconcile(key);
  const { plan, requeueAfterMs } = 'plan' in result ? result : { plan: result, requeueAfterMs: undefined };
  if (plan.length) process.note({ type: 'reconcile', controller: reconciler.name, key });
  execute(process, plan, (failure) => {
    if (failure && reconciler.onFailure?.(key, failure) !== true) queue.addRateLimited(key);
    else if (!failure) queue.forget(key);
    if (!failure && requeueAfterMs !== undefined) queue.addAfter(key, requeueAfterMs);
    queue.done(key);
  });
}
