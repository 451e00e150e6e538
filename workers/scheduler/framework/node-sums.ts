import type { NodeInfo } from './node-info';
import type { Snapshot } from './plugin';

/**
 * Sums over all nodes that follow the cluster: after a change only the changed nodes are counted again. Nothing is approximated: a node's
 * share is taken off as it was added and put on as it is now.
 */
export abstract class NodeSums {
  private shape = -1;
  private position = 0;
  private readonly recount = (slot: number): void => this.update(slot, this.snapshot.at(slot));

  constructor(protected readonly snapshot: Snapshot) {}

  /** To be called before the sums are read. */
  catchUp(): void {
    const { snapshot } = this;
    const { changes } = snapshot;
    const isFar = changes.end - this.position > snapshot.nodes.length;
    if (this.shape !== snapshot.shape || isFar || !changes.visitSince(this.position, this.recount)) {
      this.shape = snapshot.shape;
      this.reset();
      for (const node of snapshot.nodes) this.update(node.slot, node);
    }
    this.position = changes.end;
  }

  /** All starts from nothing. */
  protected abstract reset(): void;

  /** Replaces the share of the node at this slot; it may be another node than before, or none any more. */
  protected abstract update(slot: number, node: NodeInfo | undefined): void;
}
