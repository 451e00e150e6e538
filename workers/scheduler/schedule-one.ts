/** One pod, one decision (source: kube-scheduler schedule_one.go, 1.36). Changes nothing but the rotation. */
import type { Attempt, Scoring, Search } from './attempt';
import { CycleState } from './framework/cycle-state';
import { fitErrorMessage, preFilterErrorMessage } from './framework/fit-error';
import type { Framework, PreFilterRun } from './framework/framework';
import type { NodeInfo } from './framework/node-info';
import { NodeStatuses } from './framework/node-statuses';
import type { Scores, Snapshot } from './framework/plugin';
import type { PodInfo } from './framework/pod-info';
import { isRejection, messageOf, status } from './framework/status';
import type { Status } from './framework/status';
import { ScorePiece } from './score-memory';
import { searchNodes } from './search-nodes';
import type { Rotation } from './search-nodes';

export function scheduleOne(framework: Framework, snapshot: Snapshot, pod: PodInfo, rotation: Rotation, state = new CycleState()): Attempt {
  const nothing = { pod, preFilter: [], unschedulablePlugins: [], pendingPlugins: [] };
  if (snapshot.nodes.length === 0) return { ...nothing, error: 'no nodes available to schedule pods' };
  const preFilter = framework.runPreFilter(state, pod);
  const known = { ...nothing, preFilter: preFilter.verdicts, ...(preFilter.nodes ? { preFilterNodes: preFilter.nodes } : {}) };
  const { failed } = preFilter;
  if (failed) {
    if (!isRejection(failed)) return { ...known, error: messageOf(failed) };
    return withoutNode(framework, state, known, new NodeStatuses([], NO_NODE, failed), messageOf(failed));
  }
  const onNominated = tryNominatedNode(framework, snapshot, state, pod, preFilter);
  if (onNominated) {
    const nodes = [onNominated];
    const search = {
      order: nodes,
      start: 0,
      examined: 1,
      feasible: nodes,
      wanted: 1,
      nextStart: rotation.next,
      total: snapshot.nodes.length,
    };
    return { ...known, search, node: onNominated, takesNominatedNode: true };
  }
  const search = searchNodes(framework, snapshot, state, pod, preFilter.nodes, rotation);
  const [only] = search.feasible;
  if (!only) return { ...withoutNode(framework, state, known, statusesOf(search, preFilter), undefined), search };
  if (search.feasible.length === 1) return { ...known, search, node: only };
  const scoring = scoreNodes(framework, state, pod, search.feasible);
  if ('code' in scoring) return { ...known, search, error: messageOf(scoring) };
  return {
    ...known,
    search,
    scoring,
    node: scoring.best[scoring.best.length === 1 ? 0 : framework.handle.random(scoring.best.length)] as NodeInfo,
  };
}

/** A pod that was promised a node takes it if it still fits, without a look at the others. */
function tryNominatedNode(
  framework: Framework,
  snapshot: Snapshot,
  state: CycleState,
  pod: PodInfo,
  { nodes }: PreFilterRun,
): NodeInfo | undefined {
  const name = pod.pod.status?.nominatedNodeName;
  const node = name ? snapshot.get(name) : undefined;
  if (!node || (nodes && !nodes.has(node.name))) return undefined;
  return framework.runFiltersWithNominated(state, pod, node) ? undefined : node;
}

function statusesOf({ order, start, answers = [] }: Search, { nodes, restrictedBy }: PreFilterRun): NodeStatuses {
  const reason = `node(s) didn't satisfy plugin(s) [${[...restrictedBy].sort().join(' ')}]`;
  const leftOut = nodes && status(restrictedBy[0] ?? '', 'UnschedulableAndUnresolvable', reason);
  return new NodeStatuses(answers, (at) => order[(start + at) % order.length] as NodeInfo, leftOut);
}

const NO_NODE = (): never => {
  throw new Error('no node was asked');
};

type Known = Pick<Attempt, 'pod' | 'preFilter' | 'preFilterNodes' | 'unschedulablePlugins' | 'pendingPlugins'>;

