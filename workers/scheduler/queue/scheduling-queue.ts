import type { ClusterEvent } from '../framework/cluster-event';
import { eventLabel, registers } from '../framework/cluster-event';
import type { Framework } from '../framework/framework';
import type { PodInfo } from '../framework/pod-info';
import { objectKey } from '../../api/meta';
import type { Status } from '../framework/status';
import { backoffExpiryMs } from './backoff';
import type { BackoffLimits } from './backoff';
import { LazyHeap } from './lazy-heap';
import { QueuedPod } from './queued-pod';
import { UnschedulablePods } from './unschedulable-pods';
import type { Rejected } from './unschedulable-pods';

/** What to do with a pod on an event. */
type Strategy = 'skip' | 'afterBackoff' | 'immediately';

/** Pods that wait this long in vain are tried again whatever happened. */
const UNSCHEDULABLE_MS_MAX = 5 * 60 * 1000;

/** After so many errors in a row nobody waits for the pod any more; it is still retried. */
const PATIENCE_ERRORS = 5;

export interface QueueOptions {
  readonly limits: BackoffLimits;
  readonly now: () => number;
  readonly frameworkOf: (pod: PodInfo) => Framework;
  readonly less: (a: QueuedPod, b: QueuedPod) => boolean;
  readonly onGated: (pod: QueuedPod, gate: Status) => void;
  /** Called when a back-off after an error ends at `atMs`; `background`: nothing to wait for (a pod that keeps failing). */
  readonly wakeAt: (atMs: number, background: boolean) => void;
}

/**
 * Pending pods: ready (active), waiting out a back-off, or turned away until something changes
 * (source: kube-scheduler backend/queue/scheduling_queue.go, 1.36).
 *
 * Invariant: every known pod is in exactly one place; the heaps and the unschedulable map hold only pods of their place.
 */
export class SchedulingQueue {
  private readonly pods = new Map<string, QueuedPod>();
  private readonly active: LazyHeap;
  private readonly backoff: LazyHeap;
  private readonly errorBackoff: LazyHeap;
  private readonly unschedulable = new UnschedulablePods();
  /** Pods being scheduled or bound -> length of `missed` when they were popped. */
  private readonly inFlight = new Map<string, number>();
  /** Events since the oldest pod in flight was popped. */
  private missed: ClusterEvent[] = [];

  constructor(private readonly options: QueueOptions) {
    const { less } = options;
    const byExpiry = (a: QueuedPod, b: QueuedPod) =>
      a.backoffUntilMs === b.backoffUntilMs ? less(a, b) : a.backoffUntilMs < b.backoffUntilMs;
    this.active = new LazyHeap(less);
    this.backoff = new LazyHeap(byExpiry);
    this.errorBackoff = new LazyHeap(byExpiry);
  }

  /** A new pending pod. */
  add(info: PodInfo): void {
    const pod = new QueuedPod(info, this.options.now());
    pod.eventObject = info.key;
    this.pods.set(info.uid, pod);
    this.toActive(pod);
  }

  /** The next pod, now in flight until {@link done} or {@link putBack}. From the back-off queue only when no other is ready. */
  pop(): { pod: QueuedPod; from: 'activeQ' | 'backoffQ' } | undefined {
    this.flushBackoff();
    const ready = this.active.pop();
    const pod = ready ?? this.backoff.pop();
    if (!pod) return undefined;
    this.move(pod, 'inFlight');
    pod.attempts++;
    pod.unschedulablePlugins = new Set();
    pod.pendingPlugins = new Set();
    this.inFlight.set(pod.info.uid, this.missed.length);
    return { pod, from: ready ? 'activeQ' : 'backoffQ' };
  }

  get hasReady(): boolean {
    this.flushBackoff();
    return this.active.peek() !== undefined || this.backoff.peek() !== undefined;
  }

  /** The pod is bound, or gone. */
  done(uid: string): void {
    this.leaveFlight(uid);
    this.pods.delete(uid);
  }

  /** The attempt failed; the pod waits for one of the events that its rejecting plugins named. None of them: an error. */
  putBack(uid: string, unschedulablePlugins: readonly string[], pendingPlugins: readonly string[]): void {
    const pod = this.pods.get(uid);
    const since = this.inFlight.get(uid);
    const missed = this.missed.slice(since ?? this.missed.length);
    this.leaveFlight(uid);
    if (!pod || since === undefined) return;
    pod.queuedAtMs = this.options.now();
    pod.unschedulablePlugins = new Set(unschedulablePlugins);
    pod.pendingPlugins = new Set(pendingPlugins);
    if (unschedulablePlugins.length + pendingPlugins.length === 0) {
      pod.errorCount++;
      this.toBackoff(pod);
      return;
    }
    pod.errorCount = 0;
    pod.unschedulableCount++;
    let strategy: Strategy = 'skip';
    for (const event of missed) {
      const worth = this.worthOf(pod, event);
      if (!worth) continue;
      strategy = worth.strategy;
      note(pod, event, worth.plugin);
      if (strategy === 'immediately') break;
    }
    this.requeue(pod, strategy);
  }

  /** The pending pod itself changed. */
  update(info: PodInfo, events: readonly ClusterEvent[]): void {
    const pod = this.pods.get(info.uid);
    if (!pod) {
      this.add(info);
      return;
    }
    pod.info = info;
    if (pod.place === 'inFlight') this.missed.push(...events);
    if (pod.place !== 'unschedulable') return;
    for (const event of events) {
      const worth = this.worthOf(pod, event);
      if (!worth) continue;
      note(pod, event, worth.plugin);
      this.requeue(pod, worth.strategy);
      return;
    }
  }

