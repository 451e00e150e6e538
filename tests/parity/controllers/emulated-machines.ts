/** The node half of the README's "Node contract": registration, lease, conditions. */
import { isFailure } from '../../../workers/api/request';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { rfc3339, rfc3339Micro } from '../../../workers/api/time';
import type { Alarms } from './alarms';
import type { Json, NodeToMake } from './scenario';

export interface Server {
  readonly nowMs: number;
  handle(request: ApiRequest): ApiReply<Json>;
}

export interface Machine {
  readonly name: string;
  running: boolean;
  ready: boolean;
}

const RENEW_MS = 10_000;
const STATUS_MS = 300_000;
const PLEG = 'PLEG is not healthy: pleg was last seen active 3m5s ago; threshold is 3m0s';
const NODES = { group: '', version: 'v1', resource: 'nodes' };
const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' };

export class EmulatedMachines {
  readonly byName = new Map<string, Machine>();

  constructor(
    private readonly server: Server,
    private readonly alarms: Alarms,
  ) {}

  register(node: NodeToMake, labels: Record<string, string>): void {
    const machine: Machine = { name: node.name, running: true, ready: node.notReady !== true };
    this.byName.set(node.name, machine);
    const capacity = { cpu: node.cpu ?? '8', memory: '16Gi', pods: '110', ...node.capacity };
    const made = this.server.handle({
      ...NODES,
      verb: 'create',
      body: {
        apiVersion: 'v1',
        kind: 'Node',
        metadata: {
          name: node.name,
          labels: {
            'beta.kubernetes.io/arch': 'amd64',
            'beta.kubernetes.io/os': 'linux',
            'kubernetes.io/arch': 'amd64',
            'kubernetes.io/hostname': node.name,
            'kubernetes.io/os': 'linux',
            ...labels,
          },
        },
        spec: { ...(node.taints ? { taints: node.taints } : {}), ...(node.unschedulable ? { unschedulable: true } : {}) },
        status: { capacity, allocatable: capacity, conditions: this.nodeConditions(machine.ready) },
      },
    });
    if (isFailure(made)) throw new Error(`node ${node.name}: ${JSON.stringify(made.body)}`);
    this.server.handle({
      ...LEASES,
      verb: 'create',
      namespace: 'kube-node-lease',
      body: {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: {
          name: node.name,
          namespace: 'kube-node-lease',
          ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: node.name, uid: made.body.metadata.uid }],
        },
        spec: { holderIdentity: node.name, leaseDurationSeconds: 40, renewTime: rfc3339Micro(this.server.nowMs) },
      },
    });
    this.alarms.every(RENEW_MS, () => machine.running && this.renew(machine));
    this.alarms.every(STATUS_MS, () => machine.running && this.postStatus(machine, false));
  }

  /** `renewed`: transition times are new for all conditions (readiness was switched), else kept where the status is the same. */
  postStatus(machine: Machine, renewed: boolean): void {
    const current = this.server.handle({ ...NODES, verb: 'get', name: machine.name });
    if (isFailure(current)) return;
    const before: Json[] = current.body.status.conditions ?? [];
    const mine = this.nodeConditions(machine.ready).map((one) => {
      const old = before.find((other) => other.type === one.type);
      return !renewed && old?.status === one.status ? { ...one, lastTransitionTime: old.lastTransitionTime } : one;
    });
    const conditions = [...before.filter((one) => !mine.some((own) => own.type === one.type)), ...mine];
    this.server.handle({
      ...NODES,
      verb: 'update',
      subresource: 'status',
      name: machine.name,
      body: { ...current.body, status: { ...current.body.status, conditions } },
    });
  }

  renew(machine: Machine): void {
    const current = this.server.handle({ ...LEASES, verb: 'get', namespace: 'kube-node-lease', name: machine.name });
    if (isFailure(current)) return;
    this.server.handle({
      ...LEASES,
      verb: 'update',
      namespace: 'kube-node-lease',
      name: machine.name,
      body: { ...current.body, spec: { ...current.body.spec, renewTime: rfc3339Micro(this.server.nowMs) } },
    });
  }

  private nodeConditions(ready: boolean): Json[] {
    const now = rfc3339(this.server.nowMs);
    const condition = (type: string, status: string, reason: string, message: string): Json => ({
      type,
      status,
      lastHeartbeatTime: now,
      lastTransitionTime: now,
      reason,
      message,
    });
    return [
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      ready
        ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
        : condition('Ready', 'False', 'KubeletNotReady', PLEG),
    ];
  }
}
