/**
 * The nodes of the recorded scenarios: registration, heartbeat and pod work exactly as the README's "Node contract" says,
 * driven by `emu/...` annotations. It is an outside client of the cluster under test: told of changes as they are
 * committed, it acts when its own alarms are due; the player advances the cluster from alarm to alarm.
 */
import { isFailure } from '../../../workers/api/request';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { rfc3339, rfc3339Micro } from '../../../workers/api/time';
import { Heap } from '../../../workers/lib/heap';
import type { Json, NodeToMake } from './scenario';

export interface Server {
  readonly nowMs: number;
  handle(request: ApiRequest): ApiReply<Json>;
}

interface Machine {
  readonly name: string;
  running: boolean;
  ready: boolean;
}

interface Container {
  readonly name: string;
  state: 'waiting' | 'running' | 'terminated';
  restarts: number;
  exitCode: number;
  startedMs: number;
  finishedMs: number;
  /** Raised at every start and end, so that alarms of an earlier life do nothing. */
  life: number;
}

interface PodWork {
  readonly uid: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: string;
  readonly ips: readonly string[];
  readonly seenMs: number;
  latest: Json;
  started: boolean;
  finished: boolean;
  readySince: number | undefined;
  readyWanted: boolean;
  /** The Ready condition as this node last had it: its status and since when. */
  own: { readonly status: string; readonly since: string } | undefined;
  stopping: boolean;
  readonly attemptBase: number;
  readonly containers: Container[];
}

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

const RENEW_MS = 10_000;
const STATUS_MS = 300_000;
const WRITE_BACK_MS = 300;
/** What one write takes a busy kubelet: pods that became due together change one after another, not in one instant. */
const WRITE_MS = 10;
/** From a change of a pod to the kubelet's seeing it. */
const WATCH_MS = 80;
const PLEG = 'PLEG is not healthy: pleg was last seen active 3m5s ago; threshold is 3m0s';

export class EmulatedNodes {
  private readonly machines = new Map<string, Machine>();
  private readonly pods = new Map<string, PodWork>();
  private readonly attempts = new Map<string, number>();
  private readonly alarms = new Heap<Alarm>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
  private order = 0;
  private addresses = 0;
  private writeFreeMs = 0;

  constructor(
    private readonly server: Server,
    private readonly dualStack: boolean,
  ) {}

  nextMs(): number | undefined {
    return this.alarms.peek()?.atMs;
  }

  /** Does everything due now. */
  act(): void {
    for (;;) {
      const next = this.alarms.peek();
      if (!next || next.atMs > this.server.nowMs) return;
      this.alarms.pop();
      next.run();
    }
  }

  register(node: NodeToMake, labels: Record<string, string>): void {
    const machine: Machine = { name: node.name, running: true, ready: node.notReady !== true };
    this.machines.set(node.name, machine);
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
    this.every(RENEW_MS, () => machine.running && this.renew(machine));
    this.every(STATUS_MS, () => machine.running && this.postStatus(machine, false));
  }

  /** The steps `node` of a scenario, apart from register. */
  control(name: string, action: string): void {
    const machine = this.machines.get(name);
    if (!machine) throw new Error(`no emulated node ${name}`);
    if (action === 'stop') {
      this.renew(machine);
      machine.running = false;
    } else if (action === 'forget') {
      machine.running = false;
      this.machines.delete(name);
    } else if (action === 'start') {
      machine.running = true;
      this.renew(machine);
      this.postStatus(machine, false);
      for (const pod of this.pods.values()) if (pod.node === name) this.resume(pod);
    } else {
      machine.ready = action === 'ready';
      this.postStatus(machine, true);
    }
  }

  /** The steps `pod`: `exit` ends containers now, `ready` sets readiness from now on. */
  controlPod(namespace: string, name: string, step: Json): void {
    const pod = [...this.pods.values()].find((one) => one.namespace === namespace && one.name === name && !one.finished);
    if (!pod) throw new Error(`no emulated pod ${namespace}/${name}`);
    if (step.action === 'ready') {
      pod.readyWanted = step.value;
      this.settle(pod);
      return;
    }
    for (const container of pod.containers) {
      if (container.state === 'running' && (step.container === undefined || step.container === container.name))
        this.exit(pod, container, step.code);
    }
    this.settle(pod);
  }

