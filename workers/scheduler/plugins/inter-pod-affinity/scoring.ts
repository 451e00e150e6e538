/** Preferred terms, in both directions (source: kube-scheduler plugins/interpodaffinity/scoring.go, 1.36). */
import type { NodeInfo } from '../../framework/node-info';
import { SCORE_MAX } from '../../framework/plugin';
import type { Scores, Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import type { AffinityTerm } from '../../framework/pod-affinity';
import type { NamespaceLabels } from './filtering';
import { TopologyCounts } from './topology-counts';

export class AffinityScores {
  private readonly weights = TopologyCounts.empty();

  /** `hardWeight`: what a required affinity term of a pod already there is worth. */
  constructor(
    private readonly pod: PodInfo,
    snapshot: Snapshot,
    private readonly namespaceLabels: NamespaceLabels,
    private readonly hardWeight: number,
  ) {
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
    const { pod, hardWeight } = this;
    const labels = this.namespaceLabels(other.namespace);
    for (const term of pod.facts.preferredAffinity)
      if (term.matchesAsOwn(other.namespace, other.labels, labels)) this.add(term, node, term.weight);
    for (const term of pod.facts.preferredAntiAffinity)
      if (term.matchesAsOwn(other.namespace, other.labels, labels)) this.add(term, node, -term.weight);
    if (hardWeight > 0) this.addTowards(other.facts.requiredAffinity, node, () => hardWeight);
    this.addTowards(other.facts.preferredAffinity, node, ({ weight }) => weight);
    this.addTowards(other.facts.preferredAntiAffinity, node, ({ weight }) => -weight);
  }

  /** Terms of a pod already there that mean the pod being scheduled. */
  private addTowards(terms: readonly AffinityTerm[], node: NodeInfo, weightOf: (term: AffinityTerm) => number): void {
    const { namespace, labels } = this.pod;
    for (const term of terms) if (term.matches(namespace, labels, this.namespaceLabels(namespace))) this.add(term, node, weightOf(term));
  }

  private add({ topologyKey }: AffinityTerm, node: NodeInfo, weight: number): void {
    const value = node.labels[topologyKey];
    if (value !== undefined) this.weights.add(topologyKey, value, weight, true);
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
