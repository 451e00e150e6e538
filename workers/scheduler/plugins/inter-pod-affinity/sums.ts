import type { NodeInfo } from '../../framework/node-info';
import { NodeSums } from '../../framework/node-sums';
import type { AffinityTerm } from '../../framework/pod-affinity';
import type { Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { TopologyCounts } from './topology-counts';

/** Calls `add` for every match between the pod of the sums and another pod. */
export type Contribute = (pod: PodInfo, other: PodInfo, add: (term: AffinityTerm, by: number) => void) => void;

/** What the nodes add at one key. */
class KeyShares {
  /** By slot: the value it was added to (-1: nothing was), the number, how often a term matched. */
  private values = new Int32Array();
  private sums = new Int32Array();
  private matches = new Int32Array();
  /** Of the node being counted. */
  sum = 0;
  found = 0;

  constructor(
    private readonly key: string,
    private readonly totals: TopologyCounts,
  ) {}

  replace(slot: number, node: NodeInfo | undefined): void {
    if (slot >= this.values.length) this.grow(2 * slot + 16);
    const { topology } = this.totals.of(this.key);
    const before = this.values[slot] as number;
    const value = node && this.found > 0 ? topology.of(slot) : -1;
    if (before >= 0) this.totals.add(this.key, before, -(this.sums[slot] as number), -(this.matches[slot] as number));
    if (value >= 0) this.totals.add(this.key, value, this.sum, this.found);
    this.values[slot] = value;
    this.sums[slot] = this.sum;
    this.matches[slot] = this.found;
    this.sum = 0;
    this.found = 0;
  }

  private grow(slots: number): void {
    const grown = (numbers: Int32Array) => {
      const result = new Int32Array(slots).fill(-1, numbers.length);
      result.set(numbers);
      return result;
    };
    this.values = grown(this.values);
    this.sums = grown(this.sums);
    this.matches = grown(this.matches);
  }
}

/** Numbers per topology pair for pods of one group, kept from attempt to attempt. */
export class AffinitySums extends NodeSums {
  readonly totals: TopologyCounts;
  private shares = new Map<string, KeyShares>();
  private count = 0;
  private readonly add = ({ topologyKey: key }: AffinityTerm, by: number): void => {
    let share = this.shares.get(key);
    if (!share) this.shares.set(key, (share = new KeyShares(key, this.totals)));
    share.sum += by * this.count;
    share.found += this.count;
  };

  constructor(
    snapshot: Snapshot,
    private readonly pod: PodInfo,
    private readonly contribute: Contribute,
  ) {
    super(snapshot);
    this.totals = new TopologyCounts(snapshot);
  }

  override catchUp(): void {
    super.catchUp();
    this.totals.fit();
  }

  protected reset(): void {
    this.shares = new Map();
    this.totals.clear();
  }

  protected update(slot: number, node: NodeInfo | undefined): void {
    for (const { info, count } of node?.kinds.list ?? []) {
      this.count = count;
      this.contribute(this.pod, info, this.add);
    }
    for (const share of this.shares.values()) share.replace(slot, node);
  }
}