/** No node fits: collects the reasons and asks for a remedy. */
function withoutNode(
  framework: Framework,
  state: CycleState,
  known: Known,
  statuses: NodeStatuses,
  preFilterMessage: string | undefined,
): Attempt {
  const unschedulable = new Set<string>();
  const pending = new Set<string>();
  for (const answer of preFilterMessage === undefined ? statuses.counts.keys() : [statuses.absent as Status]) {
    (answer.code === 'Pending' ? pending : unschedulable).add(answer.plugin);
  }
  for (const { plugin, nodes } of known.preFilter) if (nodes) unschedulable.add(plugin);
  const nodeCount = framework.handle.snapshot.nodes.length;
  const fitError =
    preFilterMessage === undefined
      ? fitErrorMessage(nodeCount, statuses.counts, statuses.absent)
      : preFilterErrorMessage(nodeCount, preFilterMessage);
  const outcome = framework.runPostFilter(state, known.pod, statuses);
  const remedy = outcome ? messageOf(outcome.status) : '';
  return {
    ...known,
    fitError,
    message: remedy === '' ? fitError : `${fitError} ${remedy}`,
    unschedulablePlugins: [...unschedulable].sort(),
    pendingPlugins: [...pending].sort(),
    ...(outcome ? { postFilterCode: outcome.status.code } : {}),
    ...(outcome?.preemption ? { preemption: outcome.preemption } : {}),
    ...(outcome?.nominatedNode === undefined ? {} : { nominatedNode: outcome.nominatedNode }),
    ...(outcome?.victims ? { victims: outcome.victims } : {}),
  };
}

/** Scores nodes that fit: raw, normalised, weighted sum. */
export function scoreNodes(framework: Framework, state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): Scoring | Status {
  const preScore = framework.runPreScore(state, pod, nodes);
  if (preScore.failed) return preScore.failed;
  const plugins = framework.scorePlugins.filter(({ plugin }) => !state.skipScore.has(plugin.name));
  const arrays = 1 + plugins.length + plugins.filter(({ plugin }) => plugin.normalizeScore).length;
  const memory = ScorePiece.for(nodes.length, arrays);
  const totals = memory.take(nodes.length).fill(0);
  const raw: Scores[] = [];
  const norm: Scores[] = [];
  const slots = new Int32Array(nodes.length);
  for (let at = 0; at < nodes.length; at++) slots[at] = (nodes[at] as NodeInfo).slot;
  const kept = framework.tableOf(pod).scores(state, pod, nodes, slots);
  for (const { plugin, weight } of plugins) {
    const scores = memory.take(nodes.length);
    const column = kept[framework.localScorerIndex(plugin)];
    if (column) gather(column, slots, scores);
    else for (let at = 0; at < nodes.length; at++) scores[at] = plugin.score?.(state, pod, nodes[at] as NodeInfo) ?? 0;
    raw.push(scores);
    let normalized = scores;
    if (plugin.normalizeScore) {
      normalized = memory.take(nodes.length);
      normalized.set(scores);
      plugin.normalizeScore(state, pod, normalized, nodes);
    }
    norm.push(normalized);
    addWeighted(totals, normalized, weight);
  }
  return {
    preScore: preScore.verdicts,
    plugins: plugins.map(({ plugin, weight }) => ({ name: plugin.name, weight })),
    raw,
    norm,
    nodes,
    totals,
    best: bestOf(nodes, totals),
    memory,
  };
}

function gather(column: Int32Array, slots: Int32Array, scores: Scores): void {
  for (let at = 0; at < slots.length; at++) scores[at] = column[slots[at] as number] as number;
}

function addWeighted(totals: Scores, scores: Scores, weight: number): void {
  for (let at = 0; at < totals.length; at++) totals[at] = (totals[at] as number) + (scores[at] as number) * weight;
}

/** All nodes with the highest total. */
export function bestOf(nodes: readonly NodeInfo[], totals: Scores): NodeInfo[] {
  let max = Number.NEGATIVE_INFINITY;
  let best: NodeInfo[] = [];
  for (let at = 0; at < nodes.length; at++) {
    const total = totals[at] as number;
    if (total > max) {
      max = total;
      best = [nodes[at] as NodeInfo];
    } else if (total === max) best.push(nodes[at] as NodeInfo);
  }
  return best;
}
