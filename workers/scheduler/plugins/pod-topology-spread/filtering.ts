/** Hard constraints (source: kube-scheduler plugins/podtopologyspread/filtering.go, 1.36). */
import type { CloneableState } from '../../framework/cycle-state';
import type { NodeInfo } from '../../framework/node-info';
import type { PodInfo } from '../../framework/pod-info';
import { counts, hasAllKeys } from './constraints';
import type { Constraint } from './constraints';
import { CriticalPaths } from './critical-paths';
import type { ConstraintSums, SpreadSums } from './sums';

interface Domains {
  readonly constraint: Constraint;
  readonly topology: ConstraintSums['topology'];
  /** Shared with the sums until somebody changes it. */
  readonly counts: Int32Array;
  /** How many there are. */
  readonly size: number;
  readonly critical: CriticalPaths;
  /** The pod itself adds this much to its domain. */
  readonly self: 0 | 1;
}

/** Matching pods per domain, per constraint. */
export class SpreadCounts implements CloneableState {
  private constructor(
    private readonly constraints: readonly Constraint[],
    private readonly domains: readonly Domains[],
  ) {}

  /** Of sums that have caught up. The clone may be changed, this one not. */
  static of(pod: PodInfo, { constraints, sums }: SpreadSums): SpreadCounts {
    const domains = sums.map(({ constraint, topology, counts: perValue, nodes }): Domains => {
      const critical = new CriticalPaths();
      let size = 0;
      for (let value = 0; value < nodes.length; value++) {
        if (nodes[value] === 0) continue;
        size++;
        critical.update(value, perValue[value] as number);
      }
      return { constraint, topology, counts: perValue, size, critical, self: constraint.selects(pod.labels) ? 1 : 0 };
    });
    return new SpreadCounts(constraints, domains);
  }

  clone(): SpreadCounts {
    return new SpreadCounts(
      this.constraints,
      this.domains.map((one) => ({ ...one, counts: one.counts.slice(), critical: one.critical.clone() })),
    );
  }

  /** Another pod comes to the node (or with -1 leaves it). Only for clones. */
  change(pod: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    if (other.namespace !== pod.namespace || !hasAllKeys(node.labels, this.constraints)) return;
    for (const { constraint, topology, counts: perValue, critical } of this.domains) {
      if (!constraint.selects(other.labels) || !counts(constraint, pod, node)) continue;
      const value = topology.of(node.slot);
      const count = (perValue[value] as number) + by;
      perValue[value] = count;
      critical.update(value, count);
    }
  }

  /** {@link check} for many nodes. Not for clones. */
  checkBySlot(): (slot: number) => 'missing label' | 'skew' | undefined {
    const domains = this.domains.map((one) => {
      const { constraint, topology, counts: perValue, size, critical, self } = one;
      const most = constraint.maxSkew - self + (size < constraint.minDomains ? 0 : critical.min);
      return { topology, perValue, most };
    });
    return (slot) => {
      for (let at = 0; at < domains.length; at++) {
        const { topology, perValue, most } = domains[at] as (typeof domains)[number];
        const value = topology.of(slot);
        if (value < 0) return 'missing label';
        if ((perValue[value] as number) > most) return 'skew';
      }
      return undefined;
    };
  }

  /** Why the pod can't go to the node. */
  check(slot: number): 'missing label' | 'skew' | undefined {
    for (const { constraint, topology, counts: perValue, size, critical, self } of this.domains) {
      const value = topology.of(slot);
      if (value < 0) return 'missing label';
      const least = size < constraint.minDomains ? 0 : critical.min;
      if ((perValue[value] as number) + self - least > constraint.maxSkew) return 'skew';
    }
    return undefined;
  }
}
