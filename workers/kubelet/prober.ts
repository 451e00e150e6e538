/**
 * Startup, readiness and liveness probes. One worker per probe; it has a timer only while its container runs.
 * Source: pkg/kubelet/prober/{worker,prober,prober_manager}.go (1.36).
 */
import type { EventRecorder } from '../client/events';
import type { Process } from '../client/process';
import type { TimerHandle } from '../client/timers';
import type { Pod } from '../resources/core/pods/types';
import { fieldPath, initContainersOf, isDeleting, isSidecar, specOf, uidOf } from './pod';
import type { ApiContainerStatus, ContainerSpec } from './pod';
import { runProbe } from './probe';
import type { ProbeSpec } from './probe';
import type { ContainerRuntime } from './runtime/container-runtime';
import type { PodRuntimeStatus } from './runtime/types';

export type ProbeKind = 'startup' | 'readiness' | 'liveness';
const KINDS: readonly ProbeKind[] = ['startup', 'readiness', 'liveness'];
const TITLES: Readonly<Record<ProbeKind, string>> = { startup: 'Startup', readiness: 'Readiness', liveness: 'Liveness' };
/** A probe that has not succeeded for so long no longer keeps "run until idle" waiting. */
const UNSETTLED_MS_MAX = 60_000;

interface Worker {
  readonly kind: ProbeKind;
  readonly uid: string;
  readonly spec: ContainerSpec;
  readonly probe: ProbeSpec;
  /** Ticks fall on startMs + k * period. */
  startMs: number;
  containerId: string;
  startedAtMs: number;
  onHold: boolean;
  lastSuccess: boolean | undefined;
  run: number;
  result: boolean;
  timer: TimerHandle | undefined;
  stopped: boolean;
}

interface PodProbes {
  pod: Pod;
  readonly workers: Worker[];
}

export class ProbeManager {
  private readonly pods = new Map<string, PodProbes>();

  constructor(
    private readonly process: Process,
    private readonly runtime: ContainerRuntime,
    private readonly recorder: EventRecorder,
    private readonly nodeIP: string,
    private readonly alive: () => boolean,
    /** A result changed: the pod wants a sync. */
    private readonly onChange: (uid: string) => void,
  ) {}

  /** Starts the pod's workers. Containers that run already (the kubelet was restarted) keep the verdicts of `statuses`. */
  addPod(pod: Pod, runtime: PodRuntimeStatus, statuses: readonly ApiContainerStatus[]): void {
    const uid = uidOf(pod);
    const known = this.pods.get(uid);
    if (known) {
      known.pod = pod;
      return;
    }
    const workers: Worker[] = [];
    for (const spec of [...specOf(pod).containers, ...initContainersOf(pod).filter(isSidecar)]) {
      for (const kind of KINDS) {
        const probe = spec[`${kind}Probe`] as ProbeSpec | undefined;
        if (!probe) continue;
        workers.push({
          kind,
          uid,
          spec,
          probe,
          startMs: this.process.nowMs,
          containerId: '',
          startedAtMs: 0,
          onHold: false,
          lastSuccess: undefined,
          run: 0,
          result: kind === 'liveness',
          timer: undefined,
          stopped: false,
        });
      }
    }
    this.pods.set(uid, { pod, workers });
    for (const worker of workers) {
      const current = runtime.containers.find((one) => one.name === worker.spec.name);
      const status = statuses.find((one) => one.name === worker.spec.name);
      if (current?.state !== 'running' || status?.containerID !== `containerd://${current.id}`) continue;
      this.attach(worker, current.id, current.startedAtMs ?? this.process.nowMs);
      if (worker.kind !== 'liveness') worker.result = (worker.kind === 'startup' ? status.started : status.ready) === true;
      if (worker.kind === 'liveness' || (worker.kind === 'readiness' && worker.result)) this.arm(worker);
    }
  }

  /** A pod's latest object, so that its probes see its deletion. */
  updatePod(pod: Pod): void {
    const known = this.pods.get(uidOf(pod));
    if (known) known.pod = pod;
  }

  removePod(uid: string): void {
    for (const worker of this.pods.get(uid)?.workers ?? []) stop(worker);
    this.pods.delete(uid);
  }

  stopLivenessAndStartup(uid: string): void {
    for (const worker of this.pods.get(uid)?.workers ?? []) if (worker.kind !== 'readiness') stop(worker);
  }

  /** Has the container's probe failed past its threshold? */
  failed(containerId: string, kind: 'liveness' | 'startup', uid?: string): boolean {
    const worker = this.find(containerId, kind, uid);
    return worker !== undefined && worker.onHold && !worker.result;
  }

  started(containerId: string, spec: ContainerSpec, uid?: string): boolean {
    return spec.startupProbe === undefined || this.find(containerId, 'startup', uid)?.result === true;
  }