  /** Told of every committed change of a pod. */
  podChanged(type: string, object: Json): void {
    const { uid, namespace, name, deletionTimestamp } = object.metadata;
    const node = object.spec?.nodeName;
    const known = this.pods.get(uid);
    if (type === 'DELETED') {
      this.pods.delete(uid);
      return;
    }
    if (known) {
      const before = known.latest;
      known.latest = object;
      if (deletionTimestamp && !known.stopping) {
        known.stopping = true;
        this.work(known, WATCH_MS, () => this.stop(known));
      } else if (known.finished && deletionTimestamp && !before.metadata.deletionTimestamp)
        this.work(known, WATCH_MS, () => this.remove(known));
      this.keepReadiness(known);
      return;
    }
    if (!node || !this.machines.has(node)) return;
    const pod: PodWork = {
      uid,
      namespace,
      name,
      node,
      ips: this.newAddresses(),
      seenMs: this.server.nowMs,
      latest: object,
      started: false,
      finished: ['Succeeded', 'Failed'].includes(object.status?.phase),
      readySince: undefined,
      readyWanted: true,
      own: undefined,
      stopping: false,
      attemptBase: this.nextAttempt(object),
      containers: object.spec.containers.map((one: Json) => ({
        name: one.name,
        state: 'waiting',
        restarts: 0,
        exitCode: 0,
        startedMs: 0,
        finishedMs: 0,
        life: 0,
      })),
    };
    this.pods.set(uid, pod);
    if (deletionTimestamp) {
      pod.stopping = true;
      this.work(pod, WATCH_MS, () => this.stop(pod));
    }
    const after = annotation(object, 'start-after') ?? '1';
    if (after !== 'never') this.work(pod, WATCH_MS + Number(after) * 1000, () => this.startPod(pod));
  }

  private startPod(pod: PodWork): void {
    if (pod.stopping || pod.finished || pod.started) return;
    pod.started = true;
    for (const container of pod.containers) this.startContainer(pod, container);
    const readyAfter = readySeconds(pod.latest);
    pod.readySince = readyAfter === undefined ? undefined : this.server.nowMs + readyAfter * 1000;
    if (readyAfter) this.work(pod, readyAfter * 1000, () => this.settle(pod));
    this.settle(pod);
  }

  private startContainer(pod: PodWork, container: Container): void {
    container.state = 'running';
    container.startedMs = this.server.nowMs;
    const life = ++container.life;
    const plan = exitPlan(pod.latest, pod.attemptBase + container.restarts, container.name);
    if (plan) {
      this.work(pod, plan.afterSeconds * 1000, () => {
        if (container.life !== life || container.state !== 'running') return;
        this.exit(pod, container, plan.code);
        this.settle(pod);
      });
    }
  }

  private exit(pod: PodWork, container: Container, code: number): void {
    container.state = 'terminated';
    container.exitCode = code;
    container.finishedMs = this.server.nowMs;
    const life = ++container.life;
    if (!restarts(pod.latest, code)) return;
    const delays = annotation(pod.latest, 'restart-delay');
    const seconds =
      delays === undefined ? (container.restarts === 0 ? 1 : Math.min(10 * 2 ** (container.restarts - 1), 300)) : Number(delays);
    container.state = 'waiting';
    this.work(pod, seconds * 1000, () => {
      if (container.life !== life || pod.stopping) return;
      container.restarts++;
      this.startContainer(pod, container);
      const readyAfter = readySeconds(pod.latest);
      if (readyAfter) {
        pod.readySince = this.server.nowMs + readyAfter * 1000;
        this.work(pod, readyAfter * 1000, () => this.settle(pod));
      }
      this.settle(pod);
    });
  }

  /** Posts the pod's status as its containers are now. */
  private settle(pod: PodWork): void {
    if (pod.finished || !pod.started) return;
    const ended = pod.containers.every((container) => container.state === 'terminated');
    if (ended) {
      this.finish(pod, pod.containers.every((container) => container.exitCode === 0) ? 'Succeeded' : 'Failed');
      return;
    }
    const ready = this.isReady(pod);
    this.write(pod, { phase: 'Running', conditions: this.podConditions(pod, 'Running', ready) });
  }

  private isReady(pod: PodWork): boolean {
    return (
      pod.readyWanted &&
      pod.readySince !== undefined &&
      pod.readySince <= this.server.nowMs &&
      pod.containers.every((one) => one.state === 'running')
    );
  }

  private finish(pod: PodWork, phase: 'Succeeded' | 'Failed'): void {
    pod.finished = true;
    this.write(pod, { phase, conditions: this.podConditions(pod, phase, false) });
    if (pod.latest.metadata.deletionTimestamp) this.work(pod, 0, () => this.remove(pod));
  }

