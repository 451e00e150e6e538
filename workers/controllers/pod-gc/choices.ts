/** Which pods the pod garbage collector takes; pure (source: pkg/controller/podgc/gc_controller.go, 1.36). */
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';

const OUT_OF_SERVICE = 'node.kubernetes.io/out-of-service';

/** Finished pods beyond `threshold`: evicted ones first, then the oldest. */
export function surplusTerminated(pods: readonly Pod[], threshold: number): readonly Pod[] {
  const terminated = pods.filter(({ status }) => !['Pending', 'Running', 'Unknown'].includes(status?.phase ?? ''));
  const surplus = terminated.length - threshold;
  return surplus > 0 ? terminated.toSorted(evictedThenOldest).slice(0, surplus) : [];
}

/** Pods being deleted on nodes that somebody declared out of service and that aren't ready. */
export function outOfServicePods(pods: readonly Pod[], nodeOf: (name: string) => Node | undefined): readonly Pod[] {
  const lost = pods.filter(({ metadata, spec }) => {
    const node = metadata.deletionTimestamp === undefined ? undefined : nodeOf(spec?.nodeName ?? '');
    const ready = node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True');
    return node !== undefined && !ready && node.spec?.taints?.some(({ key }) => key === OUT_OF_SERVICE);
  });
  return lost.toSorted(evictedThenOldest);
}

/** Pods being deleted that never got a node. */
export function unscheduledTerminating(pods: readonly Pod[]): readonly Pod[] {
  return pods.filter(({ metadata, spec }) => metadata.deletionTimestamp !== undefined && !spec?.nodeName);
}

function evictedThenOldest(a: Pod, b: Pod): number {
  return (
    Number(isEvicted(b)) - Number(isEvicted(a)) ||
    compare(a.metadata.creationTimestamp, b.metadata.creationTimestamp) ||
    compare(a.metadata.name, b.metadata.name)
  );
}

function isEvicted({ status }: Pod): boolean {
  return status?.phase === 'Failed' && status.reason === 'Evicted';
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
