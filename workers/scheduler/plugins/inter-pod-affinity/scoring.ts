/** Preferred terms, in both directions (source: kube-scheduler plugins/interpodaffinity/scoring.go, 1.36). */
import type { NodeInfo } from '../../framework/node-info';
import { SCORE_MAX } from '../../framework/plugin';
import type { Scores, Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import type { AffinityTerm } from '../../framework/pod-affinity';
import type { NamespaceLabels } from './filtering';
import { TopologyCounts } from './topology-counts';

export interface ScoringArgs {
  /** What a required affinity term of a pod already there is worth. */
  readonly hardPodAffinityWeight: number;
  readonly ignorePreferredTermsOfExistingPods: boolean;
}

export class AffinityScores {
  private readonly weights = TopologyCounts.empty();

  constructor(private readonly pod: PodInfo, snapshot: Snapshot, private readonly namespaceLabels: NamespaceLabels, private readonly args: ScoringArgs) {
    const own = pod.facts.preferredAffinity.length + pod.facts.preferredAntiAffinity.length > 0;
    for (const node of own ? snapshot.nodes : snapshot.nodesWithAffinity()) {
      for (const other of own ? node.pods : node.podsWithAffinity) this.addPod(other, node);
    }
  }

  /** Nothing on either side matched. */
  get isEmpty(): boolean {
    return this.weights.isEmpty;
  }

  score(node: NodeInfo): number {
    let score = 0;
    for (const [key, values] of this.weights.keys()) {
      const value = node.labels[key];
      if (value !== undefined) score += values.get(value) ?? 0;
    }
    return score;
  }

  private addPod(other: PodInfo, node: NodeInfo): void {
    const { pod, args } = this;
    this.addMatching(pod.facts.preferredAffinity, other, node, 1);
    this.addMatching(pod.facts.preferredAntiAffinity, other, node, -1);
    if (args.hardPodAffinityWeight > 0) this.addMatching(other.facts.requiredAffinity, pod, node, 1, args.hardPodAffinityWeight);
    if (!args.ignorePreferredTermsOfExistingPods) {
      this.addMatching(other.facts.preferredAffinity, pod, node, 1);
      this.addMatching(other.facts.preferredAntiAffinity, pod, node, -1);
    }
  }

  private addMatching(terms: readonly AffinityTerm[], target: PodInfo, node: NodeInfo, sign: 1 | -1, weight?: number): void {
    for (const term of terms) {
      const value = node.labels[term.topologyKey];
      if (value === undefined || !term.matches(target.namespace, target.labels, this.namespaceLabels(target.namespace))) continue;
      this.weights.add(term.topologyKey, value, sign * (weight ?? term.weight), true);
    }
  }
}

export function normalizeByRange(scores: Scores): void {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const score of scores) {
    min = Math.min(min, score);
    max = Math.max(max, score);
  }
  const range = max - min;
  for (let at = 0; at < scores.length; at++) scores[at] = range > 0 ? Math.trunc(SCORE_MAX * (((scores[at] as number) - min) / range)) : 0;
}