  private stop(pod: PodWork): void {
    if (pod.finished) {
      this.remove(pod);
      return;
    }
    const grace = pod.latest.metadata.deletionGracePeriodSeconds ?? 30;
    const wanted = annotation(pod.latest, 'stop-after') ?? '1';
    const seconds = wanted === 'hang' ? Number.POSITIVE_INFINITY : Number(wanted);
    const killed = seconds > grace;
    this.work(pod, Math.min(seconds, grace) * 1000, () => {
      if (pod.finished) return;
      for (const container of pod.containers) {
        if (container.state === 'terminated') continue;
        container.exitCode = !pod.started || killed ? 137 : Number(annotation(pod.latest, 'stop-code') ?? '0');
        container.state = 'terminated';
        container.finishedMs = this.server.nowMs;
        container.life++;
      }
      this.finish(pod, pod.containers.every((container) => container.exitCode === 0) ? 'Succeeded' : 'Failed');
    });
  }

  private remove(pod: PodWork): void {
    this.server.handle({
      ...PODS,
      verb: 'delete',
      namespace: pod.namespace,
      name: pod.name,
      body: { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions: { uid: pod.uid } },
    });
  }

  /** After an outage: everything that came due meanwhile has been put off until now. */
  private resume(pod: PodWork): void {
    this.keepReadiness(pod);
  }

  /** Writes the node's own view back when somebody else changed the Ready condition. */
  private keepReadiness(pod: PodWork): void {
    if (!pod.started || pod.finished || pod.stopping) return;
    const posted = pod.latest.status?.conditions?.find((one: Json) => one.type === 'Ready')?.status;
    if (posted === (this.isReady(pod) ? 'True' : 'False')) return;
    if (pod.readySince !== undefined && pod.readySince > this.server.nowMs) return;
    const running = this.machines.get(pod.node)?.running;
    this.work(pod, running ? WRITE_BACK_MS : 0, () => {
      const now = pod.latest.status?.conditions?.find((one: Json) => one.type === 'Ready')?.status;
      if (!pod.stopping && now !== (this.isReady(pod) ? 'True' : 'False')) this.settle(pod);
    });
  }

