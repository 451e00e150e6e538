import type { Nominations } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';

const NONE: readonly PodInfo[] = [];

/** Pending pods that were promised a node by preemption (source: kube-scheduler backend/queue/nominator.go, 1.36). */
export class Nominator implements Nominations {
  private readonly byNode = new Map<string, readonly PodInfo[]>();
  private readonly nodeOf = new Map<string, string>();

  get any(): boolean {
    return this.nodeOf.size > 0;
  }

  onNode(node: string): readonly PodInfo[] {
    return this.nodeOf.size === 0 ? NONE : (this.byNode.get(node) ?? NONE);
  }

  /** Replaces an earlier nomination of the pod. */
  add(info: PodInfo, node: string): void {
    this.delete(info.uid);
    this.nodeOf.set(info.uid, node);
    this.byNode.set(node, [...this.onNode(node), info]);
  }

  delete(uid: string): void {
    const node = this.nodeOf.get(uid);
    if (node === undefined) return;
    this.nodeOf.delete(uid);
    const left = (this.byNode.get(node) ?? NONE).filter((info) => info.uid !== uid);
    if (left.length > 0) this.byNode.set(node, left);
    else this.byNode.delete(node);
  }

  nodeFor(uid: string): string | undefined {
    return this.nodeOf.get(uid);
  }
}
