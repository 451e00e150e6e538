/** Which daemon pods are missing and which have to go, apart from updates (source: daemon_controller.go podsShouldBeOnNode, 1.36). */
import { parseTime } from '../../api/time';
import type { DaemonSet } from '../../resources/apps/daemonsets/types';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import { isPodReady, isPodTerminal, readySinceMs } from '../pod-status';
import { isCurrent, targetNode } from './daemon-pod';
import { nodeFit } from './node-fit';

export interface DaemonEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

export interface DaemonPlan {
  readonly create: readonly string[];
  readonly remove: readonly Pod[];
  readonly events: readonly DaemonEvent[];
  /** A failed pod's replacement has to wait: look again then. */
  readonly retryMs?: number;
}

/** Delays before failed daemon pods are replaced: asks how long is left, 0 for none, and counts a failure when there is none. */
export type FailureBackoff = (node: string) => number;

/** The set's pods by node; finished ones that are being deleted no longer count. */
export function podsByNode(pods: readonly Pod[]): Map<string, Pod[]> {
  const found = new Map<string, Pod[]>();
  for (const pod of pods) {
    if (isPodTerminal(pod) && pod.metadata.deletionTimestamp !== undefined) continue;
    const node = targetNode(pod);
    if (node !== undefined) found.set(node, [...(found.get(node) ?? []), pod]);
  }
  return found;
}

export function planDaemons(
  set: DaemonSet,
  nodes: readonly Node[],
  byNode: ReadonlyMap<string, readonly Pod[]>,
  hash: string,
  nowMs: number,
  backoff: FailureBackoff,
): DaemonPlan {
  const create: string[] = [];
  const remove: Pod[] = [];
  const events: DaemonEvent[] = [];
  let retryMs: number | undefined;
  for (const node of nodes) {
    const name = node.metadata.name ?? '';
    const { run, keep } = nodeFit(set, node);
    const present = byNode.get(name);
    if (run && !present) create.push(name);
    else if (!keep && present) remove.push(...present.filter((pod) => pod.metadata.deletionTimestamp === undefined));
    else if (keep && present) {
      const running: Pod[] = [];
      for (const pod of present) {
        if (pod.metadata.deletionTimestamp !== undefined) continue;
        const where = `daemon pod ${pod.metadata.namespace}/${pod.metadata.name} on node ${name}`;
        if (pod.status?.phase === 'Failed') {
          const waitMs = backoff(name);
          if (waitMs > 0) {
            retryMs = Math.min(retryMs ?? waitMs, waitMs);
            continue;
          }
          events.push({ type: 'Warning', reason: 'FailedDaemonPod', message: `Found failed ${where}, will try to kill it` });
          remove.push(pod);
        } else if (pod.status?.phase === 'Succeeded') {
          events.push({ type: 'Normal', reason: 'SucceededDaemonPod', message: `Found succeeded ${where}, will try to delete it` });
          remove.push(pod);
        } else running.push(pod);
      }
      remove.push(...surplus(set, running, hash, nowMs));
    }
  }
  const known = new Set(nodes.map((node) => node.metadata.name));
  for (const [node, pods] of byNode) if (!known.has(node)) remove.push(...pods.filter((pod) => !pod.spec?.nodeName));
  return { create, remove, events, ...(retryMs === undefined ? {} : { retryMs }) };
}

/** One pod a node; while an update surges, one old and one new. */
function surplus(set: DaemonSet, running: readonly Pod[], hash: string, nowMs: number): readonly Pod[] {
  if (running.length <= 1) return [];
  const sorted = [...running].sort(
    (a, b) => Number(Boolean(b.spec?.nodeName)) - Number(Boolean(a.spec?.nodeName)) || created(a) - created(b),
  );
  if (!allowsSurge(set)) return sorted.slice(1);
  const fresh = sorted.find((pod) => isCurrent(pod, set, hash));
  const old = sorted.find((pod) => !isCurrent(pod, set, hash));
  const rest = sorted.filter((pod) => pod !== fresh && pod !== old);
  if (fresh && old && (!isPodReady(old) || isAvailable(fresh, set, nowMs))) return [...rest, old];
  return rest;
}

export function allowsSurge(set: DaemonSet): boolean {
  const surge = set.spec?.updateStrategy?.rollingUpdate?.maxSurge;
  return set.spec?.updateStrategy?.type === 'RollingUpdate' && surge !== undefined && surge !== 0 && surge !== '0' && surge !== '0%';
}

export function isAvailable(pod: Pod, set: DaemonSet, nowMs: number): boolean {
  const since = readySinceMs(pod);
  return since !== undefined && since + (set.spec?.minReadySeconds ?? 0) * 1000 <= nowMs;
}

function created(pod: Pod): number {
  return parseTime(pod.metadata.creationTimestamp);
}