  /** Sets `started` and `ready` of running containers and wakes the workers of those that just started. */
  complete(
    pod: Pod,
    runtime: PodRuntimeStatus,
    statuses: readonly ApiContainerStatus[],
    specs: readonly ContainerSpec[],
  ): ApiContainerStatus[] {
    const workers = this.pods.get(uidOf(pod))?.workers ?? [];
    return statuses.map((status) => {
      const spec = specs.find((one) => one.name === status.name) as ContainerSpec;
      const current = runtime.containers.find((one) => one.name === status.name);
      const own = workers.filter((one) => one.spec.name === status.name);
      if (!status.state?.running || !current) return { ...status, started: false, ready: false };
      for (const worker of own) this.attach(worker, current.id, current.startedAtMs ?? this.process.nowMs);
      const startup = own.find((one) => one.kind === 'startup');
      const started = spec.startupProbe === undefined || startup?.result === true;
      const readiness = own.find((one) => one.kind === 'readiness');
      const ready = started && (readiness ? readiness.result : true);
      if (started) for (const worker of own) if (worker.kind === 'liveness') this.arm(worker);
      if (readiness && started && !ready) this.trigger(readiness);
      return { ...status, started, ready };
    });
  }

  private find(containerId: string, kind: ProbeKind, uid?: string): Worker | undefined {
    if (uid !== undefined) return this.pods.get(uid)?.workers.find((one) => one.containerId === containerId && one.kind === kind);
    for (const { workers } of this.pods.values()) {
      const found = workers.find((one) => one.containerId === containerId && one.kind === kind);
      if (found) return found;
    }
    return undefined;
  }

  private attach(worker: Worker, containerId: string, startedAtMs: number): void {
    if (worker.containerId === containerId) return;
    Object.assign(worker, { containerId, startedAtMs, onHold: false, lastSuccess: undefined, run: 0, result: worker.kind === 'liveness' });
    if (worker.kind === 'startup') this.arm(worker);
  }

  /** Out of turn: the readiness of a container that has just come up. Restarts the period. */
  private trigger(worker: Worker): void {
    if (worker.stopped) return;
    worker.timer?.cancel();
    worker.timer = undefined;
    worker.startMs = this.process.nowMs;
    this.tick(worker);
  }

  private arm(worker: Worker): void {
    if (worker.timer || worker.stopped || worker.onHold) return;
    const periodMs = (worker.probe.periodSeconds ?? 10) * 1000;
    const now = this.process.nowMs;
    const atMs = worker.startMs + (Math.floor((now - worker.startMs) / periodMs) + 1) * periodMs;
    const settled = worker.result || now - worker.startedAtMs > UNSETTLED_MS_MAX;
    worker.timer = this.process.timers.at(
      atMs,
      () => {
        worker.timer = undefined;
        this.tick(worker);
      },
      { background: settled },
    );
  }

  private tick(worker: Worker): void {
    const entry = this.pods.get(worker.uid);
    if (!entry || worker.stopped || !this.alive()) return;
    const container = this.runtime.running(worker.uid, worker.spec.name);
    if (!container || container.id !== worker.containerId || worker.onHold) return;
    if (isDeleting(entry.pod) && worker.kind !== 'readiness') return;
    if (worker.kind === 'startup' && worker.result) return;
    this.arm(worker);
    if (this.process.nowMs - worker.startedAtMs < (worker.probe.initialDelaySeconds ?? 0) * 1000) return;
    const ip = specOf(entry.pod).hostNetwork ? this.nodeIP : (this.runtime.pod(worker.uid)?.sandboxes.at(-1)?.ip ?? '');
    const outcome = runProbe(this.runtime, container, worker.spec, worker.probe, ip);
    const settle = (): void => this.settle(worker, container.id, outcome);
    if (outcome.afterMs === 0) settle();
    else this.process.timers.at(this.process.nowMs + outcome.afterMs, settle, { background: worker.result });
  }

  private settle(worker: Worker, containerId: string, outcome: ReturnType<typeof runProbe>): void {
    const entry = this.pods.get(worker.uid);
    if (!entry || worker.stopped || worker.containerId !== containerId || !this.alive()) return;
    if (!outcome.success || outcome.warning) {
      const message = outcome.success
        ? `${TITLES[worker.kind]} probe warning: ${outcome.output}`
        : `${TITLES[worker.kind]} probe failed: ${outcome.output}`;
      this.recorder.event(entry.pod, 'Warning', outcome.success ? 'ProbeWarning' : 'Unhealthy', message, {
        fieldPath: fieldPath(entry.pod, worker.spec.name),
      });
    }
    worker.run = worker.lastSuccess === outcome.success ? worker.run + 1 : 1;
    worker.lastSuccess = outcome.success;
    const threshold = outcome.success ? (worker.probe.successThreshold ?? 1) : (worker.probe.failureThreshold ?? 3);
    if (worker.run < threshold) return;
    const changed = worker.result !== outcome.success;
    worker.result = outcome.success;
    if (!outcome.success && worker.kind !== 'readiness') {
      worker.onHold = true;
      worker.run = 0;
      worker.timer?.cancel();
      worker.timer = undefined;
      this.onChange(worker.uid);
    } else if (changed) this.onChange(worker.uid);
  }
}

function stop(worker: Worker): void {
  worker.stopped = true;
  worker.timer?.cancel();
  worker.timer = undefined;
}
