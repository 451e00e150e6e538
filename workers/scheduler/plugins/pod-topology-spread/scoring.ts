/** Soft constraints (source: kube-scheduler plugins/podtopologyspread/scoring.go, 1.36). */
import type { NodeInfo } from '../../framework/node-info';
import { SCORE_MAX } from '../../framework/plugin';
import type { Scores } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { countMatching, counts, hasAllKeys, HOSTNAME_KEY } from './constraints';
import type { Constraint } from './constraints';

export class SpreadScores {
  private readonly ignored = new Set<string>();
  /** Per constraint; empty for hostname, whose domains are counted node by node. */
  private readonly domains: readonly Map<string, number>[];
  private readonly weights: readonly number[];

  /** `needsAllKeys`: nodes that lack a key are ignored; not so for the system's default constraints. */
  constructor(
    pod: PodInfo,
    private readonly constraints: readonly Constraint[],
    needsAllKeys: boolean,
    feasible: readonly NodeInfo[],
    all: readonly NodeInfo[],
  ) {
    this.domains = constraints.map(() => new Map<string, number>());
    for (const node of feasible) {
      if (needsAllKeys && !hasAllKeys(node.labels, constraints)) {
        this.ignored.add(node.name);
        continue;
      }
      constraints.forEach(({ topologyKey }, at) => {
        const value = node.labels[topologyKey];
        if (topologyKey !== HOSTNAME_KEY && (value !== undefined || !needsAllKeys)) this.domains[at]?.set(value ?? '', 0);
      });
    }
    this.weights = constraints.map(({ topologyKey }, at) => {
      const size = topologyKey === HOSTNAME_KEY ? feasible.length - this.ignored.size : (this.domains[at] as Map<string, number>).size;
      return Math.log(size + 2);
    });
    for (const node of all) {
      if (needsAllKeys && !hasAllKeys(node.labels, constraints)) continue;
      constraints.forEach((constraint, at) => this.addNode(pod, node, constraint, this.domains[at] as Map<string, number>));
    }
  }

  private addNode(pod: PodInfo, node: NodeInfo, constraint: Constraint, domains: Map<string, number>): void {
    const value = node.labels[constraint.topologyKey] ?? '';
    const before = domains.get(value);
    if (before === undefined || !counts(constraint, pod, node)) return;
    domains.set(value, before + countMatching(node, pod.namespace, constraint.selects));
  }

  /** Higher is worse until {@link normalize}. */
  score(pod: PodInfo, node: NodeInfo): number {
    if (this.ignored.has(node.name)) return 0;
    let score = 0;
    this.constraints.forEach(({ topologyKey, selects, maxSkew }, at) => {
      const value = node.labels[topologyKey];
      if (value === undefined) return;
      const count = topologyKey === HOSTNAME_KEY ? countMatching(node, pod.namespace, selects) : (this.domains[at]?.get(value) ?? 0);
      score += count * (this.weights[at] as number) + (maxSkew - 1);
    });
    return Math.round(score);
  }

  normalize(scores: Scores, nodes: readonly NodeInfo[]): void {
    let min = Number.MAX_SAFE_INTEGER;
    let max = 0;
    nodes.forEach((node, at) => {
      if (this.ignored.has(node.name)) return;
      min = Math.min(min, scores[at] as number);
      max = Math.max(max, scores[at] as number);
    });
    nodes.forEach((node, at) => {
      if (this.ignored.has(node.name)) scores[at] = 0;
      else scores[at] = max === 0 ? SCORE_MAX : Math.trunc((SCORE_MAX * (max + min - (scores[at] as number))) / max);
    });
  }
}
