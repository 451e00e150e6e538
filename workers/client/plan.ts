/**
 * Decide purely, act at the edge: a reconcile returns a Plan; the executor sends it, stops at the first failure and has
 * the key retried with back-off. While a plan runs its key counts as being processed, so a key never has two plans at
 * once, and because watch mail precedes replies (workers/sim/component.ts) the caches are up to date when the key's next
 * reconcile reads them: the reason why no expectations are needed.
 */
import { isFailure, reasonOf } from '../api/request';
import type { ApiReply, ApiRequest } from '../api/request';
import type { Process } from './process';

export interface PlanStep {
  /** Sent together, in this order, in one round. */
  readonly requests: readonly ApiRequest[];
  /** Failures with these reasons count as success ("NotFound" for a delete, ...). */
  readonly tolerate?: readonly string[];
  /** Sees every reply in request order, failed ones too; may return steps to run before the rest. Runs before the failure rule. */
  readonly next?: (replies: readonly ApiReply[]) => Plan | undefined;
  /** With true a failure neither stops the plan nor counts as one: `next` has dealt with it. */
  readonly handlesFailure?: boolean;
  /** Ends the plan here with this failure; what came before it stays done. */
  readonly failure?: ApiReply;
}

export type Plan = readonly PlanStep[];

/** One request, failure stops the plan. */
export function act(request: ApiRequest, ...tolerate: string[]): PlanStep {
  return { requests: [request], ...(tolerate.length ? { tolerate } : {}) };
}

/** Runs `plan`; `done` gets the first failure that nothing tolerated, or undefined. Called in this very step for an empty plan. */
export function execute(process: Process, plan: Plan, done: (failure: ApiReply | undefined) => void): void {
  const [step, ...rest] = plan;
  if (!step) {
    done(undefined);
    return;
  }
  if (step.failure) {
    done(step.failure);
    return;
  }
  if (step.requests.length === 0) {
    const more = step.next?.([]) ?? [];
    execute(process, [...more, ...rest], done);
    return;
  }
  const replies: ApiReply[] = [];
  let missing = step.requests.length;
  step.requests.forEach((request, at) => {
    process.send(request, (reply) => {
      replies[at] = reply;
      if (--missing > 0) return;
      const more = step.next?.(replies) ?? [];
      const failed = step.handlesFailure ? undefined : replies.find((one) => isFailure(one) && !step.tolerate?.includes(reasonOf(one)));
      if (failed) done(failed);
      else execute(process, [...more, ...rest], done);
    });
  });
}
