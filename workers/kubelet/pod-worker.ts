/**
 * One pod's worker: at most one pass at a time, through syncing, terminating and terminated.
 * Source: pkg/kubelet/pod_workers.go (1.36). Differs: idle pods are not synced again every minute.
 */
import type { TimerHandle } from '../client/timers';
import type { Pod } from '../resources/core/pods/types';
import { parseTime } from '../api/time';
import { jitter } from './kubelet-context';
import type { KubeletContext } from './kubelet-context';
import { RELIST_AFTER_SYNC_MS } from './latencies';
import { EVICTION_CHECK_MS, hasStorageLimits, storageExceeded } from './eviction';
import { isDeleting, isTerminalPhase, specOf, uidOf } from './pod';
import { podStatus } from './status/pod-status';
import { syncPod, syncTerminatedPod, syncTerminatingPod } from './sync-pod';
import type { SyncResult } from './sync-pod';

const ERROR_RETRY_MS = 10_000;
const RESYNC_MS = 60_000;
/** Grace of a pod that is evicted at once. */
const EVICTION_GRACE_SECONDS = 1;

export type WorkerState = 'syncing' | 'terminating' | 'terminated' | 'finished';

export class PodWorker {
  state: WorkerState = 'syncing';
  /** The object is gone from the API server. */
  private removed = false;
  private busy = false;
  private pending = false;
  /** The next pass waits until the runtime has been looked at after the last one. */
  private readyAtMs = 0;
  private armed: TimerHandle | undefined;
  private retry: TimerHandle | undefined;
  private deadline: TimerHandle | undefined;
  private storageCheck: TimerHandle | undefined;
  /** The node wants the pod gone. */
  private evicted = false;
  private evictionMessage = '';

  constructor(
    private readonly context: KubeletContext,
    public pod: Pod,
    private readonly onFinished: (worker: PodWorker) => void,
  ) {}

  get mayHaveRunningContainers(): boolean {
    return this.state === 'syncing' || this.state === 'terminating';
  }

  update(pod: Pod): void {
    this.pod = pod;
    this.context.probes.updatePod(pod);
    if (this.state === 'finished') {
      if (isDeleting(pod)) this.context.status.delete(pod);
      return;
    }
    this.request();
  }

  remove(): void {
    this.removed = true;
    if (this.state === 'finished') this.onFinished(this);
    else this.request();
  }

  request(): void {
    if (this.state === 'finished') return;
    this.pending = true;
    this.startIfReady();
  }

  /** A probe's verdict shows at once, without a pass. */
  refreshStatus(): void {
    if (this.state === 'finished' || this.state === 'terminated') return;
    const { context } = this;
    const pod = context.allocation.allocated(this.pod);
    const uid = uidOf(pod);
    // Sandboxes as they are: a pass under way has already posted what it did to them.
    const runtime = { containers: context.pleg.get(uid).containers, sandboxes: context.runtime.status(uid).sandboxes };
    context.status.set(pod, podStatus(context, pod, runtime, false));
  }

  private startIfReady(): void {
    if (this.busy || !this.pending) return;
    const { timers, nowMs } = this.context.process;
    if (nowMs < this.readyAtMs) {
      if (this.armed && this.armed.atMs <= this.readyAtMs) return;
      this.armed?.cancel();
      this.armed = timers.at(this.readyAtMs, () => {
        this.armed = undefined;
        if (this.context.alive()) this.startIfReady();
      });
      return;
    }
    this.busy = true;
    this.pending = false;
    this.retry?.cancel();
    if (this.state === 'syncing' && (this.removed || this.evicted || isDeleting(this.pod))) this.state = 'terminating';
    this.pass();
  }

