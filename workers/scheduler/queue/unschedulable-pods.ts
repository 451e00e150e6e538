import { schedulerNameOf } from '../config/profile';
import type { QueuedPod } from './queued-pod';

/** What decides whether an event concerns a pod. */
export type Rejected = Pick<QueuedPod, 'info' | 'unschedulablePlugins' | 'pendingPlugins'>;

/** Pods with the same profile that the same plugins turned away. */
interface Kind {
  readonly like: Rejected;
  count: number;
}

/** Pods that were turned away, in the order they came; counted by what turned them away, as most events concern none of them. */
export class UnschedulablePods {
  private readonly pods = new Map<string, { readonly pod: QueuedPod; readonly kind: string }>();
  private readonly kinds = new Map<string, Kind>();

  /** What turned the pod away must not change while it is here. */
  add(pod: QueuedPod): void {
    const { uid } = pod.info;
    this.delete(uid);
    const kind = kindOf(pod);
    const known = this.kinds.get(kind);
    if (known) known.count++;
    else {
      const { info, unschedulablePlugins, pendingPlugins } = pod;
      this.kinds.set(kind, { like: { info, unschedulablePlugins, pendingPlugins }, count: 1 });
    }
    this.pods.set(uid, { pod, kind });
  }

  delete(uid: string): void {
    const entry = this.pods.get(uid);
    if (!entry) return;
    this.pods.delete(uid);
    const kind = this.kinds.get(entry.kind) as Kind;
    if (--kind.count === 0) this.kinds.delete(entry.kind);
  }

  /** The answer must follow from the pod's profile and what turned it away. */
  some(concerns: (pod: Rejected) => boolean): boolean {
    for (const { like } of this.kinds.values()) if (concerns(like)) return true;
    return false;
  }

  list(): QueuedPod[] {
    return Array.from(this.pods.values(), ({ pod }) => pod);
  }
}

function kindOf({ info, unschedulablePlugins, pendingPlugins }: QueuedPod): string {
  return JSON.stringify([schedulerNameOf(info.pod), [...unschedulablePlugins].sort(), [...pendingPlugins].sort()]);
}
