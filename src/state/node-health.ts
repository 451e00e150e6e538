/** What a node's silence leads to, and when (sources: pkg/controller/nodelifecycle and tainteviction, 1.36). */
import { parseTime } from '../../workers/api/time';
import type { Lease } from '../../workers/resources/coordination/leases/types';
import type { Node } from '../../workers/resources/core/nodes/types';
import type { Pod } from '../../workers/resources/core/pods/types';

/** --node-monitor-grace-period: silence that makes a node NotReady. */
export const nodeGraceMs = 50_000;
/** What DefaultTolerationSeconds gives every pod for a node that is not ready or unreachable. */
export const notReadyTolerationMs = 300_000;
/** Silence after which a heartbeat (every 10 s) is worth a remark. */
const lateMs = 12_000;

export type NodeHealth =
  | { readonly state: 'ready' }
  /** Still Ready by the API, but no heartbeat for a while. */
  | { readonly state: 'silent'; readonly sinceMs: number; readonly notReadyAtMs: number }
  | { readonly state: 'notReady'; readonly sinceMs: number }
  /** Registered, no condition yet. */
  | { readonly state: 'starting' };

/** Read once per lease: thousands of nodes are looked at again with every change. */
const renewals = new WeakMap<Lease, number>();

/** Last renewal of the node's lease, in virtual ms; undefined where there is none. */
export function heartbeatMs(lease: Lease | undefined): number | undefined {
  if (!lease) return undefined;
  const at = renewals.get(lease) ?? parseTime(lease.spec?.renewTime as string | undefined);
  renewals.set(lease, at);
  return Number.isNaN(at) ? undefined : at;
}

export function nodeHealth(node: Node, heartbeat: number | undefined, nowMs: number): NodeHealth {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  if (!ready) return { state: 'starting' };
  if (ready.status !== 'True') return { state: 'notReady', sinceMs: parseTime(ready.lastTransitionTime as string | undefined) || 0 };
  if (heartbeat !== undefined && nowMs - heartbeat > lateMs)
    return { state: 'silent', sinceMs: heartbeat, notReadyAtMs: heartbeat + nodeGraceMs };
  return { state: 'ready' };
}

/** True while the API server hears from the node. */
export function nodeAnswers(node: Node | undefined): boolean {
  const ready = node?.status?.conditions?.find((condition) => condition.type === 'Ready');
  return ready === undefined || ready.status === 'True';
}

/** When taint-based eviction deletes the pod: the earliest NoExecute taint it tolerates only for a time. Undefined: never. */
export function evictionAtMs(pod: Pod, node: Node | undefined): number | undefined {
  let earliest: number | undefined;
  for (const taint of node?.spec?.taints ?? []) {
    if (taint.effect !== 'NoExecute') continue;
    const since = parseTime(taint.timeAdded as string | undefined);
    if (Number.isNaN(since)) continue;
    const matching = (pod.spec?.tolerations ?? []).filter(
      (toleration) =>
        (!toleration.effect || toleration.effect === taint.effect) &&
        (!toleration.key || toleration.key === taint.key) &&
        (toleration.operator === 'Exists' || (toleration.value ?? '') === (taint.value ?? '')),
    );
    if (matching.length > 0 && matching.every((toleration) => toleration.tolerationSeconds === undefined)) continue;
    const seconds =
      matching.length === 0 ? 0 : Math.min(...matching.map((toleration) => toleration.tolerationSeconds ?? Number.POSITIVE_INFINITY));
    const at = since + seconds * 1000;
    if (earliest === undefined || at < earliest) earliest = at;
  }
  return earliest;
}
