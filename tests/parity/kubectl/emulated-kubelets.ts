/** The three nodes of the live transcripts: an outside client of the cluster that acts in real time. */
import type { AnyObject, WatchEvent } from '../../../workers/api/meta';
import { isFailure } from '../../../workers/api/request';
import type { ApiRequest } from '../../../workers/api/request';
import { rfc3339, rfc3339Micro } from '../../../workers/api/time';
import type { HttpBackend } from '../../../workers/hosts/http-listener';
import type { Json } from '../controllers/scenario';
import { nextStage, statusOf } from './emulated-pods';
import type { Stage } from './emulated-pods';

const ZONES = ['zone-a', 'zone-b', 'zone-a'];
const RENEW_MS = 10_000;
/** From a change of a pod to the kubelet's seeing it. */
const WATCH_MS = 50;
const STOP_MS = 1000;
const SLOW_STOP_MS = 8000;
const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases', namespace: 'kube-node-lease' } as const;
const CORE = { group: '', version: 'v1' } as const;

interface Work {
  latest: Json;
  stage: Stage;
  readonly ip: string;
  startedAt: string;
  stopping: boolean;
}

export class EmulatedKubelets {
  private readonly pods = new Map<string, Work>();
  private readonly timers = new Set<ReturnType<typeof setTimeout>>();
  private readonly renewal: ReturnType<typeof setInterval>;
  private addresses = 0;
  private events = 0;
  private stopWatch: (() => void) | undefined;

  constructor(private readonly backend: HttpBackend) {
    this.renewal = setInterval(() => void this.renew(), RENEW_MS);
  }

  /** Resolves when the nodes are there. */
  async start(): Promise<void> {
    await this.send({ ...CORE, verb: 'create', resource: 'namespaces', body: { metadata: { name: 'kube-node-lease' } } });
    for (const [at, zone] of ZONES.entries()) await this.register(at + 1, zone);
    const options = { sendInitialEvents: true, resourceVersionMatch: 'NotOlderThan', allowWatchBookmarks: true } as const;
    const opened = await this.backend.watch(
      { ...CORE, verb: 'watch', resource: 'pods', options },
      { events: (events) => void events.forEach((event) => this.changed(event)), closed: () => undefined },
    );
    if ('stop' in opened) this.stopWatch = () => opened.stop();
  }

  dispose(): void {
    clearInterval(this.renewal);
    for (const timer of this.timers) clearTimeout(timer);
    this.stopWatch?.();
  }

  private async send(request: ApiRequest): Promise<Json> {
    const reply = await this.backend.request(request);
    return isFailure(reply) ? undefined : reply.body;
  }

  private now(): string {
    return rfc3339(this.backend.nowMs());
  }

