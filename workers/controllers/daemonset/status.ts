import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import { parseTime } from '../../api/time';
import { isPodReady } from '../pod-status';
import { isCurrent } from './daemon-pod';
import { isAvailable } from './manage';
import { nodeFit } from './node-fit';

type DaemonSetStatus = NonNullable<DaemonSet['status']>;

/** Counts nodes, not pods: of each node its oldest daemon pod (source: daemon_controller.go updateDaemonSetStatus, 1.36). */
export function daemonSetStatus(
  set: DaemonSet,
  nodes: readonly Node[],
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  nowMs: number,
): DaemonSetStatus {
  const count = { desired: 0, current: 0, misscheduled: 0, ready: 0, available: 0, updated: 0 };
  for (const node of nodes) {
    const pods = byNode.get(node.metadata.name ?? '') ?? [];
    const [oldest] = [...pods].sort((a, b) => parseTime(a.metadata.creationTimestamp) - parseTime(b.metadata.creationTimestamp));
    if (!nodeFit(set, node).run) {
      if (oldest) count.misscheduled++;
      continue;
    }
    count.desired++;
    if (!oldest) continue;
    count.current++;
    if (isPodReady(oldest)) count.ready++;
    if (isAvailable(oldest, set, nowMs)) count.available++;
    if (isCurrent(oldest, set, hash)) count.updated++;
  }
  const { observedGeneration: _, currentNumberScheduled: __, ...rest } = set.status ?? { currentNumberScheduled: 0 };
  const unavailable = count.desired - count.available;
  const { collisionCount, conditions } = rest as DaemonSetStatus;
  return {
    currentNumberScheduled: count.current,
    numberMisscheduled: count.misscheduled,
    desiredNumberScheduled: count.desired,
    numberReady: count.ready,
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
    ...(count.updated ? { updatedNumberScheduled: count.updated } : {}),
    ...(count.available ? { numberAvailable: count.available } : {}),
    ...(unavailable ? { numberUnavailable: unavailable } : {}),
    ...(collisionCount === undefined ? {} : { collisionCount }),
    ...(conditions === undefined ? {} : { conditions }),
  };
}
