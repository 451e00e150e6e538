import type { Snapshot } from '../../framework/plugin';
import type { Topology } from '../../framework/topology';

interface PerValue {
  readonly topology: Topology;
  /** By number of the topology's value. */
  readonly sums: Int32Array;
}

/** Numbers per topology pair (label key and value). */
export class TopologyCounts {
  private byKey = new Map<string, PerValue>();
  /** How many matches the numbers come from; 0 means that nothing matched, even where numbers cancel out. */
  private matches = 0;

  constructor(private readonly snapshot: Snapshot) {}

  get isEmpty(): boolean {
    return this.matches === 0;
  }

  clear(): void {
    this.byKey = new Map();
    this.matches = 0;
  }

  /** The number at the node's value of the key; 0 where the node lacks it. */
  at(key: string, slot: number): number {
    const entry = this.byKey.get(key);
    const value = entry ? entry.topology.of(slot) : -1;
    return value < 0 ? 0 : ((entry as PerValue).sums[value] as number);
  }

  /** Whether some pair that the node is part of has a number above 0. */
  anyAbove0(slot: number): boolean {
    for (const { topology, sums } of this.byKey.values()) {
      const value = topology.of(slot);
      if (value >= 0 && (sums[value] as number) > 0) return true;
    }
    return false;
  }

  /** Over all pairs that the node is part of. */
  sumAt(slot: number): number {
    let sum = 0;
    for (const { topology, sums } of this.byKey.values()) {
      const value = topology.of(slot);
      if (value >= 0) sum += sums[value] as number;
    }
    return sum;
  }

  /** The node must have the key. */
  add(key: string, slot: number, by: number, matches: number): void {
    let entry = this.byKey.get(key);
    if (!entry) {
      const topology = this.snapshot.topology(key);
      this.byKey.set(key, (entry = { topology, sums: new Int32Array(topology.values.length) }));
    }
    const value = entry.topology.of(slot);
    entry.sums[value] = (entry.sums[value] as number) + by;
    this.matches += matches;
  }

  clone(): TopologyCounts {
    const copy = new TopologyCounts(this.snapshot);
    copy.byKey = new Map([...this.byKey].map(([key, { topology, sums }]) => [key, { topology, sums: sums.slice() }]));
    copy.matches = this.matches;
    return copy;
  }
}
