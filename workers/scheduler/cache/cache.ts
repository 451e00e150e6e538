import { deepEqual } from '../../lib/equal';
import type { Node } from '../../resources/core/nodes/types';
import { hasAffinity, NodeInfo } from '../framework/node-info';
import type { ImageState, Snapshot } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { NodeTree } from './node-tree';

const NO_NODES: readonly NodeInfo[] = [];

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
  private slots = 0;
  /** Placed pods that have (anti-)affinity terms; mostly there are none, and then no node need be looked at. */
  private affinityPods = 0;
  /** Rises whenever nodes come or go, or have other images. */
  imagesVersion = 0;

  get nodes(): readonly NodeInfo[] {
    return (this.order ??= this.tree.list().map((name) => this.byName.get(name) as NodeInfo));
  }

  get(name: string): NodeInfo | undefined {
    return this.byName.get(name);
  }

  nodesWithAffinity(): readonly NodeInfo[] {
    return this.affinityPods === 0 ? NO_NODES : this.nodes.filter((node) => node.podsWithAffinity.length > 0);
  }

  nodesWithRequiredAntiAffinity(): readonly NodeInfo[] {
    return this.affinityPods === 0 ? NO_NODES : this.nodes.filter((node) => node.podsWithRequiredAntiAffinity.length > 0);
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
      if (this.tree.update(known.node, node)) this.order = undefined;
      known.setNode(node);
      this.countImages(known, 1);
      return;
    }
    this.imagesVersion++;
    const info = new NodeInfo(node, this.freeSlots.pop() ?? this.slots++);
    for (const pod of this.orphans.get(name)?.values() ?? []) info.addPod(pod);
    this.orphans.delete(name);
    this.byName.set(name, info);
    this.tree.add(node);
    this.countImages(info, 1);
    this.order = undefined;
  }

  removeNode(name: string): void {
    const info = this.byName.get(name);
    if (!info) return;
    this.imagesVersion++;
    this.countImages(info, -1);
    this.byName.delete(name);
    this.tree.remove(info.node);
    this.freeSlots.push(info.slot);
    this.order = undefined;
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
    if (hasAffinity(entry.info)) this.affinityPods--;
    if (this.byName.get(entry.node)?.removePod(uid)) return;
    const orphans = this.orphans.get(entry.node);
    if (orphans?.delete(uid) && orphans.size === 0) this.orphans.delete(entry.node);
  }

  private place(info: PodInfo, node: string, assumed: boolean): void {
    this.removePod(info.uid);
    this.placed.set(info.uid, { info, node, assumed });
    if (hasAffinity(info)) this.affinityPods++;
    const target = this.byName.get(node);
    if (target) {
      target.addPod(info);
      return;
    }
    let orphans = this.orphans.get(node);
    if (!orphans) this.orphans.set(node, (orphans = new Map()));
    orphans.set(info.uid, info);
  }

  private countImages(info: NodeInfo, by: 1 | -1): void {
    for (const [name, size] of info.images) {
      const { bytes, nodes } = this.images.get(name) ?? { bytes: size, nodes: 0 };
      if (nodes + by > 0) this.images.set(name, { bytes, nodes: nodes + by });
      else this.images.delete(name);
    }
  }
}
