/** Required terms, in both directions (source: kube-scheduler plugins/interpodaffinity/filtering.go, 1.36). */
import type { CloneableState } from '../../framework/cycle-state';
import type { NodeInfo } from '../../framework/node-info';
import type { AffinityTerm } from '../../framework/pod-affinity';
import type { Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import type { Labels } from '../../framework/selector';
import { AffinitySums } from './sums';
import type { PerValue, TopologyCounts } from './topology-counts';

export type NamespaceLabels = (namespace: string) => Labels;
export type Failure = 'affinity' | 'antiAffinity' | 'existingAntiAffinity';
type Add = (term: AffinityTerm, by: number) => void;

/** Who matches whom, for pods of one group, kept from attempt to attempt. */
export class RequiredSums {
  private readonly existingAnti: AffinitySums;
  private readonly own: readonly [affinity: AffinitySums, anti: AffinitySums] | undefined;

  constructor(
    snapshot: Snapshot,
    pod: PodInfo,
    private readonly namespaceLabels: NamespaceLabels,
  ) {
    this.existingAnti = new AffinitySums(snapshot, pod, (own, other, add) => addExisting(own, other, namespaceLabels, add));
    this.own =
      pod.facts.requiredAffinity.length + pod.facts.requiredAntiAffinity.length === 0
        ? undefined
        : [
            new AffinitySums(snapshot, pod, (own, other, add) => addAffinity(own, other, namespaceLabels, add)),
            new AffinitySums(snapshot, pod, (own, other, add) => addAnti(own, other, namespaceLabels, add)),
          ];
  }

  /** Undefined where no term of either side can matter. */
  countsFor(pod: PodInfo): AffinityCounts | undefined {
    const { existingAnti, own } = this;
    existingAnti.catchUp();
    if (!own) return existingAnti.totals.isEmpty ? undefined : new AffinityCounts(pod, this.namespaceLabels, existingAnti.totals);
    for (const sums of own) sums.catchUp();
    return new AffinityCounts(pod, this.namespaceLabels, existingAnti.totals, own[0].totals, own[1].totals);
  }
}

export class AffinityCounts implements CloneableState {
  constructor(
    private readonly pod: PodInfo,
    private readonly namespaceLabels: NamespaceLabels,
    /** Pods that have this pod among those they must be apart from. */
    private readonly existingAnti: TopologyCounts,
    /** Pods that match all of this pod's affinity terms. */
    private readonly affinity?: TopologyCounts,
    /** Pods that match an anti-affinity term of this pod. */
    private readonly anti?: TopologyCounts,
  ) {}

  clone(): AffinityCounts {
    return new AffinityCounts(this.pod, this.namespaceLabels, this.existingAnti.clone(), this.affinity?.clone(), this.anti?.clone());
  }

  /** Another pod comes to the node (or with -1 leaves it). Only for clones. */
  change(pod: PodInfo, other: PodInfo, { slot }: NodeInfo, by: 1 | -1): void {
    const addTo =
      (counts: TopologyCounts): Add =>
      ({ topologyKey }) => {
        const value = counts.of(topologyKey).topology.of(slot);
        if (value >= 0) counts.add(topologyKey, value, by, by);
      };
    addExisting(pod, other, this.namespaceLabels, addTo(this.existingAnti));
    if (this.affinity) addAffinity(pod, other, this.namespaceLabels, addTo(this.affinity));
    if (this.anti) addAnti(pod, other, this.namespaceLabels, addTo(this.anti));
  }

  check({ facts }: PodInfo, node: NodeInfo): Failure | undefined {
    if (this.affinity && !this.affinityHolds(this.affinity, node)) return 'affinity';
    if (this.anti) {
      for (const { topologyKey } of facts.requiredAntiAffinity) if (this.anti.at(topologyKey, node.slot) > 0) return 'antiAffinity';
    }
    return anyAbove0(this.existingAnti.all, node.slot) ? 'existingAntiAffinity' : undefined;
  }

  /** {@link check} for the nodes of the snapshot. */
  checkBySlot({ facts }: PodInfo): (slot: number) => Failure | undefined {
    const { affinity, anti, existingAnti } = this;
    const wanted = affinity ? facts.requiredAffinity.map(({ topologyKey }) => affinity.of(topologyKey)) : NOTHING;
    const avoided = anti ? facts.requiredAntiAffinity.map(({ topologyKey }) => anti.of(topologyKey)) : NOTHING;
    const mayBeFirst = affinity !== undefined && affinity.isEmpty && matchesAll(this.pod, this.pod, this.namespaceLabels);
    return (slot) => {
      let allExist = true;
      for (const { topology, sums } of wanted) {
        const value = topology.of(slot);
        if (value < 0) return 'affinity';
        if ((sums[value] as number) <= 0) allExist = false;
      }
      if (!allExist && !mayBeFirst) return 'affinity';
      if (anyAbove0(avoided, slot)) return 'antiAffinity';
      return anyAbove0(existingAnti.all, slot) ? 'existingAntiAffinity' : undefined;
    };
  }

  /** The first pod of a group that wants to be together may go anywhere that has the keys. */
  private affinityHolds(affinity: TopologyCounts, node: NodeInfo): boolean {
    let allExist = true;
    for (const { topologyKey } of this.pod.facts.requiredAffinity) {
      if (node.labels[topologyKey] === undefined) return false;
      if (affinity.at(topologyKey, node.slot) <= 0) allExist = false;
    }
    return allExist || (affinity.isEmpty && matchesAll(this.pod, this.pod, this.namespaceLabels));
  }
}

const NOTHING: readonly PerValue[] = [];

function anyAbove0(list: readonly PerValue[], slot: number): boolean {
  for (const { topology, sums } of list) {
    const value = topology.of(slot);
    if (value >= 0 && (sums[value] as number) > 0) return true;
  }
  return false;
}

function addExisting(pod: PodInfo, other: PodInfo, namespaceLabels: NamespaceLabels, add: Add): void {
  for (const term of other.facts.requiredAntiAffinity)
    if (term.matches(pod.namespace, pod.labels, namespaceLabels(pod.namespace))) add(term, 1);
}

function addAffinity(pod: PodInfo, other: PodInfo, namespaceLabels: NamespaceLabels, add: Add): void {
  const { requiredAffinity } = pod.facts;
  if (requiredAffinity.length > 0 && matchesAll(pod, other, namespaceLabels)) for (const term of requiredAffinity) add(term, 1);
}

function addAnti(pod: PodInfo, other: PodInfo, namespaceLabels: NamespaceLabels, add: Add): void {
  for (const term of pod.facts.requiredAntiAffinity)
    if (term.matchesAsOwn(other.namespace, other.labels, namespaceLabels(other.namespace))) add(term, 1);
}

function matchesAll(pod: PodInfo, other: PodInfo, namespaceLabels: NamespaceLabels): boolean {
  const labels = namespaceLabels(other.namespace);
  return pod.facts.requiredAffinity.every((term) => term.matchesAsOwn(other.namespace, other.labels, labels));
}
