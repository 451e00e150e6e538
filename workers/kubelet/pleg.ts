/**
 * Pod lifecycle event generator: turns runtime changes into "sync this pod". The runtime is looked at once a second, in
 * whole ticks of this node, and right after a sync that changed something.
 * Source: pkg/kubelet/pleg/generic.go (1.36). Differs: only pods that changed are looked at.
 */
import type { Timers } from '../client/timers';
import type { ContainerRuntime } from './runtime/container-runtime';
import type { PodRuntimeStatus } from './runtime/types';
import { RELIST_PERIOD_MS } from './latencies';

const NOTHING: PodRuntimeStatus = { sandboxes: [], containers: [] };

export class Pleg {
  private readonly cache = new Map<string, PodRuntimeStatus>();
  private readonly dirty = new Set<string>();
  private armed = false;
  private stopped = false;

  constructor(
    private readonly runtime: ContainerRuntime,
    private readonly timers: Timers,
    private readonly now: () => number,
    /** When in the second this node looks. */
    private readonly phaseMs: number,
    private readonly onChange: (uid: string) => void,
  ) {
    runtime.onChange = (uid) => this.mark(uid);
  }

  get(uid: string): PodRuntimeStatus {
    return this.cache.get(uid) ?? NOTHING;
  }

  /** Looks at one pod now; tells the listener of a change. */
  relist(uid: string): void {
    this.dirty.delete(uid);
    const before = this.cache.get(uid) ?? NOTHING;
    const after = this.runtime.status(uid);
    this.cache.set(uid, after);
    if (changed(before, after)) this.onChange(uid);
  }

  /** Looks without telling anybody. */
  refresh(uid: string): PodRuntimeStatus {
    this.dirty.delete(uid);
    const after = this.runtime.status(uid);
    this.cache.set(uid, after);
    return after;
  }

  nextTickMs(): number {
    const ms = this.now();
    return ms + RELIST_PERIOD_MS - ((((ms - this.phaseMs) % RELIST_PERIOD_MS) + RELIST_PERIOD_MS) % RELIST_PERIOD_MS);
  }

  forget(uid: string): void {
    this.cache.delete(uid);
    this.dirty.delete(uid);
  }

  stop(): void {
    this.stopped = true;
    this.runtime.onChange = undefined;
  }

  private mark(uid: string): void {
    this.dirty.add(uid);
    if (this.armed) return;
    this.armed = true;
    this.timers.at(this.nextTickMs(), () => {
      this.armed = false;
      if (this.stopped) return;
      for (const one of [...this.dirty]) this.relist(one);
    });
  }
}

function changed(before: PodRuntimeStatus, after: PodRuntimeStatus): boolean {
  if (before.containers.length !== after.containers.length || before.sandboxes.length !== after.sandboxes.length) return true;
  return (
    after.containers.some((one, at) => before.containers[at]?.id !== one.id || before.containers[at]?.state !== one.state) ||
    after.sandboxes.some((one, at) => before.sandboxes[at]?.id !== one.id || before.sandboxes[at]?.ready !== one.ready)
  );
}
