import type { Node } from '../../resources/core/nodes/types';
import { UsedPorts } from './host-ports';
import type { PodInfo } from './pod-info';
import { PodKinds } from './pod-kinds';
import { addResources, copyResources, newResources, resourcesOf } from './resources';
import type { ResourceList, Resources } from './resources';
import { valueOf } from './quantity';
import { NO_LABELS } from './selector';
import type { Labels } from './selector';
import type { Taint } from './taints';

/** Rises with every change of any node info; never given twice, so an equal generation means an unchanged node. */
let generations = 0;

/**
 * One node and the pods on it, assumed ones too, summed up (source: kube-scheduler framework/types.go, 1.36).
 * Lives in the cache and changes in place; every change gives it a new generation.
 */
export class NodeInfo {
  generation = ++generations;
  readonly name: string;
  labels: Labels = NO_LABELS;
  taints: readonly Taint[] = [];
  allocatable: Resources = newResources();
  allowedPods = 0;
  /** Image name as the node tells it -> bytes. */
  images: ReadonlyMap<string, number> = new Map();
  readonly requested: Resources = newResources();
  readonly scoreRequested: Resources = newResources();
  pods: PodInfo[] = [];
  /** The same pods by their groups. Not kept up in copies. */
  readonly kinds = new PodKinds();
  usedPorts = new UsedPorts();

  constructor(
    public node: Node,
    /** Small number that is this node's own while it exists; index into typed arrays. */
    readonly slot: number,
  ) {
    this.name = node.metadata.name ?? '';
    this.setNode(node);
  }

  setNode(node: Node): void {
    this.node = node;
    this.labels = node.metadata.labels ?? NO_LABELS;
    this.taints = (node.spec?.taints ?? []) as readonly Taint[];
    const allocatable = node.status?.allocatable as ResourceList | undefined;
    this.allocatable = resourcesOf(allocatable);
    this.allowedPods = valueOf(allocatable?.['pods']);
    this.images = imagesOf(node);
    this.generation = ++generations;
  }

  addPod(info: PodInfo): void {
    this.pods.push(info);
    this.kinds.add(info);
    for (const port of info.facts.hostPorts) this.usedPorts.add(port);
    addResources(this.requested, info.facts.held);
    addResources(this.scoreRequested, info.facts.scoreHeld);
    this.generation = ++generations;
  }

  /** A newer state of a pod with the same facts; false where the pod is not here. */
  replacePod(before: PodInfo, after: PodInfo): boolean {
    const at = this.pods.indexOf(before);
    if (at < 0) return false;
    this.pods[at] = after;
    this.kinds.remove(before);
    this.kinds.add(after);
    this.generation = ++generations;
    return true;
  }

  /** Takes off the pod with this uid; false where it is not here. */
  removePod(uid: string): boolean {
    const at = this.pods.findIndex((pod) => pod.uid === uid);
    const info = this.pods[at];
    if (!info) return false;
    this.pods.splice(at, 1);
    this.kinds.remove(info);
    for (const port of info.facts.hostPorts) this.usedPorts.remove(port);
    addResources(this.requested, info.facts.held, -1);
    addResources(this.scoreRequested, info.facts.scoreHeld, -1);
    this.generation = ++generations;
    return true;
  }

  /** A copy to try things on; it keeps the node. */
  clone(slot = this.slot): NodeInfo {
    return Object.assign(Object.create(NodeInfo.prototype) as NodeInfo, this, {
      slot,
      generation: ++generations,
      requested: copyResources(this.requested),
      scoreRequested: copyResources(this.scoreRequested),
      pods: [...this.pods],
      kinds: new PodKinds(),
      usedPorts: this.usedPorts.clone(),
    });
  }
}

/** ":latest" where an image is named without tag and digest. */
export function normalizedImageName(name: string): string {
  return name.lastIndexOf(':') <= name.lastIndexOf('/') ? `${name}:latest` : name;
}

/** A name that is listed twice has the size it was listed with first. */
function imagesOf(node: Node): ReadonlyMap<string, number> {
  const images = new Map<string, number>();
  for (const image of node.status?.images ?? []) {
    for (const name of image.names ?? []) if (!images.has(name)) images.set(name, image.sizeBytes ?? 0);
  }
  return images;
}
