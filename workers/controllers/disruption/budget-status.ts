import { parseTime, rfc3339 } from '../../api/time';
import type { Pod } from '../../resources/core/pods/types';
import type { PodDisruptionBudget } from '../../resources/policy/poddisruptionbudgets/types';
import { isPodReady } from '../pod-status';
import type { ExpectedPods } from './expected-pods';

export type BudgetStatus = NonNullable<PodDisruptionBudget['status']>;
type Condition = NonNullable<BudgetStatus['conditions']>[number];

/** An eviction that did not lead to a deletion in this time no longer counts. */
const DELETION_TIMEOUT_MS = 120_000;

export interface Disrupted {
  readonly pods: Readonly<Record<string, string>>;
  /** Evicted long ago, and still there. */
  readonly overdue: readonly Pod[];
  readonly recheckMs?: number;
}

/** The evictions that have yet to show (source: pkg/controller/disruption/disruption.go buildDisruptedPodMap, 1.36). */
export function disruptedPods(budget: PodDisruptionBudget, pods: readonly Pod[], nowMs: number): Disrupted {
  const recorded = (budget.status?.disruptedPods ?? {}) as Readonly<Record<string, string>>;
  const left: Record<string, string> = {};
  const overdue: Pod[] = [];
  let recheckMs: number | undefined;
  for (const pod of pods) {
    const { name = '', deletionTimestamp } = pod.metadata;
    const evicted = recorded[name];
    if (evicted === undefined || deletionTimestamp !== undefined) continue;
    const untilMs = parseTime(evicted) + DELETION_TIMEOUT_MS;
    if (untilMs < nowMs) overdue.push(pod);
    else {
      left[name] = evicted;
      recheckMs = Math.min(recheckMs ?? untilMs, untilMs);
    }
  }
  return { pods: left, overdue, ...(recheckMs === undefined ? {} : { recheckMs }) };
}

/** The status that `pods` give; the stored one if it says the same (source: disruption.go updatePdbStatus, 1.36). */
export function budgetStatus(
  budget: PodDisruptionBudget,
  pods: readonly Pod[],
  { expected, desiredHealthy }: ExpectedPods,
  disrupted: Disrupted['pods'],
  nowMs: number,
): BudgetStatus {
  const healthy = pods.filter(
    (pod) => pod.metadata.deletionTimestamp === undefined && !((pod.metadata.name ?? '') in disrupted) && isPodReady(pod),
  );
  const allowed = expected <= 0 ? 0 : Math.max(healthy.length - desiredHealthy, 0);
  const { generation } = budget.metadata;
  return {
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    ...(Object.keys(disrupted).length > 0 ? { disruptedPods: disrupted as NonNullable<BudgetStatus['disruptedPods']> } : {}),
    disruptionsAllowed: allowed,
    currentHealthy: healthy.length,
    desiredHealthy,
    expectedPods: expected,
    conditions: withAllowed(budget.status?.conditions ?? [], allowed, generation, nowMs),
  };
}

/** What a budget says while its pods cannot be counted: nothing may go. */
export function failSafeStatus(budget: PodDisruptionBudget, message: string, nowMs: number): BudgetStatus {
  const { generation } = budget.metadata;
  const status = budget.status ?? { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 };
  const next = { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message };
  return {
    ...status,
    disruptionsAllowed: 0,
    ...(generation === undefined ? {} : { observedGeneration: generation }),
    conditions: withCondition(status.conditions ?? [], next, generation, nowMs),
  };
}

function withAllowed(before: readonly Condition[], allowed: number, generation: number | undefined, nowMs: number): Condition[] {
  const enough = allowed > 0;
  const next = {
    type: 'DisruptionAllowed',
    status: enough ? 'True' : 'False',
    reason: enough ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
  return withCondition(before, next, generation, nowMs);
}

function withCondition(
  before: readonly Condition[],
  next: Pick<Condition, 'type' | 'reason' | 'message'> & { readonly status: string },
  generation: number | undefined,
  nowMs: number,
): Condition[] {
  const known = before.find(({ type }) => type === next.type);
  const lastTransitionTime = known?.status === next.status ? known.lastTransitionTime : rfc3339(nowMs);
  const condition = { ...next, lastTransitionTime, ...(generation === undefined ? {} : { observedGeneration: generation }) } as Condition;
  return known ? before.map((one) => (one === known ? condition : one)) : [...before, condition];
}
