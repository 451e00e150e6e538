/** Preferred terms, in both directions (source: kube-scheduler plugins/interpodaffinity/scoring.go, 1.36). */
import { SCORE_MAX } from '../../framework/plugin';
import type { Scores, Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import type { AffinityTerm } from '../../framework/pod-affinity';
import type { NamespaceLabels } from './filtering';
import { AffinitySums } from './sums';

/** `hardWeight`: what a required affinity term of a pod already there is worth. */
export function preferenceSums(snapshot: Snapshot, pod: PodInfo, namespaceLabels: NamespaceLabels, hardWeight: number): AffinitySums {
  const own = pod.facts.preferredAffinity.length + pod.facts.preferredAntiAffinity.length > 0;
  return new AffinitySums(
    snapshot,
    pod,
    (node) => (own ? node.pods : node.podsWithAffinity),
    (incoming, other, add) => addWeights(incoming, other, namespaceLabels, hardWeight, add),
  );
}

function addWeights(
  { facts, namespace, labels: podLabels }: PodInfo,
  other: PodInfo,
  namespaceLabels: NamespaceLabels,
  hardWeight: number,
  add: (term: AffinityTerm, by: number) => void,
): void {
  const labels = namespaceLabels(other.namespace);
  for (const term of facts.preferredAffinity) if (term.matchesAsOwn(other.namespace, other.labels, labels)) add(term, term.weight);
  for (const term of facts.preferredAntiAffinity) if (term.matchesAsOwn(other.namespace, other.labels, labels)) add(term, -term.weight);
  const towards = (term: AffinityTerm, weight: number) => {
    if (term.matches(namespace, podLabels, namespaceLabels(namespace))) add(term, weight);
  };
  if (hardWeight > 0) for (const term of other.facts.requiredAffinity) towards(term, hardWeight);
  for (const term of other.facts.preferredAffinity) towards(term, term.weight);
  for (const term of other.facts.preferredAntiAffinity) towards(term, -term.weight);
}

export function normalizeByRange(scores: Scores): void {
  let min = scores[0] ?? 0;
  let max = min;
  for (let at = 1; at < scores.length; at++) {
    const score = scores[at] as number;
    if (score < min) min = score;
    else if (score > max) max = score;
  }
  const range = max - min;
  for (let at = 0; at < scores.length; at++) scores[at] = range > 0 ? Math.trunc(SCORE_MAX * (((scores[at] as number) - min) / range)) : 0;
}
