/** The search for feasible nodes (source: kube-scheduler schedule_one.go findNodesThatPassFilters, 1.36). */
import { feasibleNodes } from './attempt';
import type { Search } from './attempt';
import { Column } from './column';
import type { CycleState } from './framework/cycle-state';
import type { Framework } from './framework/framework';
import type { RemoteFilter } from './framework/remote-filters';
import type { NodeInfo } from './framework/node-info';
import type { Snapshot } from './framework/plugin';
import type { PodInfo } from './framework/pod-info';
import { messageOf } from './framework/status';
import type { Status } from './framework/status';

/** Where the next search starts, so that all nodes get their turn. */
export interface Rotation {
  next: number;
}

/** Clusters up to this size are looked at as a whole, and at least so many feasible nodes are looked for. */
const FEASIBLE_MIN = 100;
const PERCENTAGE_MIN = 5;
const NO_STATUSES: readonly Status[] = [];

/** How many feasible nodes are enough; `percentage` 0 adapts to the size. */
export function feasibleNodesWanted(nodeCount: number, percentage: number): number {
  if (nodeCount < FEASIBLE_MIN) return nodeCount;
  const share = percentage === 0 ? Math.max(50 - Math.trunc(nodeCount / 125), PERCENTAGE_MIN) : percentage;
  if (share >= 100) return nodeCount;
  return Math.max(Math.trunc((nodeCount * share) / 100), FEASIBLE_MIN);
}

export interface Found {
  readonly search: Search;
  /** Those on which the pod fits. Their slots are in the framework's scratch until the next search. */
  readonly nodes: readonly NodeInfo[];
}

export function searchNodes(
  framework: Framework,
  snapshot: Snapshot,
  state: CycleState,
  pod: PodInfo,
  restrictedTo: ReadonlySet<string> | undefined,
  rotation: Rotation,
): Found {
  const all = snapshot.nodes;
  const order = restrictedTo ? all.filter(({ name }) => restrictedTo.has(name)) : all;
  const slots = restrictedTo ? Int32Array.from(order, ({ slot }) => slot) : snapshot.slotOrder;
  const wanted = framework.scorePlugins.length === 0 ? 1 : feasibleNodesWanted(order.length, framework.profile.percentageOfNodesToScore);
  const start = order.length === 0 ? 0 : rotation.next % order.length;
  const { nominations } = framework.handle;
  const table = framework.tableOf(pod);
  const remote = framework.remoteFilters.of(state, pod);
  framework.scratch.reserve(order.length);
  const { answers, slots: found } = framework.scratch;
  let seen: Answers | undefined;
  let nominated: Map<string, readonly string[]> | undefined;
  let examined = 0;
  let feasible = 0;
  for (let index = start; examined < order.length && feasible < wanted; examined++) {
    const slot = slots[index] as number;
    const node = order[index] as NodeInfo;
    if (++index === order.length) index = 0;
    const judged =
      nominations.any && nominations.onNode(node.name).length > 0
        ? framework.judgeWithNominated(state, pod, node, remote.length === 0)
        : undefined;
    let answer: Status | undefined;
    if (!judged) {
      answer = table.filter(state, pod, node, slot);
      if (answer && remote.length > 0) answer = framework.remoteFilters.firstAnswer(answer, remote, slot);
      else for (let at = 0; !answer && at < remote.length; at++) answer = (remote[at] as RemoteFilter).check(slot);
    } else {
      (nominated ??= new Map()).set(node.name, judged.keys);
      answer = judged.answer;
    }
    if (answer) answers[examined] = (seen ??= new Answers()).numberOf(answer);
    else {
      answers[examined] = 0;
      found[feasible++] = slot;
    }
  }
  rotation.next = all.length === 0 ? 0 : (rotation.next + examined) % all.length;
  const search = {
    order,
    start,
    examined,
    feasible,
    statuses: seen?.list ?? NO_STATUSES,
    answers: seen && Column.copyOf(answers, examined),
    wanted,
    nextStart: rotation.next,
    total: all.length,
    nominated,
  };
  return { search, nodes: seen ? nodesAt(snapshot, found, feasible) : feasibleNodes(search) };
}

function nodesAt(snapshot: Snapshot, slots: Int32Array, count: number): readonly NodeInfo[] {
  const nodes: NodeInfo[] = [];
  for (let at = 0; at < count; at++) nodes.push(snapshot.at(slots[at] as number) as NodeInfo);
  return nodes;
}

/** Distinct answers, numbered from 1. Plugins share most of their answers, but not all. */
class Answers {
  readonly list: Status[] = [];
  private readonly numbers = new Map<Status, number>();
  private last: Status | undefined;
  private lastNumber = 0;

  numberOf(answer: Status): number {
    if (answer !== this.last) {
      this.last = answer;
      this.lastNumber = this.numbers.get(answer) ?? this.add(answer);
    }
    return this.lastNumber;
  }

  private add(answer: Status): number {
    const number = this.list.findIndex((other) => isSame(other, answer)) + 1 || this.list.push(answer);
    this.numbers.set(answer, number);
    return number;
  }
}

function isSame(a: Status, b: Status): boolean {
  return a.plugin === b.plugin && a.code === b.code && messageOf(a) === messageOf(b);
}
