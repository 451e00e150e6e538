import type { NodeInfo } from './node-info';

/** Values of one label over all nodes, numbered, so that counts per value are arrays. Holds while no node changes its labels. */
export class Topology {
  /** Number of "", which also stands for nodes without the label where they count as a domain of their own. */
  static readonly EMPTY = 0;
  readonly values: string[] = [''];
  private readonly valueBySlot: Int32Array;

  /** `slots`: more than every node's slot. */
  constructor(
    readonly key: string,
    nodes: readonly NodeInfo[],
    slots: number,
  ) {
    const numbers = new Map([['', Topology.EMPTY]]);
    this.valueBySlot = new Int32Array(slots).fill(-1);
    for (const { labels, slot } of nodes) {
      const value = labels[key];
      if (value === undefined) continue;
      let number = numbers.get(value);
      if (number === undefined) numbers.set(value, (number = this.values.push(value) - 1));
      this.valueBySlot[slot] = number;
    }
  }

  /** Number of the node's value; -1 where it lacks the label. */
  of(slot: number): number {
    return this.valueBySlot[slot] as number;
  }
}
