import type { NodeInfo } from './node-info';

/** Values of one label over all nodes, numbered, so that counts per value are arrays. A number keeps its value. */
export class Topology {
  /** Number of "", which also stands for nodes without the label where they count as a domain of their own. */
  static readonly EMPTY = 0;
  readonly values: string[] = [''];
  private readonly numbers = new Map([['', Topology.EMPTY]]);
  private valueBySlot = new Int32Array();

  constructor(
    readonly key: string,
    nodes: readonly NodeInfo[],
  ) {
    for (const node of nodes) this.set(node);
  }

  /** The node is new, or its labels are. */
  set({ labels, slot }: NodeInfo): void {
    if (slot >= this.valueBySlot.length) {
      const grown = new Int32Array(2 * slot + 16);
      grown.set(this.valueBySlot);
      this.valueBySlot = grown;
    }
    const value = labels[this.key];
    let number = value === undefined ? -1 : this.numbers.get(value);
    if (number === undefined) this.numbers.set(value as string, (number = this.values.push(value as string) - 1));
    this.valueBySlot[slot] = number;
  }

  /** Number of the node's value; -1 where it lacks the label. */
  of(slot: number): number {
    return this.valueBySlot[slot] as number;
  }
}
