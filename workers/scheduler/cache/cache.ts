import { deepEqual } from '../../lib/equal';
import type { Node } from '../../resources/core/nodes/types';
import { NodeInfo } from '../framework/node-info';
import type { ImageState, Snapshot } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { Topology } from '../framework/topology';
import { ChangeLog } from './change-log';
import { NodeTree } from './node-tree';

/** Values of a label that are kept though nodes may not have them any more. */
const VALUES_MIN = 1000;

/**
 * What the scheduler believes about nodes and the pods on them: the watched pods plus those it has assumed
 * (source: kube-scheduler backend/cache, 1.36). Attempts run one at a time inside a step, so they read the cache itself;
 * it is its own snapshot.
 */
export class Cache implements Snapshot {
  private readonly byName = new Map<string, NodeInfo>();
  private readonly placed = new Map<string, { readonly info: PodInfo; readonly node: string; readonly assumed: boolean }>();
  /** Pods on nodes that are not known (yet). */
  private readonly orphans = new Map<string, Map<string, PodInfo>>();
  private readonly freeSlots: number[] = [];
  private readonly tree = new NodeTree();
  private readonly images = new Map<string, ImageState>();
  private order: readonly NodeInfo[] | undefined;
  private orderedSlots: Int32Array | undefined;
  private readonly bySlot: (NodeInfo | undefined)[] = [];
  private readonly topologies = new Map<string, Topology>();
  readonly changes = new ChangeLog();
  shape = 0;
  imagesVersion = 0;

  get nodes(): readonly NodeInfo[] {
    return (this.order ??= this.tree.list().map((name) => this.byName.get(name) as NodeInfo));
  }

  get(name: string): NodeInfo | undefined {
    return this.byName.get(name);
  }

  get slotOrder(): Int32Array {
    return (this.orderedSlots ??= Int32Array.from(this.nodes, ({ slot }) => slot));
  }

  get slots(): number {
    return this.bySlot.length;
  }

  at(slot: number): NodeInfo | undefined {
    return this.bySlot[slot];
  }

  topology(key: string): Topology {
    let topology = this.topologies.get(key);
    if (!topology) this.topologies.set(key, (topology = new Topology(key, this.nodes)));
    return topology;
  }

  image(name: string): ImageState | undefined {
    return this.images.get(name);
  }

  setNode(node: Node): void {
    const name = node.metadata.name ?? '';
    const known = this.byName.get(name);
    if (known) {
      if (!deepEqual(known.node.status?.images, node.status?.images)) this.imagesVersion++;
      this.countImages(known, -1);
      if (this.tree.update(known.node, node)) this.forgetOrder();
      known.setNode(node);
      this.locate(known);
      this.changes.push(known.slot);
      this.countImages(known, 1);
      return;
    }
    const info = new NodeInfo(node, this.freeSlots.pop() ?? this.bySlot.length);
    this.bySlot[info.slot] = info;
    for (const pod of this.orphans.get(name)?.values() ?? []) info.addPod(pod);
    this.orphans.delete(name);
    this.byName.set(name, info);
    this.tree.add(node);
    this.countImages(info, 1);
    if (this.images.size > 0) this.imagesVersion++;
    this.locate(info);
    this.forgetOrder();
    this.changes.push(info.slot);
  }

  removeNode(name: string): void {
    const info = this.byName.get(name);
    if (!info) return;
    if (this.images.size > 0) this.imagesVersion++;
    this.countImages(info, -1);
    this.byName.delete(name);
    this.tree.remove(info.node);
    this.bySlot[info.slot] = undefined;
    this.freeSlots.push(info.slot);
    this.changes.push(info.slot);
    this.forgetOrder();
    if (info.pods.length > 0) this.orphans.set(name, new Map(info.pods.map((pod) => [pod.uid, pod])));
  }

  /** Puts the pod on the node before the API server has agreed. */
  assume(info: PodInfo, node: string): void {
    this.place(info, node, true);
  }

  /** The binding failed. Does nothing once the API server has confirmed the pod. */
  forget(uid: string): void {
    if (this.placed.get(uid)?.assumed) this.removePod(uid);
  }

  hasPod(uid: string): boolean {
    return this.placed.has(uid);
  }

  podOf(uid: string): PodInfo | undefined {
    return this.placed.get(uid)?.info;
  }

  isAssumed(uid: string): boolean {
    return this.placed.get(uid)?.assumed === true;
  }

  /** A watched pod that has a node. */
  setPod(info: PodInfo): void {
    this.place(info, info.pod.spec?.nodeName ?? '', false);
  }

  removePod(uid: string): void {
    const entry = this.placed.get(uid);
    if (!entry) return;
    this.placed.delete(uid);
    const node = this.byName.get(entry.node);
    if (node?.removePod(uid)) {
      this.changes.push(node.slot);
      return;
    }
    const orphans = this.orphans.get(entry.node);
    if (orphans?.delete(uid) && orphans.size === 0) this.orphans.delete(entry.node);
  }

  private place(info: PodInfo, node: string, assumed: boolean): void {
    const before = this.placed.get(info.uid);
    if (before?.node === node && before.info.facts === info.facts && this.byName.get(node)?.replacePod(before.info, info)) {
      this.placed.set(info.uid, { info, node, assumed });
      if (!isSameToOthers(before.info, info)) this.changes.push((this.byName.get(node) as NodeInfo).slot, true);
      return;
    }
    this.removePod(info.uid);
    this.placed.set(info.uid, { info, node, assumed });
    const target = this.byName.get(node);
    if (target) {
      target.addPod(info);
      this.changes.push(target.slot);
      return;
    }
    let orphans = this.orphans.get(node);
    if (!orphans) this.orphans.set(node, (orphans = new Map()));
    orphans.set(info.uid, info);
  }

  private forgetOrder(): void {
    this.order = undefined;
    this.orderedSlots = undefined;
  }

  /** Values that no node has any more are dropped now and then, and with them all that is numbered after them. */
  private locate(info: NodeInfo): void {
    for (const topology of this.topologies.values()) {
      topology.set(info);
      if (topology.values.length <= VALUES_MIN + 2 * this.byName.size) continue;
      this.shape++;
      this.topologies.clear();
      return;
    }
  }

  private countImages(info: NodeInfo, by: 1 | -1): void {
    for (const [name, size] of info.images) {
      const { bytes, nodes } = this.images.get(name) ?? { bytes: size, nodes: 0 };
      if (nodes + by > 0) this.images.set(name, { bytes, nodes: nodes + by });
      else this.images.delete(name);
    }
  }
}

/** What plugins look at in pods on nodes, apart from their facts. */
function isSameToOthers(before: PodInfo, after: PodInfo): boolean {
  return (
    before.labels === after.labels &&
    before.priority === after.priority &&
    before.pod.metadata.deletionTimestamp === after.pod.metadata.deletionTimestamp
  );
}
