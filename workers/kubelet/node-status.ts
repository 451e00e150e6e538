/** The Node object and its Lease. Sources: pkg/kubelet/kubelet_node_status.go, nodestatus/setters.go, component-helpers/.../lease (1.36). */
import { isFailure, reasonOf } from '../api/request';
import { rfc3339, rfc3339Micro } from '../api/time';
import type { EventRecorder } from '../client/events';
import type { Process } from '../client/process';
import type { Node } from '../resources/core/nodes/types';
import { NODE_DEFAULTS } from './node-spec';
import type { NodeSpec } from './node-spec';
import type { ContainerRuntime } from './runtime/container-runtime';

const STATUS_CHECK_MS = 10_000;
const STATUS_REPORT_MS = 300_000;
const LEASE_RENEW_MS = 10_000;
const LEASE_SECONDS = 40;
const REGISTER_RETRY_MS = 1000;
const IMAGES_REPORTED_MAX = 50;
/** The kubelet is ready this long after it registered (CSINode and volume limits are set up meanwhile). */
const READY_AFTER_MS = 100;
const KUBELET_VERSION = 'v1.36.3';
const DECLARED_FEATURES = [
  'ExtendWebSocketsToKubelet',
  'InPlacePodLevelResourcesVerticalScaling',
  'InPlacePodVerticalScalingInitContainers',
  'RestartAllContainersOnContainerExits',
];

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly lastHeartbeatTime: string;
  readonly lastTransitionTime: string;
  readonly reason: string;
  readonly message: string;
}

export class NodeReporter {
  private readonly startedMs: number;
  private ready = false;
  private reportedMs = Number.NEGATIVE_INFINITY;
  private reported = '';
  private readySinceMs = 0;
  private leaseKnown = false;

  constructor(
    private readonly process: Process,
    private readonly spec: NodeSpec,
    private readonly nodeIP: string,
    private readonly runtime: ContainerRuntime,
    private readonly alive: () => boolean,
    private readonly recorder: EventRecorder,
    private readonly node: () => Node | undefined,
    /** When the machine was powered on, as opposed to when the kubelet was started. */
    private readonly bootedMs: number,
  ) {
    this.startedMs = process.nowMs;
  }

  start(): void {
    this.event('Starting', 'Starting kubelet.');
    this.register();
  }

  private event(reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): void {
    const { name } = this.spec;
    // The kubelet does not know its Node's uid and gives the name instead.
    this.recorder.event({ apiVersion: 'v1', kind: 'Node', metadata: { name, uid: name } }, type, reason, message);
  }

  private register(): void {
    if (!this.alive()) return;
    const { name } = this.spec;
    this.process.send({ verb: 'create', group: '', version: 'v1', resource: 'nodes', body: this.object() }, (reply) => {
      if (!this.alive()) return;
      if (isFailure(reply) && reasonOf(reply) !== 'AlreadyExists') {
        this.process.timers.at(this.process.nowMs + REGISTER_RETRY_MS, () => this.register(), { background: true });
        return;
      }
      for (const what of ['NodeHasSufficientMemory', 'NodeHasNoDiskPressure', 'NodeHasSufficientPID'])
        this.event(what, `Node ${name} status is now: ${what}`);
      this.event('NodeAllocatableEnforced', 'Updated Node Allocatable limit across pods');
      this.reportReboot();
      if (isFailure(reply)) this.reconcileLabels(name);
      this.process.timers.at(this.process.nowMs + READY_AFTER_MS, () => {
        if (!this.alive()) return;
        const wasReady = this.node()?.status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True');
        if (!wasReady) this.event('NodeReady', `Node ${name} status is now: NodeReady`);
        this.ready = true;
        this.readySinceMs = this.process.nowMs;
        this.checkStatus();
      });
      this.renewLease();
    });
  }

  /** The Node object still has the boot ID of before a power loss. */
  private reportReboot(): void {
    const bootId = this.bootId();
    const before = this.node()?.status?.nodeInfo?.bootID;
    if (before && before !== bootId) this.event('Rebooted', `Node ${this.spec.name} has been rebooted, boot id: ${bootId}`, 'Warning');
  }

  private bootId(): string {
    return identifier(`${this.spec.name}/boot/${this.bootedMs}`);
  }

  /** A Node that was there before gets the labels the kubelet owns. */
  private reconcileLabels(name: string): void {
    this.process.send({
      verb: 'patch',
      group: '',
      version: 'v1',
      resource: 'nodes',
      name,
      patchType: 'merge',
      body: { metadata: { labels: this.labels() } },
    });
  }

  private checkStatus(): void {
    if (!this.alive()) return;
    this.process.timers.at(this.process.nowMs + STATUS_CHECK_MS, () => this.checkStatus(), { background: true });
    const content = JSON.stringify([this.ready, [...this.runtime.images.keys()]]);
    if (content === this.reported && this.process.nowMs - this.reportedMs < STATUS_REPORT_MS) return;
    const name = this.spec.name;
    this.process.send(
      {
        verb: 'patch',
        group: '',
        version: 'v1',
        resource: 'nodes',
        subresource: 'status',
        name,
        patchType: 'strategic',
        body: { status: this.status() },
      },
      (reply) => {
        if (!isFailure(reply)) return;
        this.reported = '';
        if (reasonOf(reply) === 'NotFound' && this.alive()) this.register();
      },
    );
    this.reported = content;
    this.reportedMs = this.process.nowMs;
  }

