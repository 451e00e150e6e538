/** One decision the long way: every plugin asked about every node, plain arrays, nothing looked up, nothing kept. */
import { CycleState } from '../../../../workers/scheduler/framework/cycle-state';
import type { NodeInfo } from '../../../../workers/scheduler/framework/node-info';
import type { PodInfo } from '../../../../workers/scheduler/framework/pod-info';
import type { Status } from '../../../../workers/scheduler/framework/status';
import { feasibleNodesWanted } from '../../../../workers/scheduler/search-nodes';
import type { World } from './stream-world';

export interface SlowDecision {
  readonly verdicts: readonly { readonly node: string; readonly failed?: Status }[];
  readonly scores: readonly { readonly node: string; readonly raw: number[]; readonly norm: number[]; readonly total: number }[];
  readonly node?: string;
}

/** Leaves out what follows where no node fits. For pods that are not nominated. */
export function slowDecision({ framework, cache, rotation, random }: World, pod: PodInfo): SlowDecision {
  const state = new CycleState();
  const { failed, nodes: left } = framework.runPreFilter(state, pod);
  if (failed) return { verdicts: [], scores: [] };
  const order = cache.nodes.filter(({ name }) => !left || left.has(name));
  const wanted = feasibleNodesWanted(order.length, framework.profile.percentageOfNodesToScore);
  const verdicts: { node: string; failed?: Status }[] = [];
  const feasible: NodeInfo[] = [];
  for (let at = 0; at < order.length && feasible.length < wanted; at++) {
    const node = order[(rotation.next + at) % order.length] as NodeInfo;
    const answer = framework.runFiltersWithNominated(state, pod, node);
    verdicts.push({ node: node.name, ...(answer ? { failed: answer } : {}) });
    if (!answer) feasible.push(node);
  }
  if (feasible.length < 2) return { verdicts, scores: [], ...(feasible[0] ? { node: feasible[0].name } : {}) };
  const scores = scoresOf(framework, state, pod, feasible);
  const most = Math.max(...scores.map(({ total }) => total));
  const best = scores.filter(({ total }) => total === most);
  return { verdicts, scores, node: (best[best.length === 1 ? 0 : random(best.length)] as { node: string }).node };
}

function scoresOf(framework: World['framework'], state: CycleState, pod: PodInfo, feasible: readonly NodeInfo[]): SlowDecision['scores'] {
  framework.runPreScore(state, pod, feasible);
  const plugins = framework.scorePlugins.filter(({ plugin }) => !state.skipScore.has(plugin.name));
  const raw = plugins.map(({ plugin }) => feasible.map((node) => plugin.score?.(state, pod, node) ?? 0));
  const norm = plugins.map(({ plugin }, at) => {
    const scores = Int32Array.from(raw[at] as number[]);
    plugin.normalizeScore?.(state, pod, scores, feasible);
    return [...scores];
  });
  return feasible.map(({ name: node }, at) => ({
    node,
    raw: raw.map((column) => column[at] as number),
    norm: norm.map((column) => column[at] as number),
    total: plugins.reduce((sum, { weight }, plugin) => sum + weight * ((norm[plugin] as number[])[at] as number), 0),
  }));
}
