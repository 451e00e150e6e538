import type { NodeInfo } from '../../framework/node-info';
import { NodeSums } from '../../framework/node-sums';
import type { Snapshot } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { Topology } from '../../framework/topology';
import { countMatching, counts, hasAllKeys } from './constraints';
import type { Constraint } from './constraints';

/** Matching pods of one constraint. */
export interface ConstraintSums {
  readonly constraint: Constraint;
  topology: Topology;
  /** By number of the topology's value: matching pods on the nodes that count. */
  counts: Int32Array;
  /** By number of the value: how many nodes count. */
  nodes: Int32Array;
  /** By slot: matching pods on the node, and whether it counts. */
  matching: Int32Array;
  counting: Uint8Array;
}

/** Matching pods per domain for pods of one group, kept from attempt to attempt. */
export class SpreadSums extends NodeSums {
  readonly sums: readonly ConstraintSums[];

  /** `needsAllKeys`: a node that lacks one of the keys counts for none; else it counts as the domain "". */
  constructor(
    snapshot: Snapshot,
    private readonly pod: PodInfo,
    readonly constraints: readonly Constraint[],
    private readonly needsAllKeys: boolean,
  ) {
    super(snapshot);
    const none = new Int32Array();
    this.sums = constraints.map((constraint) => ({
      constraint,
      topology: new Topology(constraint.topologyKey, [], 0),
      counts: none,
      nodes: none,
      matching: none,
      counting: new Uint8Array(),
    }));
  }

  protected reset(): void {
    const { slots } = this.snapshot;
    for (const one of this.sums) {
      one.topology = this.snapshot.topology(one.constraint.topologyKey);
      one.counts = new Int32Array(one.topology.values.length);
      one.nodes = new Int32Array(one.topology.values.length);
      one.matching = new Int32Array(slots);
      one.counting = new Uint8Array(slots);
    }
  }

  protected update(node: NodeInfo): void {
    const { slot } = node;
    const takesPart = !this.needsAllKeys || hasAllKeys(node.labels, this.constraints);
    for (const one of this.sums) {
      const value = Math.max(one.topology.of(slot), Topology.EMPTY);
      if (one.counting[slot] === 0 && takesPart && counts(one.constraint, this.pod, node)) {
        one.counting[slot] = 1;
        one.nodes[value] = (one.nodes[value] as number) + 1;
      }
      const count = countMatching(node, this.pod.namespace, one.constraint.selects);
      if (one.counting[slot] === 1) one.counts[value] = (one.counts[value] as number) + count - (one.matching[slot] as number);
      one.matching[slot] = count;
    }
  }
}
