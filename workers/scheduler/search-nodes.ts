/** The search for feasible nodes (source: kube-scheduler schedule_one.go findNodesThatPassFilters, 1.36). */
import type { Search } from './attempt';
import type { CycleState } from './framework/cycle-state';
import type { Framework } from './framework/framework';
import type { NodeInfo } from './framework/node-info';
import type { Snapshot } from './framework/plugin';
import type { PodInfo } from './framework/pod-info';
import type { Status } from './framework/status';

/** Where the next search starts, so that all nodes get their turn. */
export interface Rotation {
  next: number;
}

/** Clusters up to this size are looked at as a whole, and at least so many feasible nodes are looked for. */
const FEASIBLE_MIN = 100;
const PERCENTAGE_MIN = 5;
const NO_PODS: readonly PodInfo[] = [];

/** How many feasible nodes are enough; `percentage` 0 adapts to the size. */
export function feasibleNodesWanted(nodeCount: number, percentage: number): number {
  if (nodeCount < FEASIBLE_MIN) return nodeCount;
  const share = percentage === 0 ? Math.max(50 - Math.trunc(nodeCount / 125), PERCENTAGE_MIN) : percentage;
  if (share >= 100) return nodeCount;
  return Math.max(Math.trunc((nodeCount * share) / 100), FEASIBLE_MIN);
}

export function searchNodes(
  framework: Framework,
  snapshot: Snapshot,
  state: CycleState,
  pod: PodInfo,
  restrictedTo: ReadonlySet<string> | undefined,
  rotation: Rotation,
): Search {
  const all = snapshot.nodes;
  const order = restrictedTo ? all.filter(({ name }) => restrictedTo.has(name)) : all;
  const wanted = framework.scorePlugins.length === 0 ? 1 : feasibleNodesWanted(order.length, framework.profile.percentageOfNodesToScore);
  const start = order.length === 0 ? 0 : rotation.next % order.length;
  let answers: (Status | undefined)[] | undefined;
  let examined = 0;
  const slots = restrictedTo ? Int32Array.from(order, ({ slot }) => slot) : snapshot.slotOrder;
  const feasible: NodeInfo[] = [];
  const anyNominated = framework.handle.nominations.any;
  let nominated: Map<string, readonly string[]> | undefined;
  const check = framework.checkerOf(state, pod);
  for (let index = start; examined < order.length && feasible.length < wanted; examined++) {
    const node = order[index] as NodeInfo;
    const slot = slots[index] as number;
    if (++index === order.length) index = 0;
    const others = anyNominated ? framework.nominatedOn(node, pod) : NO_PODS;
    if (others.length > 0) (nominated ??= new Map()).set(node.name, keysOf(others));
    const answer = others.length > 0 ? framework.runFiltersWithNominated(state, pod, node) : check(node, slot);
    if (answer && !answers) answers = feasible.map(() => undefined);
    answers?.push(answer);
    if (!answer) feasible.push(node);
  }
  rotation.next = all.length === 0 ? 0 : (rotation.next + examined) % all.length;
  const partial = { ...(answers ? { answers } : {}), ...(nominated ? { nominated } : {}) };
  return { order, start, examined, feasible, wanted, nextStart: rotation.next, total: all.length, ...partial };
}

function keysOf(pods: readonly PodInfo[]): string[] {
  return pods.map(({ key }) => key);
}
