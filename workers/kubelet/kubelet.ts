/** One run of the kubelet: from its start on a machine until it is stopped. Source: pkg/kubelet/kubelet.go (1.36). */
import { createEventRecorder } from '../client/events';
import type { Informer } from '../client/informer';
import type { Process } from '../client/process';
import { parseTime } from '../api/time';
import type { PodNetwork } from '../network/pod-network';
import type { Node } from '../resources/core/nodes/types';
import type { Service } from '../resources/core/services/types';
import type { Pod } from '../resources/core/pods/types';
import { admit } from './admission';
import { AllocationManager } from './allocation';
import { Backoff } from './backoff';
import { ImageManager } from './image-manager';
import type { ExecSessions } from './exec-sessions';
import type { KubeletContext } from './kubelet-context';
import { NodeReporter } from './node-status';
import type { NodeSpec } from './node-spec';
import { Pleg } from './pleg';
import { containerHash, initContainersOf, isDeleting, isTerminalPhase, specOf, uidOf } from './pod';
import type { PodIPs } from './pod-ips';
import { PodWorker } from './pod-worker';
import { ProbeManager } from './prober';
import { Routines } from './routine';
import type { ContainerRuntime } from './runtime/container-runtime';
import { isMirror, isStatic, StaticPods } from './static-pods';
import { StatusManager } from './status/status-manager';

const CRASH_BACKOFF_MS_FIRST = 10_000;
const CRASH_BACKOFF_MS_MAX = 300_000;

export interface Machine {
  readonly process: Process;
  readonly spec: NodeSpec;
  readonly nodeIP: string;
  readonly bootedMs: number;
  readonly exec: ExecSessions;
  /** Files of the static pod folder: path -> object. */
  readonly manifests: Map<string, unknown>;
  readonly network: PodNetwork;
  readonly runtime: ContainerRuntime;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly services: Informer<Service>;
  readonly ips: () => PodIPs;
}

export class Kubelet {
  private stopped = false;
  private readonly workers = new Map<string, PodWorker>();
  private readonly context: KubeletContext;
  private readonly statics: StaticPods;

  constructor(machine: Machine) {
    const { process, spec, nodeIP, runtime } = machine;
    const alive = (): boolean => !this.stopped;
    const now = (): number => process.nowMs;
    const recorder = createEventRecorder(process, { component: 'kubelet', host: spec.name });
    const pleg = new Pleg(runtime, process.timers, now, process.random.fork('pleg').int(1000), (uid) => this.workers.get(uid)?.request());
    const probes = new ProbeManager(process, runtime, recorder, nodeIP, alive, (uid) => {
      this.workers.get(uid)?.refreshStatus();
      this.workers.get(uid)?.request();
    });
    this.statics = new StaticPods(process, spec.name, () => machine.nodes.get(spec.name)?.metadata.uid, {
      start: (pod) => this.add(pod),
      stop: (pod) => this.workers.get(uidOf(pod))?.remove(),
      mirrored: (pod) => this.context.status.resend(pod),
      alive,
    });
    this.context = {
      process,
      spec,
      nodeIP,
      runtime,
      recorder,
      pleg,
      probes,
      services: machine.services,
      node: () => machine.nodes.get(spec.name),
      routines: new Routines(process.timers, now),
      random: process.random.fork('kubelet'),
      status: new StatusManager(process, (uid) => this.workers.get(uid)?.mayHaveRunningContainers === true, alive, this.statics),
      images: new ImageManager(),
      crashBackoff: new Backoff(CRASH_BACKOFF_MS_FIRST, CRASH_BACKOFF_MS_MAX),
      failures: new Map(),
      allocation: new AllocationManager(
        recorder,
        (pod) => admit(this.context, pod, this.activePods(uidOf(pod))),
        (uid) => this.workers.get(uid)?.request(),
      ),
      currentPod: (uid) => this.workers.get(uid)?.pod,
      keepsPhase: (pod) => isStatic(pod) && !this.statics.isWanted(pod),
      allocateIP: () => machine.ips().allocate(),
      releaseIP: (ip) => machine.ips().release(ip),
      alive,
    };
    new NodeReporter(process, spec, nodeIP, runtime, alive, recorder, () => machine.nodes.get(spec.name), machine.bootedMs).start();
    for (const pod of machine.pods.list()) this.add(pod);
    for (const [path, content] of machine.manifests) this.statics.apply(path, content);
  }

  stop(): void {
    this.stopped = true;
    this.context.routines.stop();
    this.context.pleg.stop();
  }

  /** A manifest file of this machine; undefined: it is gone. */
  setManifest(path: string, content: unknown): void {
    this.statics.apply(path, content);
  }

