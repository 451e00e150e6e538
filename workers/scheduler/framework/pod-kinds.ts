import type { PodInfo } from './pod-info';

/** Pods of one group on one node. */
export interface PodKind {
  /** One of them, or one that was here. */
  readonly info: PodInfo;
  count: number;
  /** How many of them are not being deleted. */
  staying: number;
}

/** Pods counted by group, since whatever counts pods by their labels and terms counts pods of a group alike. */
export class PodKinds {
  private readonly byGroup = new Map<number, PodKind>();
  private readonly kinds: PodKind[] = [];

  get list(): readonly PodKind[] {
    return this.kinds;
  }

  add(info: PodInfo): void {
    let kind = this.byGroup.get(info.group);
    if (!kind) {
      this.byGroup.set(info.group, (kind = { info, count: 0, staying: 0 }));
      this.kinds.push(kind);
    }
    kind.count++;
    if (isStaying(info)) kind.staying++;
  }

  /** Does nothing for a pod of a group that is not here. */
  remove(info: PodInfo): void {
    const kind = this.byGroup.get(info.group);
    if (!kind) return;
    kind.count--;
    if (isStaying(info)) kind.staying--;
    if (kind.count > 0) return;
    this.byGroup.delete(info.group);
    this.kinds.splice(this.kinds.indexOf(kind), 1);
  }
}

function isStaying({ pod }: PodInfo): boolean {
  return pod.metadata.deletionTimestamp === undefined;
}
