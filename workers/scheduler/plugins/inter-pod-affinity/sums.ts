import type { NodeInfo } from '../../framework/node-info';
import { NodeSums } from '../../framework/node-sums';
import type { AffinityTerm } from '../../framework/pod-affinity';
import type { Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { TopologyCounts } from './topology-counts';

/** What one node adds: key, number, how often a term matched. */
type Share = Map<string, { sum: number; matches: number }>;

/** Calls `add` for every match between the pod of the sums and a pod on the node. */
export type Contribute = (pod: PodInfo, other: PodInfo, add: (term: AffinityTerm, by: number) => void) => void;

/** Which pods on a node are asked. */
export type PodsOf = (node: NodeInfo) => readonly PodInfo[];

/** Numbers per topology pair for pods of one group, kept from attempt to attempt. */
export class AffinitySums extends NodeSums {
  readonly totals: TopologyCounts;
  private shares: (Share | undefined)[] = [];

  constructor(
    snapshot: Snapshot,
    private readonly pod: PodInfo,
    private readonly podsOf: PodsOf,
    private readonly contribute: Contribute,
  ) {
    super(snapshot);
    this.totals = new TopologyCounts(snapshot);
  }

  protected reset(): void {
    this.shares = [];
    this.totals.clear();
  }

  protected update(node: NodeInfo): void {
    const { slot } = node;
    const before = this.shares[slot];
    if (before) for (const [key, { sum, matches }] of before) this.totals.add(key, slot, -sum, -matches);
    const others = this.podsOf(node);
    let share: Share | undefined;
    const add = ({ topologyKey: key }: AffinityTerm, by: number) => {
      if (node.labels[key] === undefined) return;
      share ??= new Map();
      const entry = share.get(key);
      if (entry) {
        entry.sum += by;
        entry.matches++;
      } else share.set(key, { sum: by, matches: 1 });
    };
    for (const other of others) this.contribute(this.pod, other, add);
    this.shares[slot] = share;
    if (share) for (const [key, { sum, matches }] of share) this.totals.add(key, slot, sum, matches);
  }
}