  private later(delayMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, delayMs);
    this.timers.add(timer);
  }

  private async register(number: number, zone: string): Promise<void> {
    const name = `node-${number}`;
    const capacity = { cpu: '4', memory: '8Gi', pods: '110', 'ephemeral-storage': '100Gi' };
    const condition = (type: string, status: string, reason: string) => ({
      type,
      status,
      reason,
      message: reason,
      lastHeartbeatTime: this.now(),
      lastTransitionTime: this.now(),
    });
    const labels = {
      'kubernetes.io/arch': 'amd64',
      'kubernetes.io/os': 'linux',
      'kubernetes.io/hostname': name,
      'topology.kubernetes.io/zone': zone,
    };
    const nodeInfo = {
      kubeletVersion: 'v1.36.3',
      architecture: 'amd64',
      operatingSystem: 'linux',
      containerRuntimeVersion: 'containerd://2.2.1',
    };
    const status = {
      capacity,
      allocatable: capacity,
      addresses: [
        { type: 'InternalIP', address: hostAddress(number) },
        { type: 'Hostname', address: name },
      ],
      conditions: [condition('Ready', 'True', 'KubeletReady')],
      nodeInfo,
    };
    const node = await this.send({ ...CORE, verb: 'create', resource: 'nodes', body: { metadata: { name, labels }, status } });
    const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid }];
    const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime: rfc3339Micro(this.backend.nowMs()) };
    await this.send({ ...LEASES, verb: 'create', body: { metadata: { name, ownerReferences }, spec } });
  }

  private async renew(): Promise<void> {
    for (const at of ZONES.keys()) {
      const body = { spec: { renewTime: rfc3339Micro(this.backend.nowMs()) } };
      await this.send({ ...LEASES, verb: 'patch', name: `node-${at + 1}`, patchType: 'merge', body });
    }
  }

  private changed({ type, object }: WatchEvent): void {
    const pod = object as AnyObject as Json;
    if (type === 'BOOKMARK' || type === 'ERROR' || !pod.spec?.nodeName) return;
    const { uid } = pod.metadata;
    if (type === 'DELETED') return void this.pods.delete(uid);
    let work = this.pods.get(uid);
    if (!work) {
      const number = Number(pod.spec.nodeName.replace('node-', ''));
      work = { latest: pod, stage: 'creating', ip: `10.244.${number}.${++this.addresses}`, startedAt: '', stopping: false };
      this.pods.set(uid, work);
      this.later(WATCH_MS, () => this.enter(uid, 'creating'));
    }
    const added = (pod.spec.ephemeralContainers ?? []).length > (work.latest.spec.ephemeralContainers ?? []).length;
    work.latest = pod;
    if (added) this.later(WATCH_MS, () => void this.post(uid));
    if (pod.metadata.deletionTimestamp && !work.stopping) this.stop(uid, work);
  }

  private enter(uid: string, stage: Stage): void {
    const work = this.pods.get(uid);
    if (!work || work.stopping) return;
    work.stage = stage;
    if (stage === 'started') {
      work.startedAt = this.now();
      for (const container of work.latest.spec.containers) void this.tell(work.latest, container);
    }
    void this.post(uid);
    const next = nextStage(work.latest, stage);
    if (next) this.later(next.afterMs, () => this.enter(uid, next.stage));
  }

  private async post(uid: string): Promise<void> {
    const work = this.pods.get(uid);
    if (!work) return;
    const { namespace, name } = work.latest.metadata;
    const where = { ...CORE, resource: 'pods', namespace, name };
    const pod = await this.send({ ...where, verb: 'get' });
    if (pod?.metadata.uid !== uid) return;
    const number = Number(pod.spec.nodeName.replace('node-', ''));
    const status = statusOf(pod, work.stage, work.ip, hostAddress(number), work.startedAt, this.now());
    await this.send({ ...where, verb: 'update', subresource: 'status', body: { ...pod, status } });
  }

  private stop(uid: string, work: Work): void {
    work.stopping = true;
    const { namespace, name, labels, deletionGracePeriodSeconds: grace = 30 } = work.latest.metadata;
    const delayMs = labels?.slow === undefined ? Math.min(grace * 1000, STOP_MS) : SLOW_STOP_MS;
    const body = { gracePeriodSeconds: 0, preconditions: { uid } };
    this.later(WATCH_MS + delayMs, () => void this.send({ ...CORE, resource: 'pods', namespace, name, verb: 'delete', body }));
  }

  /** The events of a container's start. */
  private async tell(pod: Json, { name, image }: Json): Promise<void> {
    const missing = image.includes('missing') || image.endsWith(':nope');
    if (missing) return this.event(pod, name, 'Warning', 'Failed', 'Error: ErrImagePull');
    await this.event(pod, name, 'Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
    await this.event(pod, name, 'Normal', 'Created', 'Container created');
    await this.event(pod, name, 'Normal', 'Started', 'Container started');
  }

  private async event(pod: Json, container: string, type: string, reason: string, message: string): Promise<void> {
    const { namespace, name, uid, resourceVersion } = pod.metadata;
    const fieldPath = `spec.containers{${container}}`;
    const body = {
      metadata: { namespace, name: `${name}.${(++this.events).toString(16).padStart(16, '0')}` },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, resourceVersion, fieldPath },
      type,
      reason,
      message,
      source: { component: 'kubelet', host: pod.spec.nodeName },
      reportingComponent: 'kubelet',
      reportingInstance: pod.spec.nodeName,
      firstTimestamp: this.now(),
      lastTimestamp: this.now(),
      count: 1,
    };
    await this.send({ ...CORE, verb: 'create', resource: 'events', namespace, body });
  }
}

function hostAddress(number: number): string {
  return `192.168.49.${10 + number}`;
}
