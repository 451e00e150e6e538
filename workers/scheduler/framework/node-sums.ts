import type { NodeInfo } from './node-info';
import type { Snapshot } from './plugin';

/**
 * Sums over all nodes that follow the cluster: after a change only the changed nodes are counted again. Nothing is approximated: a node's
 * share is taken off as it was added and put on as it is now.
 */
export abstract class NodeSums {
  private shape = -1;
  private position = 0;
  private readonly recount = (slot: number): void => {
    const node = this.snapshot.at(slot);
    if (node) this.update(node);
  };

  constructor(protected readonly snapshot: Snapshot) {}

  /** To be called before the sums are read. */
  catchUp(): void {
    const { snapshot } = this;
    if (this.shape !== snapshot.shape || !snapshot.changes.visitSince(this.position, this.recount)) {
      this.shape = snapshot.shape;
      this.reset();
      for (const node of snapshot.nodes) this.update(node);
    }
    this.position = snapshot.changes.end;
  }

  /** Nodes came, went, or have other labels or taints: all starts from nothing. */
  protected abstract reset(): void;

  /** Replaces the share of this node. */
  protected abstract update(node: NodeInfo): void;
}
