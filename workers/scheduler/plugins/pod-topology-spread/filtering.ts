/** Hard constraints (source: kube-scheduler plugins/podtopologyspread/filtering.go, 1.36). */
import type { CloneableState } from '../../framework/cycle-state';
import type { NodeInfo } from '../../framework/node-info';
import type { PodInfo } from '../../framework/pod-info';
import { countMatching, counts, hasAllKeys } from './constraints';
import type { Constraint } from './constraints';
import { CriticalPaths } from './critical-paths';

/** Matching pods per domain, per constraint. */
export class SpreadCounts implements CloneableState {
  private constructor(
    readonly constraints: readonly Constraint[],
    private readonly domains: readonly Map<string, number>[],
    private readonly critical: readonly CriticalPaths[],
  ) {}

  static of(pod: PodInfo, constraints: readonly Constraint[], nodes: readonly NodeInfo[]): SpreadCounts {
    const domains = constraints.map(() => new Map<string, number>());
    for (const node of nodes) {
      if (!hasAllKeys(node.labels, constraints)) continue;
      constraints.forEach((constraint, at) => {
        if (!counts(constraint, pod, node)) return;
        const value = node.labels[constraint.topologyKey] as string;
        const map = domains[at] as Map<string, number>;
        map.set(value, (map.get(value) ?? 0) + countMatching(node, pod.namespace, constraint.selects));
      });
    }
    const critical = domains.map((map) => {
      const paths = new CriticalPaths();
      for (const [value, count] of map) paths.update(value, count);
      return paths;
    });
    return new SpreadCounts(constraints, domains, critical);
  }

  clone(): SpreadCounts {
    return new SpreadCounts(
      this.constraints,
      this.domains.map((map) => new Map(map)),
      this.critical.map((paths) => paths.clone()),
    );
  }

  /** Another pod comes to the node (or with -1 leaves it). */
  change(pod: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void {
    if (other.namespace !== pod.namespace || !hasAllKeys(node.labels, this.constraints)) return;
    this.constraints.forEach((constraint, at) => {
      if (!constraint.selects(other.labels) || !counts(constraint, pod, node)) return;
      const value = node.labels[constraint.topologyKey] as string;
      const map = this.domains[at] as Map<string, number>;
      const count = (map.get(value) ?? 0) + by;
      map.set(value, count);
      this.critical[at]?.update(value, count);
    });
  }

  /** Why the pod can't go to the node. */
  check(pod: PodInfo, node: NodeInfo): 'missing label' | 'skew' | undefined {
    for (let at = 0; at < this.constraints.length; at++) {
      const constraint = this.constraints[at] as Constraint;
      const map = this.domains[at] as Map<string, number>;
      const value = node.labels[constraint.topologyKey];
      if (value === undefined) return 'missing label';
      const least = map.size < constraint.minDomains ? 0 : (this.critical[at] as CriticalPaths).min;
      const self = constraint.selects(pod.labels) ? 1 : 0;
      if ((map.get(value) ?? 0) + self - least > constraint.maxSkew) return 'skew';
    }
    return undefined;
  }
}
