import type { Snapshot } from '../../framework/plugin';
import type { Topology } from '../../framework/topology';

/** Numbers per value of one label key. */
export class PerValue {
  constructor(
    readonly topology: Topology,
    /** By number of the topology's value. */
    public sums = new Int32Array(topology.values.length),
  ) {}

  /** Makes room for values that are new. */
  fit(): void {
    const { values } = this.topology;
    if (values.length <= this.sums.length) return;
    const grown = new Int32Array(2 * values.length);
    grown.set(this.sums);
    this.sums = grown;
  }
}

/** Numbers per topology pair (label key and value). */
export class TopologyCounts {
  private byKey = new Map<string, PerValue>();
  private list: PerValue[] = [];
  /** How many matches the numbers come from; 0 means that nothing matched, even where numbers cancel out. */
  private matches = 0;

  constructor(private readonly snapshot: Snapshot) {}

  get isEmpty(): boolean {
    return this.matches === 0;
  }

  clear(): void {
    this.byKey = new Map();
    this.list = [];
    this.matches = 0;
  }

  /** Of all keys that something was added for. */
  get all(): readonly PerValue[] {
    return this.list;
  }

  of(key: string): PerValue {
    let entry = this.byKey.get(key);
    if (!entry) {
      this.byKey.set(key, (entry = new PerValue(this.snapshot.topology(key))));
      this.list.push(entry);
    }
    return entry;
  }

  /** The number at the node's value of the key; 0 where the node lacks it. */
  at(key: string, slot: number): number {
    const entry = this.byKey.get(key);
    const value = entry ? entry.topology.of(slot) : -1;
    return value < 0 ? 0 : ((entry as PerValue).sums[value] as number);
  }

  /** Over all pairs that the node is part of. */
  sumAt(slot: number): number {
    let sum = 0;
    for (const { topology, sums } of this.list) {
      const value = topology.of(slot);
      if (value >= 0) sum += sums[value] as number;
    }
    return sum;
  }

  /** {@link sumAt} of many. */
  sumsAt(slots: Int32Array, sums: Int32Array): void {
    sums.fill(0);
    for (const { topology, sums: perValue } of this.list) {
      for (let at = 0; at < sums.length; at++) {
        const value = topology.of(slots[at] as number);
        if (value >= 0) sums[at] = (sums[at] as number) + (perValue[value] as number);
      }
    }
  }

  /** `value`: number of a value of the key. */
  add(key: string, value: number, by: number, matches: number): void {
    const entry = this.of(key);
    entry.fit();
    entry.sums[value] = (entry.sums[value] as number) + by;
    this.matches += matches;
  }

  /** To be called when topologies may have got new values. */
  fit(): void {
    for (const entry of this.list) entry.fit();
  }

  clone(): TopologyCounts {
    const copy = new TopologyCounts(this.snapshot);
    copy.byKey = new Map([...this.byKey].map(([key, { topology, sums }]) => [key, new PerValue(topology, sums.slice())]));
    copy.list = [...copy.byKey.values()];
    copy.matches = this.matches;
    return copy;
  }
}
