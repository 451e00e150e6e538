import { KeptPerGroup } from './kept-per-group';
import type { NodeInfo } from './node-info';
import type { Nominations } from './plugin';
import type { PodInfo } from './pod-info';

interface Kept<T> {
  readonly generation: number;
  readonly nominated: readonly PodInfo[];
  readonly priority: number;
  readonly value: T;
}

/**
 * What follows from a node, the pods nominated to it, and the group and priority of a pod, kept while all these stay the same.
 * Not for anything that looks at other nodes, nor for pods that are themselves nominated to the node.
 */
export class KeptPerNode<T> {
  /** By slot. */
  private readonly kept = new KeptPerGroup<(Kept<T> | undefined)[]>();

  constructor(private readonly nominations: Nominations) {}

  get(pod: PodInfo, node: NodeInfo): T | undefined {
    const known = this.kept.of(pod, newList)[node.slot];
    if (known?.generation !== node.generation || known.priority !== pod.priority) return undefined;
    const nominated = this.nominations.onNode(node.name);
    return known.nominated === nominated && !isAmong(nominated, pod) ? known.value : undefined;
  }

  set(pod: PodInfo, node: NodeInfo, value: T): void {
    const nominated = this.nominations.onNode(node.name);
    if (isAmong(nominated, pod)) return;
    this.kept.of(pod, newList)[node.slot] = { generation: node.generation, nominated, priority: pod.priority, value };
  }
}

function newList(): [] {
  return [];
}

function isAmong(nominated: readonly PodInfo[], { uid }: PodInfo): boolean {
  for (const other of nominated) if (other.uid === uid) return true;
  return false;
}
