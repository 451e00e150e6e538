/** Preferred terms, in both directions (source: kube-scheduler plugins/interpodaffinity/scoring.go, 1.36). */
import { SCORE_MAX } from '../../framework/plugin';
import type { Scores, Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import type { AffinityTerm } from '../../framework/pod-affinity';
import type { NamespaceLabels } from './filtering';
import { AffinitySums } from './sums';

/** `hardWeight`: what a required affinity term of a pod already there is worth. */
export function preferenceSums(snapshot: Snapshot, pod: PodInfo, namespaceLabels: NamespaceLabels, hardWeight: number): AffinitySums {
  return new AffinitySums(snapshot, pod, (incoming, other, add) => addWeights(incoming, other, namespaceLabels, hardWeight, add));
}

type Add = (term: AffinityTerm, by: number) => void;

function addWeights(pod: PodInfo, other: PodInfo, namespaceLabels: NamespaceLabels, hardWeight: number, add: Add): void {
  const { facts } = pod;
  if (facts.preferredAffinity.length + facts.preferredAntiAffinity.length > 0) {
    const labels = namespaceLabels(other.namespace);
    for (const term of facts.preferredAffinity) if (term.matchesAsOwn(other.namespace, other.labels, labels)) add(term, term.weight);
    for (const term of facts.preferredAntiAffinity) if (term.matchesAsOwn(other.namespace, other.labels, labels)) add(term, -term.weight);
  }
  if (hardWeight > 0) for (const term of other.facts.requiredAffinity) if (means(term, pod, namespaceLabels)) add(term, hardWeight);
  for (const term of other.facts.preferredAffinity) if (means(term, pod, namespaceLabels)) add(term, term.weight);
  for (const term of other.facts.preferredAntiAffinity) if (means(term, pod, namespaceLabels)) add(term, -term.weight);
}

/** A term of another pod. */
function means(term: AffinityTerm, { namespace, labels }: PodInfo, namespaceLabels: NamespaceLabels): boolean {
  return term.matches(namespace, labels, namespaceLabels(namespace));
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
