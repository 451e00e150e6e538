import type { NodeInfo } from '../../framework/node-info';
import { NodeSums } from '../../framework/node-sums';
import type { Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { Topology } from '../../framework/topology';
import { countMatching, counts, hasAllKeys } from './constraints';
import type { Constraint } from './constraints';

/** Matching pods of one constraint. */
export class ConstraintSums {
  topology: Topology;
  /** By number of the topology's value: matching pods on the nodes that count. */
  counts = new Int32Array();
  /** By number of the value: how many nodes count. */
  nodes = new Int32Array();
  /** By slot: matching pods on the node. */
  matching = new Int32Array();
  /** By slot: the value the node counts for, or -1. */
  private countsFor = new Int32Array();
  /** By slot: the node that this was found for. */
  private seen: (NodeInfo['node'] | undefined)[] = [];

  constructor(
    readonly constraint: Constraint,
    private readonly snapshot: Snapshot,
    private readonly namespace: string,
  ) {
    this.topology = new Topology(constraint.topologyKey, []);
  }

  reset(): void {
    this.topology = this.snapshot.topology(this.constraint.topologyKey);
    this.counts = new Int32Array(this.topology.values.length);
    this.nodes = new Int32Array(this.topology.values.length);
    this.matching = new Int32Array(this.snapshot.slots);
    this.countsFor = new Int32Array(this.snapshot.slots).fill(-1);
    this.seen = [];
  }

  update(slot: number, node: NodeInfo | undefined, takesPart: (node: NodeInfo, constraint: Constraint) => boolean): void {
    this.grow();
    const before = this.countsFor[slot] as number;
    const had = this.matching[slot] as number;
    const has = node ? countMatching(node, this.namespace, this.constraint.selects) : 0;
    this.matching[slot] = has;
    if (node && this.seen[slot] === node.node) {
      if (before >= 0) this.counts[before] = (this.counts[before] as number) + has - had;
      return;
    }
    this.seen[slot] = node?.node;
    const value = node && takesPart(node, this.constraint) ? Math.max(this.topology.of(slot), Topology.EMPTY) : -1;
    this.countsFor[slot] = value;
    if (before >= 0) {
      this.nodes[before] = (this.nodes[before] as number) - 1;
      this.counts[before] = (this.counts[before] as number) - had;
    }
    if (value >= 0) {
      this.nodes[value] = (this.nodes[value] as number) + 1;
      this.counts[value] = (this.counts[value] as number) + has;
    }
  }

  private grow(): void {
    const { values } = this.topology;
    if (values.length > this.counts.length) {
      this.counts = grown(this.counts, values.length, 0);
      this.nodes = grown(this.nodes, values.length, 0);
    }
    const { slots } = this.snapshot;
    if (slots > this.matching.length) {
      this.matching = grown(this.matching, slots, 0);
      this.countsFor = grown(this.countsFor, slots, -1);
    }
  }
}

function grown(numbers: Int32Array, least: number, fill: number): Int32Array<ArrayBuffer> {
  const result = new Int32Array(2 * least).fill(fill, numbers.length);
  result.set(numbers);
  return result;
}

/** Matching pods per domain for pods of one group, kept from attempt to attempt. */
export class SpreadSums extends NodeSums {
  readonly sums: readonly ConstraintSums[];
  private readonly takesPart: (node: NodeInfo, constraint: Constraint) => boolean;

  /**
   * `needsAllKeys`: a node that lacks one of the keys counts for none; else it counts as the domain "". `malformed`: what is wrong with
   * the constraints.
   */
  constructor(
    snapshot: Snapshot,
    pod: PodInfo,
    readonly constraints: readonly Constraint[],
    needsAllKeys: boolean,
    readonly malformed: string | undefined,
  ) {
    super(snapshot);
    this.sums = constraints.map((constraint) => new ConstraintSums(constraint, snapshot, pod.namespace));
    this.takesPart = (node, constraint) => (!needsAllKeys || hasAllKeys(node.labels, constraints)) && counts(constraint, pod, node);
  }

  protected reset(): void {
    for (const one of this.sums) one.reset();
  }

  protected update(slot: number, node: NodeInfo | undefined): void {
    for (const one of this.sums) one.update(slot, node, this.takesPart);
  }
}
