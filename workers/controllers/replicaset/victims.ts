/** Which pods go first when there are too many (source: pkg/controller/controller_utils.go, ActivePodsWithRanks; 1.36). */
import { parseTime } from '../../api/time';
import type { Pod } from '../../resources/core/pods/types';
import { isPodActive, readySinceMs } from '../pod-status';

const PHASE_ORDER: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };
const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost';
const INT32_MAX = 2 ** 31 - 1;

interface Candidate {
  readonly pod: Pod;
  readonly assigned: boolean;
  readonly phase: number;
  readonly readyMs: number | undefined;
  readonly cost: number;
  /** Active pods of the same owner family on the pod's node. */
  readonly together: number;
  readonly restarts: readonly [regular: number, sidecars: number];
  readonly createdMs: number;
}

/** `count` of `pods`, most dispensable first. `related`: all pods of ReplicaSets with the same owner, whose crowding on nodes counts. */
export function podsToDelete(pods: readonly Pod[], related: readonly Pod[], count: number, nowMs: number): readonly Pod[] {
  if (count >= pods.length) return pods;
  const onNode = new Map<string, number>();
  for (const pod of related) {
    const node = pod.spec?.nodeName ?? '';
    if (isPodActive(pod)) onNode.set(node, (onNode.get(node) ?? 0) + 1);
  }
  const candidates = pods.map((pod) => candidate(pod, onNode.get(pod.spec?.nodeName ?? '') ?? 0));
  candidates.sort((a, b) => compare(a, b, nowMs));
  return candidates.slice(0, count).map(({ pod }) => pod);
}

function candidate(pod: Pod, together: number): Candidate {
  return {
    pod,
    assigned: !!pod.spec?.nodeName,
    phase: PHASE_ORDER[pod.status?.phase ?? ''] ?? 0,
    readyMs: readySinceMs(pod),
    cost: deletionCost(pod.metadata.annotations?.[DELETION_COST]),
    together,
    restarts: maxRestarts(pod),
    createdMs: parseTime(pod.metadata.creationTimestamp),
  };
}

function compare(a: Candidate, b: Candidate, nowMs: number): number {
  if (a.assigned !== b.assigned) return a.assigned ? 1 : -1;
  if (a.phase !== b.phase) return a.phase - b.phase;
  if ((a.readyMs === undefined) !== (b.readyMs === undefined)) return a.readyMs === undefined ? -1 : 1;
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.together !== b.together) return b.together - a.together;
  if (a.readyMs !== undefined && b.readyMs !== undefined && a.readyMs !== b.readyMs) return compareAges(a.readyMs, b.readyMs, a, b, nowMs);
  if (a.restarts[0] !== b.restarts[0]) return b.restarts[0] - a.restarts[0];
  if (a.restarts[1] !== b.restarts[1]) return b.restarts[1] - a.restarts[1];
  if (a.createdMs !== b.createdMs) return compareAges(a.createdMs, b.createdMs, a, b, nowMs);
  return 0;
}

/** Younger first, but ages between the same powers of two (in ns) count as equal and the uid decides. */
function compareAges(aMs: number, bMs: number, a: Candidate, b: Candidate, nowMs: number): number {
  if (Number.isNaN(aMs) || Number.isNaN(bMs)) return Number.isNaN(aMs) ? -1 : 1;
  const difference = logarithmOfAge(nowMs - aMs) - logarithmOfAge(nowMs - bMs);
  if (difference !== 0) return difference;
  return (a.pod.metadata.uid ?? '') < (b.pod.metadata.uid ?? '') ? -1 : 1;
}

function logarithmOfAge(ageMs: number): number {
  return ageMs > 0 ? Math.floor(Math.log2(ageMs * 1e6)) : -1;
}

/** The annotation's number; 0 where it is absent or not a plain int32. */
function deletionCost(text: string | undefined): number {
  if (text === undefined || !/^(-\d+|0|[1-9]\d*)$/.test(text)) return 0;
  const cost = Number(text);
  return cost > INT32_MAX || cost < -INT32_MAX - 1 ? 0 : cost;
}

function maxRestarts(pod: Pod): readonly [number, number] {
  const sidecars = new Set(
    (pod.spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  const regular = (pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount);
  const sidecar = (pod.status?.initContainerStatuses ?? [])
    .filter(({ name }) => sidecars.has(name))
    .map(({ restartCount }) => restartCount);
  return [Math.max(0, ...regular), Math.max(0, ...sidecar)];
}
