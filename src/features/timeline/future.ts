/** What is bound to happen if nobody does anything: the future lane. */
import { parseTime } from '../../../workers/api/time';
import type { ObjectsByKind } from '../../state/cluster';
import { evictionAtMs, heartbeatMs, nodeGraceMs, nodeHealth, notReadyTolerationMs } from '../../state/node-health';

export interface Expectation {
  readonly atMs: number;
  readonly what: 'notReady' | 'evict' | 'faultEnd';
  /** The node's or fault's name. */
  readonly name: string;
}

/** More marks would cover each other. */
const expectationsMax = 60;

/** The next ones, sorted by time; only what lies ahead of `nowMs`. */
export function expectations(objects: Pick<ObjectsByKind, 'Node' | 'Pod' | 'Lease' | 'Fault'>, nowMs: number): Expectation[] {
  const found: Expectation[] = [];
  for (const [name, node] of objects.Node) {
    const health = nodeHealth(node, heartbeatMs(objects.Lease.get(`kube-node-lease/${name}`)), nowMs);
    if (health.state === 'silent') {
      found.push({ atMs: health.notReadyAtMs, what: 'notReady', name });
      found.push({ atMs: health.sinceMs + nodeGraceMs + notReadyTolerationMs, what: 'evict', name });
    }
  }
  const evictions = new Map<string, number>();
  for (const pod of objects.Pod.values()) {
    const name = pod.spec?.nodeName;
    const atMs = name && !pod.metadata.deletionTimestamp ? evictionAtMs(pod, objects.Node.get(name)) : undefined;
    if (name && atMs !== undefined) evictions.set(name, Math.min(atMs, evictions.get(name) ?? Number.POSITIVE_INFINITY));
  }
  for (const [name, atMs] of evictions) found.push({ atMs, what: 'evict', name });
  for (const fault of objects.Fault.values()) {
    if (fault.spec.durationSeconds === undefined || fault.status?.phase === 'Ended') continue;
    const startMs = parseTime(fault.status?.startedAt ?? fault.metadata.creationTimestamp);
    found.push({ atMs: startMs + fault.spec.durationSeconds * 1000, what: 'faultEnd', name: fault.metadata.name ?? '' });
  }
  return found
    .filter(({ atMs }) => atMs > nowMs)
    .sort((a, b) => a.atMs - b.atMs)
    .slice(0, expectationsMax);
}
