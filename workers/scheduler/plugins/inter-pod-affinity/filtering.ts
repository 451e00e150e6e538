/** Required terms, in both directions (source: kube-scheduler plugins/interpodaffinity/filtering.go, 1.36). */
import type { CloneableState } from '../../framework/cycle-state';
import type { NodeInfo } from '../../framework/node-info';
import type { Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import type { Labels } from '../../framework/selector';
import { TopologyCounts } from './topology-counts';

export type NamespaceLabels = (namespace: string) => Labels;
export type Failure = 'affinity' | 'antiAffinity' | 'existingAntiAffinity';

export class AffinityCounts implements CloneableState {
  private constructor(
    private readonly namespaceLabels: NamespaceLabels,
    /** Pods that have this pod among those they must be apart from. */
    private readonly existingAnti: TopologyCounts,
    /** Pods that match all of this pod's affinity terms. */
    private readonly affinity: TopologyCounts,
    /** Pods that match an anti-affinity term of this pod. */
    private readonly anti: TopologyCounts,
  ) {}

  static of(pod: PodInfo, snapshot: Snapshot, namespaceLabels: NamespaceLabels): AffinityCounts {
    const counts = new AffinityCounts(namespaceLabels, TopologyCounts.empty(), TopologyCounts.empty(), TopologyCounts.empty());
    for (const node of snapshot.nodesWithRequiredAntiAffinity()) {
      for (const other of node.podsWithRequiredAntiAffinity) counts.changeExisting(pod, other, node, 1);
    }
    if (pod.facts.requiredAffinity.length + pod.facts.requiredAntiAffinity.length > 0) {
      for (const node of snapshot.nodes) for (const other of node.pods) counts.changeOwn(pod, other, node, 1);
    }
    return counts;
  }

  /** No term of either side can matter. */
  isIrrelevantTo(pod: PodInfo): boolean {
    return this.existingAnti.isEmpty && pod.facts.requiredAffinity.length + pod.facts.requiredAntiAffinity.length === 0;
  }

  clone(): AffinityCounts {
    return new AffinityCounts(this.namespaceLabels, this.existingAnti.clone(), this.affinity.clone(), this.anti.clone());
  }

  change(pod: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    this.changeExisting(pod, other, node, by);
    this.changeOwn(pod, other, node, by);
  }

  check(pod: PodInfo, node: NodeInfo): Failure | undefined {
    if (!this.affinityHolds(pod, node)) return 'affinity';
    for (const { topologyKey } of pod.facts.requiredAntiAffinity) {
      const value = node.labels[topologyKey];
      if (value !== undefined && this.anti.get(topologyKey, value) > 0) return 'antiAffinity';
    }
    for (const [key, values] of this.existingAnti.keys()) {
      const value = node.labels[key];
      if (value !== undefined && (values.get(value) ?? 0) > 0) return 'existingAntiAffinity';
    }
    return undefined;
  }

  /** The first pod of a group that wants to be together may go anywhere that has the keys. */
  private affinityHolds(pod: PodInfo, node: NodeInfo): boolean {
    let allExist = true;
    for (const { topologyKey } of pod.facts.requiredAffinity) {
      const value = node.labels[topologyKey];
      if (value === undefined) return false;
      if (this.affinity.get(topologyKey, value) <= 0) allExist = false;
    }
    return allExist || (this.affinity.isEmpty && this.matchesAll(pod, pod));
  }

  private changeExisting(pod: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    for (const term of other.facts.requiredAntiAffinity) {
      const value = node.labels[term.topologyKey];
      if (value !== undefined && term.matches(pod.namespace, pod.labels, this.namespaceLabels(pod.namespace)))
        this.existingAnti.add(term.topologyKey, value, by);
    }
  }

  private changeOwn(pod: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    const { requiredAffinity, requiredAntiAffinity } = pod.facts;
    if (requiredAffinity.length > 0 && this.matchesAll(pod, other)) {
      for (const { topologyKey } of requiredAffinity) {
        const value = node.labels[topologyKey];
        if (value !== undefined) this.affinity.add(topologyKey, value, by);
      }
    }
    for (const term of requiredAntiAffinity) {
      const value = node.labels[term.topologyKey];
      if (value !== undefined && term.matchesAsOwn(other.namespace, other.labels, this.namespaceLabels(other.namespace)))
        this.anti.add(term.topologyKey, value, by);
    }
  }

  private matchesAll(pod: PodInfo, other: PodInfo): boolean {
    const labels = this.namespaceLabels(other.namespace);
    return pod.facts.requiredAffinity.every((term) => term.matchesAsOwn(other.namespace, other.labels, labels));
  }
}