  add(pod: Pod): void {
    if (isMirror(pod)) {
      this.statics.mirrorSeen(pod);
      return;
    }
    const uid = uidOf(pod);
    const { context } = this;
    if (this.workers.has(uid)) return;
    const known = context.runtime.pod(uid) !== undefined;
    if (!known) this.recover(pod);
    context.pleg.refresh(uid);
    const worker = new PodWorker(context, pod, () => {
      this.forget(uid);
      if (isStatic(pod)) this.statics.stopped(pod);
    });
    if (!known && !isDeleting(pod) && !pod.status?.startTime) {
      const rejection = admit(context, pod, this.activePods());
      if (rejection) {
        this.reject(worker, rejection);
        return;
      }
    }
    this.workers.set(uid, worker);
    if (isTerminalPhase(pod.status?.phase) && !context.runtime.status(uid).containers.some((one) => one.state === 'running'))
      worker.state = 'terminated';
    worker.request();
  }

  update(before: Pod, pod: Pod): void {
    if (isMirror(pod)) this.statics.mirrorSeen(pod);
    const worker = this.workers.get(uidOf(pod));
    if (!worker) return;
    if (concernsKubelet(before, pod)) {
      worker.pod = pod;
      this.context.allocation.update(before, pod);
      worker.update(pod);
    } else worker.pod = pod;
    if (gateConditions(before) !== gateConditions(pod)) worker.refreshStatus();
  }

  remove(pod: Pod): void {
    if (isMirror(pod)) this.statics.mirrorGone(pod);
    else this.workers.get(uidOf(pod))?.remove();
  }

  private activePods(except?: string): readonly Pod[] {
    const { allocation } = this.context;
    const active = [...this.workers.values()].filter((one) => one.mayHaveRunningContainers && uidOf(one.pod) !== except);
    return active.map((one) => allocation.allocated(one.pod));
  }

  private reject(worker: PodWorker, { reason, message }: { reason: string; message: string }): void {
    const { recorder, status } = this.context;
    const { pod } = worker;
    this.workers.set(uidOf(pod), worker);
    worker.state = 'finished';
    recorder.event(pod, 'Warning', reason, message);
    status.reject(pod, reason, `Pod was rejected: ${message}`);
  }

  private forget(uid: string): void {
    const { context } = this;
    for (const sandbox of context.runtime.pod(uid)?.sandboxes ?? []) context.releaseIP(sandbox.ip);
    context.runtime.removePod(uid);
    context.pleg.forget(uid);
    context.status.forget(uid);
    context.failures.delete(uid);
    context.allocation.forget(uid);
    context.allocation.retry();
    context.crashBackoff.forget(`${uid}_`);
    context.images.forget(uid);
    context.probes.removePod(uid);
    this.workers.delete(uid);
  }

  /** After a power loss the disk still has the containers of before: exited, for a reason nobody knows. */
  private recover(pod: Pod): void {
    const { runtime, process, allocateIP } = this.context;
    const { initContainerStatuses = [], containerStatuses = [], podIP } = pod.status ?? {};
    const ran = [...initContainerStatuses, ...containerStatuses].filter((one) => one.containerID);
    if (ran.length === 0) return;
    const state = runtime.ensurePod(uidOf(pod), pod.metadata.namespace ?? '', pod.metadata.name ?? '');
    runtime.addSandbox(state, podIP ?? allocateIP());
    runtime.stopSandboxes(uidOf(pod));
    for (const status of ran) {
      const spec = [...initContainersOf(pod), ...specOf(pod).containers].find((one) => one.name === status.name);
      if (!spec) continue;
      const { terminated, running } = status.state ?? {};
      runtime.restore(state, {
        id: (status.containerID ?? '').replace('containerd://', ''),
        name: status.name,
        image: spec.image ?? '',
        hash: containerHash(spec),
        restartCount: status.restartCount,
        startedAtMs: parseTime(String(running?.startedAt ?? terminated?.startedAt ?? '')) || 0,
        finishedAtMs: terminated ? parseTime(String(terminated.finishedAt)) : process.nowMs,
        exitCode: terminated?.exitCode ?? 255,
        reason: terminated?.reason ?? 'Unknown',
        message: terminated?.message ?? '',
      });
    }
  }
}

function gateConditions(pod: Pod): string {
  const gates = specOf(pod).readinessGates as readonly { conditionType: string }[] | undefined;
  if (!gates?.length) return '';
  return gates.map(({ conditionType }) => pod.status?.conditions?.find((one) => one.type === conditionType)?.status ?? '').join();
}

/** Changes of spec, metadata and deletion matter; changes of status are the kubelet's own. */
function concernsKubelet(before: Pod, after: Pod): boolean {
  const a = before.metadata;
  const b = after.metadata;
  return (
    a.generation !== b.generation ||
    a.deletionTimestamp !== b.deletionTimestamp ||
    a.deletionGracePeriodSeconds !== b.deletionGracePeriodSeconds
  );
}
