/** Which pods would have to go from one node (source: kube-scheduler plugins/defaultpreemption, 1.36). */
import type { CycleState } from '../../framework/cycle-state';
import type { NodeInfo } from '../../framework/node-info';
import type { Handle } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { startTimeOf } from '../../framework/pod-info';
import { status } from '../../framework/status';
import type { Status } from '../../framework/status';
import { compileLabelSelector } from '../../framework/selector';
import type { LabelPredicate, LabelSelectorSpec } from '../../framework/selector';

export interface Candidate {
  readonly node: string;
  /** Most important first. */
  readonly victims: readonly PodInfo[];
  readonly pdbViolations: number;
}

/** A budget as preemption uses it up while it tries a node. */
export interface Budget {
  readonly namespace: string;
  readonly selects: LabelPredicate;
  readonly disruptedPods: Readonly<Record<string, unknown>>;
  readonly disruptionsAllowed: number;
}

const NO_VICTIMS = status('DefaultPreemption', 'UnschedulableAndUnresolvable', 'No preemption victims found for incoming pod');

export function budgetsOf({ objects }: Handle): Budget[] {
  return objects.list('poddisruptionbudgets').map((object) => {
    const { spec, status: state } = object as {
      spec?: { selector?: LabelSelectorSpec };
      status?: { disruptedPods?: Record<string, unknown>; disruptionsAllowed?: number };
    };
    const selector = spec?.selector;
    const empty = !selector || Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions ?? []).length === 0;
    return {
      namespace: object.metadata?.namespace ?? '',
      selects: empty ? () => false : compileLabelSelector(selector),
      disruptedPods: state?.disruptedPods ?? {},
      disruptionsAllowed: state?.disruptionsAllowed ?? 0,
    };
  });
}

/** Takes all less important pods off, then gives back as many as possible. A Status says why the node is no candidate. */
export function selectVictims(
  handle: Handle,
  cycle: CycleState,
  pod: PodInfo,
  original: NodeInfo,
  budgets: readonly Budget[],
): Candidate | Status {
  const lower = original.pods.filter((other) => other.priority < pod.priority);
  if (lower.length === 0) return NO_VICTIMS;
  const state = cycle.clone();
  const node = original.clone();
  const remove = (other: PodInfo) => {
    node.removePod(other.uid);
    handle.runRemovePod(state, pod, other, node);
  };
  for (const other of lower) remove(other);
  const failed = handle.runFilters(state, pod, node);
  if (failed) return failed;
  const victims: PodInfo[] = [];
  const reprieve = (other: PodInfo): boolean => {
    node.addPod(other);
    handle.runAddPod(state, pod, other, node);
    if (!handle.runFilters(state, pod, node)) return true;
    remove(other);
    victims.push(other);
    return false;
  };
  const { violating, others } = splitByBudget([...lower].sort(byImportance), budgets);
  const pdbViolations = violating.filter((other) => !reprieve(other)).length;
  for (const other of others) reprieve(other);
  return { node: node.name, victims: victims.sort(byImportance), pdbViolations };
}

/** Higher priority, then earlier start; a pod that has not started counts as starting now. */
export function byImportance(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority;
  return startKey(a) < startKey(b) ? -1 : startKey(a) > startKey(b) ? 1 : 0;
}

/** RFC 3339 texts of whole seconds sort like times; "~" sorts after all of them. */
export function startKey(info: PodInfo): string {
  return startTimeOf(info) ?? '~';
}

/** Walks the pods in order and lets each use up its budgets; those that find one empty are violating. */
function splitByBudget(pods: readonly PodInfo[], budgets: readonly Budget[]): { violating: PodInfo[]; others: PodInfo[] } {
  const left = budgets.map(({ disruptionsAllowed }) => disruptionsAllowed);
  const violating: PodInfo[] = [];
  const others: PodInfo[] = [];
  for (const pod of pods) {
    let violates = false;
    if (Object.keys(pod.labels).length > 0) {
      budgets.forEach((budget, at) => {
        if (budget.namespace !== pod.namespace || !budget.selects(pod.labels) || pod.name in budget.disruptedPods) return;
        left[at] = (left[at] as number) - 1;
        if ((left[at] as number) < 0) violates = true;
      });
    }
    (violates ? violating : others).push(pod);
  }
  return { violating, others };
}
