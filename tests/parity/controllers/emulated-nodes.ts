/**
 * The nodes of the recorded scenarios: registration, heartbeat and pod work exactly as the README's "Node contract" says,
 * driven by `emu/...` annotations. It is an outside client of the cluster under test: told of changes as they are
 * committed, it acts when its own alarms are due; the player advances the cluster from alarm to alarm.
 */
import { isFailure } from '../../../workers/api/request';
import { rfc3339 } from '../../../workers/api/time';
import { Alarms } from './alarms';
import { EmulatedMachines } from './emulated-machines';
import type { Server } from './emulated-machines';
import { annotation, containerStatus, exitPlan, newPodWork, podConditions, readySeconds, restarts } from './emulated-pod';
import type { Container, PodWork } from './emulated-pod';
import type { Json } from './scenario';

const WRITE_BACK_MS = 300;
/** What one write takes a busy kubelet: pods that became due together change one after another, not in one instant. */
const WRITE_MS = 10;
/** From a change of a pod to the kubelet's seeing it. */
const WATCH_MS = 80;

export class EmulatedNodes {
  readonly alarms: Alarms;
  readonly machines: EmulatedMachines;
  private readonly pods = new Map<string, PodWork>();
  private readonly attempts = new Map<string, number>();
  private addresses = 0;
  private writeFreeMs = 0;

  constructor(
    private readonly server: Server,
    private readonly dualStack: boolean,
  ) {
    this.alarms = new Alarms(() => server.nowMs);
    this.machines = new EmulatedMachines(server, this.alarms);
  }

  /** The steps `node` of a scenario, apart from register. */
  control(name: string, action: string): void {
    const machine = this.machines.byName.get(name);
    if (!machine) throw new Error(`no emulated node ${name}`);
    if (action === 'stop') {
      this.machines.renew(machine);
      machine.running = false;
    } else if (action === 'forget') {
      machine.running = false;
      this.machines.byName.delete(name);
    } else if (action === 'start') {
      machine.running = true;
      this.machines.renew(machine);
      this.machines.postStatus(machine, false);
      for (const pod of this.pods.values()) if (pod.node === name) this.keepReadiness(pod);
    } else {
      machine.ready = action === 'ready';
      this.machines.postStatus(machine, true);
    }
  }

  /** The steps `pod`: `exit` ends containers now, `ready` sets readiness from now on. */
  controlPod(namespace: string, name: string, step: Json): void {
    const pod = [...this.pods.values()].find((one) => one.namespace === namespace && one.name === name && !one.finished);
    if (!pod) throw new Error(`no emulated pod ${namespace}/${name}`);
    if (step.action === 'ready') {
      pod.readyWanted = step.value;
      if (step.value) pod.readySince ??= this.server.nowMs;
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
    const { uid, deletionTimestamp } = object.metadata;
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
    if (!node || !this.machines.byName.has(node)) return;
    const pod = newPodWork(object, this.server.nowMs, this.newAddresses(), this.nextAttempt(object));
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
    this.write(pod, { phase: 'Running', conditions: podConditions(pod, 'Running', ready, this.server.nowMs) });
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
    this.write(pod, { phase, conditions: podConditions(pod, phase, false, this.server.nowMs) });
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

  /** Writes the node's own view back when somebody else changed the Ready condition. */
  private keepReadiness(pod: PodWork): void {
    if (!pod.started || pod.finished || pod.stopping) return;
    const posted = pod.latest.status?.conditions?.find((one: Json) => one.type === 'Ready')?.status;
    if (posted === (this.isReady(pod) ? 'True' : 'False')) return;
    if (pod.readySince !== undefined && pod.readySince > this.server.nowMs) return;
    const running = this.machines.byName.get(pod.node)?.running;
    this.work(pod, running ? WRITE_BACK_MS : 0, () => {
      const now = pod.latest.status?.conditions?.find((one: Json) => one.type === 'Ready')?.status;
      if (!pod.stopping && now !== (this.isReady(pod) ? 'True' : 'False')) this.settle(pod);
    });
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

  /** Work of a pod: waits while its node is down, and takes its turn among writes. */
  private work(pod: PodWork, delayMs: number, run: () => void): void {
    this.alarms.at(this.server.nowMs + delayMs, () => this.whenUp(pod, run));
  }

  private whenUp(pod: PodWork, run: () => void): void {
    const machine = this.machines.byName.get(pod.node);
    if (!machine || !this.pods.has(pod.uid)) return;
    if (!machine.running) {
      this.alarms.at(this.server.nowMs + 100, () => this.whenUp(pod, run));
      return;
    }
    if (this.writeFreeMs > this.server.nowMs) {
      const atMs = this.writeFreeMs;
      this.writeFreeMs += WRITE_MS;
      this.alarms.at(atMs, run);
      return;
    }
    this.writeFreeMs = this.server.nowMs + WRITE_MS;
    run();
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
