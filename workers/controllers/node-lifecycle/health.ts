/**
 * What the monitor remembers of a node, and when a silent one's conditions become Unknown
 * (source: pkg/controller/nodelifecycle/node_lifecycle_controller.go, tryUpdateNodeHealth, 1.36).
 */
import { parseTime, rfc3339 } from '../../api/time';
import type { Lease } from '../../resources/coordination/leases/types';
import type { Node } from '../../resources/core/nodes/types';

export type NodeCondition = NonNullable<NonNullable<Node['status']>['conditions']>[number];
export type ReadyStatus = 'True' | 'False' | 'Unknown';

export interface NodeHealth {
  /** When the monitor last noticed a sign of life. */
  readonly probedMs: number;
  readonly heartbeat: string | undefined;
  readonly renewTime: string | undefined;
}

/** --node-monitor-grace-period, --node-startup-grace-period */
export interface GracePeriods {
  readonly monitorMs: number;
  readonly startupMs: number;
}

export interface HealthCheck {
  readonly health: NodeHealth;
  /** Ready as the node object has it: what the kubelet, or this controller earlier, last wrote. */
  readonly observed: ReadyStatus;
  /** Ready as it is after this check. */
  readonly current: ReadyStatus;
  /** The node's conditions with every silent one Unknown; absent: no write is due. */
  readonly conditions?: readonly NodeCondition[];
}

const MONITORED = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'];

/**
 * Differs: a sign of life seen exactly one grace period ago is too old already. Upstream asks for more than that, which
 * its monitor, drifting by the time a pass takes, has always reached by then.
 */
export function checkHealth(
  node: Node,
  lease: Lease | undefined,
  before: NodeHealth | undefined,
  nowMs: number,
  grace: GracePeriods,
): HealthCheck {
  const conditions = node.status?.conditions ?? [];
  const ready = conditions.find((one) => one.type === 'Ready');
  const heartbeat = ready?.lastHeartbeatTime;
  const renewTime = lease?.spec?.renewTime;
  const observed = (ready?.status ?? 'Unknown') as ReadyStatus;
  const alive =
    (before === undefined && ready !== undefined) ||
    (before !== undefined && ready !== undefined && heartbeat !== before.heartbeat) ||
    (renewTime !== undefined && (before?.renewTime === undefined || parseTime(renewTime) > parseTime(before.renewTime)));
  const probedMs = alive ? nowMs : (before?.probedMs ?? parseTime(node.metadata.creationTimestamp));
  const health = { probedMs, heartbeat, renewTime: renewTime ?? before?.renewTime };
  if (nowMs < probedMs + (ready ? grace.monitorMs : grace.startupMs)) return { health, observed, current: observed };
  const silent = withUnknown(node, conditions, nowMs);
  return silent ? { health, observed, current: 'Unknown', conditions: silent } : { health, observed, current: 'Unknown' };
}

function withUnknown(node: Node, conditions: readonly NodeCondition[], nowMs: number): NodeCondition[] | undefined {
  const now = rfc3339(nowMs);
  const changed = conditions.map((one) =>
    MONITORED.includes(one.type) && one.status !== 'Unknown'
      ? { ...one, status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.', lastTransitionTime: now }
      : one,
  );
  const missing = MONITORED.filter((type) => !conditions.some((one) => one.type === type)).map((type) => ({
    type,
    status: 'Unknown',
    reason: 'NodeStatusNeverUpdated',
    message: 'Kubelet never posted node status.',
    lastHeartbeatTime: node.metadata.creationTimestamp ?? now,
    lastTransitionTime: now,
  }));
  const readyBefore = conditions.find((one) => one.type === 'Ready')?.status;
  // Only a change of Ready is written; the others come along with it.
  return readyBefore === 'Unknown' ? undefined : [...changed, ...missing];
}
