/** Status of a StatefulSet (source: pkg/controller/statefulset/stateful_set_control.go updateStatus, 1.36). */
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { Pod } from '../../resources/core/pods/types';
import type { History } from './history';
import { desiredOf, isAvailable, isCreated, isRunningAndReady, isTerminating, revisionOf } from './identity';

export interface StatefulSetStatus {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly currentReplicas: number;
  readonly updatedReplicas: number;
  readonly currentRevision: string;
  readonly updateRevision: string;
  readonly collisionCount: number;
  readonly availableReplicas: number;
}

export function statusOf(
  set: StatefulSet,
  { current, update, collisionCount }: History,
  pods: readonly Pod[],
  nowMs: number,
): StatefulSetStatus {
  const ready = pods.filter(isRunningAndReady);
  const alive = pods.filter((pod) => isCreated(pod) && !isTerminating(pod));
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: pods.filter(isCreated).length,
    readyReplicas: ready.length,
    currentReplicas: alive.filter((pod) => revisionOf(pod) === current.metadata.name).length,
    updatedReplicas: alive.filter((pod) => revisionOf(pod) === update.metadata.name).length,
    currentRevision: current.metadata.name ?? '',
    updateRevision: update.metadata.name ?? '',
    collisionCount,
    availableReplicas: ready.filter((pod) => isAvailable(set, pod, nowMs)).length,
  };
}

/** When all replicas are updated and ready, what was updated to becomes current. */
export function completed(set: StatefulSet, status: StatefulSetStatus): StatefulSetStatus {
  const desired = desiredOf(set);
  const done = [status.updatedReplicas, status.readyReplicas, status.replicas].every((count) => count === desired);
  if (set.spec?.updateStrategy?.type !== 'RollingUpdate' || !done) return status;
  return { ...status, currentReplicas: status.updatedReplicas, currentRevision: status.updateRevision };
}

export function statusDiffers({ status: before }: StatefulSet, after: StatefulSetStatus): boolean {
  return (
    after.observedGeneration > (before?.observedGeneration ?? 0) ||
    after.replicas !== (before?.replicas ?? 0) ||
    after.currentReplicas !== (before?.currentReplicas ?? 0) ||
    after.readyReplicas !== (before?.readyReplicas ?? 0) ||
    after.updatedReplicas !== (before?.updatedReplicas ?? 0) ||
    after.availableReplicas !== (before?.availableReplicas ?? 0) ||
    after.currentRevision !== (before?.currentRevision ?? '') ||
    after.updateRevision !== (before?.updateRevision ?? '')
  );
}

/** Zero counts are left out, except where the API always shows them. */
export function wireStatus(status: StatefulSetStatus): Readonly<Record<string, unknown>> {
  const shown = new Set(['replicas', 'availableReplicas', 'collisionCount']);
  return Object.fromEntries(Object.entries(status).filter(([name, value]) => value !== 0 || shown.has(name)));
}