  private podConditions(pod: PodWork, phase: string, ready: boolean): Json[] {
    const before: Json[] = pod.latest.status?.conditions ?? [];
    const seen = rfc3339(pod.seenMs);
    const done = phase !== 'Running';
    const unready = pod.containers.filter((one) => one.state !== 'running' || !ready).map((one) => one.name);
    const detail = ready
      ? {}
      : done
        ? { reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' }
        : { reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
    const status = ready ? 'True' : 'False';
    if (pod.own?.status !== status) pod.own = { status, since: rfc3339(this.server.nowMs) };
    const mine: Json[] = [
      { type: 'PodReadyToStartContainers', status: done ? 'False' : 'True', lastTransitionTime: seen },
      { type: 'Initialized', status: 'True', lastTransitionTime: seen, ...(phase === 'Succeeded' ? { reason: 'PodCompleted' } : {}) },
      ...['Ready', 'ContainersReady'].map((type) => ({ type, status, lastTransitionTime: pod.own?.since, ...detail })),
    ];
    return [...mine, ...before.filter((one) => !mine.some((own) => own.type === one.type))];
  }

  private write(pod: PodWork, status: Json): void {
    const current = this.server.handle({ ...PODS, verb: 'get', namespace: pod.namespace, name: pod.name });
    if (isFailure(current) || current.body.metadata.uid !== pod.uid) return;
    const reply = this.server.handle({
      ...PODS,
      verb: 'update',
      subresource: 'status',
      namespace: pod.namespace,
      name: pod.name,
      body: {
        ...current.body,
        status: {
          ...current.body.status,
          ...status,
          startTime: rfc3339(pod.seenMs),
          hostIP: '10.0.0.1',
          hostIPs: [{ ip: '10.0.0.1' }],
          ...(pod.started ? { podIP: pod.ips[0], podIPs: pod.ips.map((ip) => ({ ip })) } : {}),
          containerStatuses: pod.containers.map((container) =>
            containerStatus(
              container,
              status.conditions.some((one: Json) => one.type === 'Ready' && one.status === 'True'),
            ),
          ),
        },
      },
    });
    if (isFailure(reply)) throw new Error(`status of ${pod.name}: ${JSON.stringify(reply.body)}`);
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

  /** `renewed`: transition times are new for all conditions (readiness was switched), else kept where the status is the same. */
  private postStatus(machine: Machine, renewed: boolean): void {
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

  private renew(machine: Machine): void {
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

  /** Work of a pod: waits while its node is down, and takes its turn among writes. */
  private work(pod: PodWork, delayMs: number, run: () => void): void {
    this.at(this.server.nowMs + delayMs, () => this.whenUp(pod, run));
  }

  private whenUp(pod: PodWork, run: () => void): void {
    const machine = this.machines.get(pod.node);
    if (!machine || !this.pods.has(pod.uid)) return;
    if (!machine.running) {
      this.at(this.server.nowMs + 100, () => this.whenUp(pod, run));
      return;
    }
    if (this.writeFreeMs > this.server.nowMs) {
      const atMs = this.writeFreeMs;
      this.writeFreeMs += WRITE_MS;
      this.at(atMs, run);
      return;
    }
    this.writeFreeMs = this.server.nowMs + WRITE_MS;
    run();
  }

  private at(atMs: number, run: () => void): void {
    this.alarms.push({ atMs: Math.round(atMs), order: this.order++, run });
  }

  private every(periodMs: number, run: () => void): void {
    this.at(this.server.nowMs + periodMs, () => {
      run();
      this.every(periodMs, run);
    });
  }

  private newAddresses(): string[] {
    const at = ++this.addresses;
    const v4 = `10.244.${at >> 8}.${at & 255}`;
    return this.dualStack ? [v4, `fd00:244::${at.toString(16)}`] : [v4];
  }

  private nextAttempt(object: Json): number {
    const owner = object.metadata.ownerReferences?.find((one: Json) => one.controller);
    if (!owner) return 0;
    const key = `${owner.uid}/${object.metadata.annotations?.['batch.kubernetes.io/job-completion-index'] ?? ''}`;
    const attempt = this.attempts.get(key) ?? 0;
    this.attempts.set(key, attempt + 1);
    return attempt;
  }
}

const PODS = { group: '', version: 'v1', resource: 'pods' };
const NODES = { group: '', version: 'v1', resource: 'nodes' };
const LEASES = { group: 'coordination.k8s.io', version: 'v1', resource: 'leases' };

function annotation(pod: Json, key: string): string | undefined {
  return pod.metadata.annotations?.[`emu/${key}`];
}

/** Seconds from Running to Ready; undefined for never. */
function readySeconds(pod: Json): number | undefined {
  const byOrdinal = annotation(pod, 'ready-ordinal');
  const ordinal = /-(\d+)$/.exec(pod.metadata.name)?.[1];
  const own = byOrdinal !== undefined && ordinal !== undefined ? JSON.parse(byOrdinal)[ordinal] : undefined;
  const text = String(own ?? annotation(pod, 'ready-after') ?? '0');
  return text === 'never' ? undefined : Number(text);
}

/** The plan of `emu/exit` for one attempt and container; undefined: keeps running. */
function exitPlan(pod: Json, attempt: number, container: string): { code: number; afterSeconds: number } | undefined {
  const index = pod.metadata.annotations?.['batch.kubernetes.io/job-completion-index'];
  const byIndex = annotation(pod, 'exit-index');
  const plans = (byIndex !== undefined && index !== undefined ? JSON.parse(byIndex)[index] : undefined) ?? annotation(pod, 'exit');
  if (plans === undefined) return undefined;
  const attempts = String(plans).split('|');
  const plan = attempts[Math.min(attempt, attempts.length - 1)] as string;
  for (const part of plan.split(',')) {
    const match = /^(?:([^=]+)=)?(\d+)@([\d.]+)$/.exec(part.trim());
    if (match && (match[1] === undefined || match[1] === container)) return { code: Number(match[2]), afterSeconds: Number(match[3]) };
  }
  return undefined;
}

function restarts(pod: Json, code: number): boolean {
  const policy = pod.spec.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && code !== 0);
}

function containerStatus(container: Container, podReady: boolean): Json {
  const startedAt = rfc3339(container.startedMs);
  const ended = { exitCode: container.exitCode, startedAt, finishedAt: rfc3339(container.finishedMs) };
  const state =
    container.state === 'running'
      ? { running: { startedAt } }
      : container.state === 'terminated'
        ? { terminated: ended }
        : { waiting: { reason: 'CrashLoopBackOff' } };
  return {
    name: container.name,
    image: 'img',
    imageID: '',
    ready: podReady,
    started: container.state === 'running',
    restartCount: container.restarts,
    state,
    lastState: container.state === 'waiting' ? { terminated: ended } : {},
  };
}
