/** What controllers read off a pod (source: pkg/api/v1/pod/util.go, pkg/controller/controller_utils.go; 1.36). */
import { parseTime } from '../api/time';
import type { Pod } from '../resources/core/pods/types';

export function isPodActive(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp === undefined;
}

export function isPodTerminating(pod: Pod): boolean {
  return !isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined;
}

export function isPodTerminal(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return phase === 'Succeeded' || phase === 'Failed';
}

export function isPodReady(pod: Pod): boolean {
  return readyCondition(pod)?.status === 'True';
}

/** When the pod last became ready, in ms since the cluster's start; undefined unless it is ready. */
export function readySinceMs(pod: Pod): number | undefined {
  const condition = readyCondition(pod);
  return condition?.status === 'True' ? parseTime(condition.lastTransitionTime) : undefined;
}

function readyCondition(pod: Pod) {
  const conditions = pod.status?.conditions;
  if (conditions) for (const condition of conditions) if (condition.type === 'Ready') return condition;
  return undefined;
}