  delete(uid: string): void {
    const pod = this.pods.get(uid);
    if (!pod) return;
    pod.moves++;
    this.unschedulable.delete(uid);
    this.done(uid);
  }

  has(uid: string): boolean {
    return this.pods.has(uid);
  }

  get(uid: string): QueuedPod | undefined {
    return this.pods.get(uid);
  }

  /** Something in the cluster changed that may help pods that were turned away. */
  moveAll(event: ClusterEvent): void {
    if (this.inFlight.size > 0) this.missed.push(event);
    if (!this.unschedulable.some((pod) => this.concerns(pod, event))) return;
    for (const pod of this.unschedulable.list()) {
      if (!this.concerns(pod, event)) continue;
      const worth = this.worthOf(pod, event);
      if (!worth) continue;
      note(pod, event, worth.plugin);
      this.requeue(pod, worth.strategy);
    }
  }

  /** Puts a pod into the active queue without waiting for an event (a finished preemption). */
  activate(uid: string): void {
    const pod = this.pods.get(uid);
    if (!pod || pod.place === 'active' || pod.place === 'inFlight') return;
    this.toActive(pod);
  }

  /** Tries pods again that have waited too long; to be called every 30 s. */
  flushUnschedulable(): void {
    const now = this.options.now();
    for (const pod of this.unschedulable.list()) {
      if (now - pod.queuedAtMs <= UNSCHEDULABLE_MS_MAX) continue;
      pod.event = 'UnschedulableTimeout';
      pod.eventObject = undefined;
      pod.hintedBy = undefined;
      this.requeue(pod, 'afterBackoff');
    }
  }

  /** All pods with their places, in no particular order. */
  all(): Iterable<QueuedPod> {
    return this.pods.values();
  }

  /** Whether a plugin that turned the pod away registered for such events; cheap, as most don't. */
  private concerns({ info, unschedulablePlugins, pendingPlugins }: Rejected, event: ClusterEvent): boolean {
    const registered = this.options.frameworkOf(info).pluginsFor(event);
    for (const name of unschedulablePlugins) if (registered.has(name)) return true;
    for (const name of pendingPlugins) if (registered.has(name)) return true;
    return false;
  }

  /** What the plugins that turned the pod away say of the event; undefined: nothing. */
  private worthOf(pod: QueuedPod, event: ClusterEvent): { readonly strategy: Strategy; readonly plugin: string } | undefined {
    let hinted: string | undefined;
    const framework = this.options.frameworkOf(pod.info);
    for (const name of [...pod.pendingPlugins, ...pod.unschedulablePlugins]) {
      for (const registration of framework.plugins.get(name)?.events ?? []) {
        if (!registers(registration, event)) continue;
        if (registration.hint && registration.hint(pod.info, event) === 'QueueSkip') continue;
        if (pod.pendingPlugins.has(name)) return { strategy: 'immediately', plugin: name };
        hinted ??= name;
      }
    }
    return hinted === undefined ? undefined : { strategy: 'afterBackoff', plugin: hinted };
  }

  private requeue(pod: QueuedPod, strategy: Strategy): void {
    if (strategy === 'skip') this.toUnschedulable(pod);
    else if (strategy === 'immediately' || backoffExpiryMs(pod, this.options.limits) <= this.options.now()) this.toActive(pod);
    else this.toBackoff(pod);
  }

  private toActive(pod: QueuedPod): void {
    if (this.isGated(pod)) return;
    this.move(pod, 'active');
    this.active.push(pod);
  }

  private toBackoff(pod: QueuedPod): void {
    if (this.isGated(pod)) return;
    const isError = pod.errorCount > 0;
    pod.backoffUntilMs = backoffExpiryMs(pod, this.options.limits);
    this.move(pod, isError ? 'errorBackoff' : 'backoff');
    (isError ? this.errorBackoff : this.backoff).push(pod);
    if (isError) this.options.wakeAt(Math.max(pod.backoffUntilMs, this.options.now()), pod.errorCount > PATIENCE_ERRORS);
  }

  /** A pod that PreEnqueue keeps out waits among the unschedulable ones. */
  private isGated(pod: QueuedPod): boolean {
    const gate = this.options.frameworkOf(pod.info).runPreEnqueue(pod.info.pod);
    pod.gatedBy = gate?.plugin;
    if (!gate) return false;
    pod.unschedulablePlugins = new Set([...pod.unschedulablePlugins, gate.plugin]);
    this.toUnschedulable(pod);
    this.options.onGated(pod, gate);
    return true;
  }

  private toUnschedulable(pod: QueuedPod): void {
    this.move(pod, 'unschedulable');
    this.unschedulable.add(pod);
  }

  private move(pod: QueuedPod, place: QueuedPod['place']): void {
    if (pod.place === 'unschedulable') this.unschedulable.delete(pod.info.uid);
    pod.place = place;
    pod.moves++;
  }

  private flushBackoff(): void {
    const now = this.options.now();
    for (const heap of [this.backoff, this.errorBackoff]) {
      for (let top = heap.peek(); top && top.backoffUntilMs <= now; top = heap.peek()) {
        heap.pop();
        this.toActive(top);
      }
    }
  }

  private leaveFlight(uid: string): void {
    this.inFlight.delete(uid);
    if (this.inFlight.size === 0) this.missed = [];
  }
}

function note(pod: QueuedPod, event: ClusterEvent, plugin: string): void {
  pod.event = eventLabel(event);
  pod.hintedBy = plugin;
  const object = event.after ?? event.before;
  pod.eventObject = object && objectKey(object);
}