  private renewLease(): void {
    if (!this.alive()) return;
    this.process.timers.at(this.process.nowMs + LEASE_RENEW_MS, () => this.renewLease(), { background: true });
    const { name } = this.spec;
    const lease = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace: 'kube-node-lease' };
    const renewTime = rfc3339Micro(this.process.nowMs);
    if (this.leaseKnown) {
      this.process.send({ verb: 'patch', ...lease, name, patchType: 'merge', body: { spec: { renewTime } } }, (reply) => {
        if (reasonOf(reply) === 'NotFound') this.leaseKnown = false;
      });
      return;
    }
    const uid = this.node()?.metadata.uid;
    const body = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name, namespace: lease.namespace, ...(uid ? { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] } : {}) },
      spec: { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime },
    };
    this.process.send({ verb: 'create', ...lease, body }, (reply) => {
      if (!isFailure(reply)) this.leaseKnown = true;
      else if (reasonOf(reply) === 'AlreadyExists') {
        this.leaseKnown = true;
        this.process.send({
          verb: 'patch',
          ...lease,
          name,
          patchType: 'merge',
          body: { spec: { renewTime: rfc3339Micro(this.process.nowMs) } },
        });
      }
    });
  }

  private labels(): Readonly<Record<string, string>> {
    const { name, zone, labels } = this.spec;
    return {
      'beta.kubernetes.io/arch': 'amd64',
      'beta.kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/hostname': name,
      'kubernetes.io/os': 'linux',
      ...(zone ? { 'topology.kubernetes.io/zone': zone } : {}),
      ...labels,
    };
  }

  private object(): unknown {
    const { name, taints = [], annotations } = this.spec;
    const notReady = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
    return {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: this.labels(),
        annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true', ...annotations },
      },
      spec: { taints: [...taints, notReady] },
      status: this.status(),
    };
  }

  private status(): unknown {
    const {
      name,
      cpu = NODE_DEFAULTS.cpu,
      memory = NODE_DEFAULTS.memory,
      pods = NODE_DEFAULTS.pods,
      ephemeralStorage = NODE_DEFAULTS.ephemeralStorage,
    } = this.spec;
    const capacity = { cpu, 'ephemeral-storage': ephemeralStorage, 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', memory, pods: String(pods) };
    const images = [...this.runtime.images.values()].sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, IMAGES_REPORTED_MAX);
    return {
      capacity,
      allocatable: { ...capacity, ...this.spec.allocatable },
      conditions: this.conditions(),
      addresses: [
        { type: 'InternalIP', address: this.nodeIP },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        architecture: 'amd64',
        bootID: this.bootId(),
        containerRuntimeVersion: 'containerd://2.2.9',
        kernelVersion: '6.12.0-kubarium',
        kubeProxyVersion: '',
        kubeletVersion: KUBELET_VERSION,
        machineID: identifier(`${name}/machine`).replaceAll('-', ''),
        operatingSystem: 'linux',
        osImage: 'Debian GNU/Linux 12 (bookworm)',
        systemUUID: identifier(`${name}/system`),
      },
      images: images.map(({ name: image, sizeBytes }) => ({ names: [image], sizeBytes })),
      runtimeHandlers: ['', 'runc'].map((handler) => ({
        name: handler,
        features: { recursiveReadOnlyMounts: true, userNamespaces: true },
      })),
      features: { supplementalGroupsPolicy: true },
      declaredFeatures: DECLARED_FEATURES,
    };
  }

  private conditions(): readonly Condition[] {
    const now = rfc3339(this.process.nowMs);
    const started = rfc3339(this.startedMs);
    const before = (this.node()?.status?.conditions ?? []) as readonly { type: string; status: string; lastTransitionTime?: unknown }[];
    const condition = (type: string, status: 'True' | 'False', reason: string, message: string, since = started): Condition => {
      const known = before.find((one) => one.type === type);
      const kept = known?.status === status && typeof known.lastTransitionTime === 'string' ? known.lastTransitionTime : since;
      return { type, status, lastHeartbeatTime: now, lastTransitionTime: kept, reason, message };
    };
    return [
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      this.ready
        ? condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', rfc3339(this.readySinceMs))
        : condition('Ready', 'False', 'KubeletNotReady', 'CSINode is not yet initialized'),
    ];
  }
}

/** A UUID that depends only on the text. */
function identifier(text: string): string {
  let hash = 0x811c9dc5;
  let hex = '';
  for (let round = 0; round < 4; round++) {
    for (const char of `${round}${text}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
    hex += hash.toString(16).padStart(8, '0');
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