  private pass(): void {
    const { context } = this;
    const pod = context.allocation.allocated(this.pod);
    if (this.state === 'syncing') {
      const cancelled = (): boolean => this.removed || isDeleting(this.pod);
      context.routines.start(syncPod(context, pod, cancelled), (result) => this.synced(result));
    } else if (this.state === 'terminating') {
      const stopped = (): void => {
        this.state = 'terminated';
        context.allocation.retry();
      };
      const terminated = (): void => {
        if (this.evicted) context.status.evicted(this.pod, this.evictionMessage);
        this.next(context.pleg.nextTickMs());
      };
      context.routines.start(syncTerminatingPod(context, pod, this.graceSeconds(), stopped), terminated);
    } else {
      context.routines.start(syncTerminatedPod(context, pod), () => this.finish());
    }
  }

  private synced({ terminal, changed, failures }: SyncResult): void {
    const { context } = this;
    const { timers, nowMs } = context.process;
    this.armDeadline();
    if (!this.storageCheck && hasStorageLimits(this.pod)) this.checkStorage();
    if (terminal) {
      this.state = 'terminating';
      this.next(context.pleg.nextTickMs());
      return;
    }
    if (changed) {
      this.readyAtMs = nowMs + RELIST_AFTER_SYNC_MS;
      timers.at(this.readyAtMs, () => {
        if (!context.alive()) return;
        context.pleg.relist(uidOf(this.pod));
        this.startIfReady();
      });
    } else this.readyAtMs = context.pleg.nextTickMs();
    this.busy = false;
    const retryMs = retryAfter(failures, nowMs);
    if (retryMs !== undefined)
      this.retry = timers.at(nowMs + jitter(context.random, retryMs), () => {
        if (context.alive()) this.request();
      });
    if (this.removed || isDeleting(this.pod)) {
      this.pending = true;
      this.readyAtMs = nowMs;
    }
    this.startIfReady();
  }

  /** On to the next state, not before the runtime has been looked at. */
  private next(readyAtMs: number): void {
    this.busy = false;
    this.pending = true;
    this.readyAtMs = readyAtMs;
    this.startIfReady();
  }

  private finish(): void {
    this.busy = false;
    this.state = 'finished';
    this.deadline?.cancel();
    if (this.removed) this.onFinished(this);
    else if (isDeleting(this.pod)) this.context.status.delete(this.pod);
  }

  private checkStorage(): void {
    const { context } = this;
    const { timers, nowMs } = context.process;
    this.storageCheck = timers.at(
      nowMs + EVICTION_CHECK_MS,
      () => {
        if (!context.alive() || this.state !== 'syncing') return;
        const state = context.runtime.pod(uidOf(this.pod));
        const message = state && storageExceeded(this.pod, state);
        if (message === undefined) {
          this.checkStorage();
          return;
        }
        context.recorder.event(this.pod, 'Warning', 'Evicted', message);
        this.evicted = true;
        this.evictionMessage = message;
        this.request();
      },
      { background: true },
    );
  }

  private graceSeconds(): number {
    if (this.evicted) return EVICTION_GRACE_SECONDS;
    const grace = this.pod.metadata.deletionGracePeriodSeconds ?? specOf(this.pod).terminationGracePeriodSeconds ?? 30;
    return Math.max(1, grace);
  }

  private armDeadline(): void {
    const seconds = specOf(this.pod).activeDeadlineSeconds;
    const { startTime, phase } = this.context.status.get(this.pod);
    if (seconds === undefined || !startTime || isTerminalPhase(phase)) return;
    const atMs = parseTime(String(startTime)) + seconds * 1000;
    if (this.deadline?.atMs === atMs) return;
    this.deadline?.cancel();
    this.deadline = this.context.process.timers.at(atMs, () => {
      if (this.context.alive() && this.state === 'syncing') this.request();
    });
  }
}

/** When to try again what failed; undefined: nothing did. */
function retryAfter(failures: SyncResult['failures'], nowMs: number): number | undefined {
  if (failures.length === 0) return undefined;
  const ends = failures.map((one) => one.retryAtMs);
  if (ends.some((one) => one === undefined)) return ERROR_RETRY_MS;
  return Math.min(RESYNC_MS, ...ends.map((one) => Math.max(0, (one as number) - nowMs)));
}
