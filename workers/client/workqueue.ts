/**
 * client-go's rate-limiting work queue: keys are handed out one at a time each, never twice at once.
 * Source: k8s.io/client-go/util/workqueue (1.36).
 */
import type { Timers } from './timers';

/** Per-item back-off of client-go's DefaultTypedControllerRateLimiter: 5 ms doubling to 1,000 s. */
const BACKOFF_MS_BASE = 5;
const BACKOFF_MS_MAX = 1_000_000;

export class WorkQueue {
  /** Ready keys in order of arrival. Invariant: a ready key is in `dirty` and not in `processing`. */
  private readonly queue: string[] = [];
  private head = 0;
  /** Keys that need work. A key added while processing waits here until `done`. */
  private readonly dirty = new Set<string>();
  private readonly processing = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly delayed = new Map<string, { atMs: number; cancel(): void }>();

  constructor(
    private readonly timers: Timers,
    private readonly now: () => number,
  ) {}

  get length(): number {
    return this.queue.length - this.head;
  }

  add(key: string): void {
    if (this.dirty.has(key)) return;
    this.dirty.add(key);
    if (!this.processing.has(key)) this.queue.push(key);
  }

  /** Adds later; the earliest of several pending delays wins, as in client-go. */
  addAfter(key: string, delayMs: number, options: { background?: boolean } = {}): void {
    if (delayMs <= 0) {
      this.add(key);
      return;
    }
    const atMs = this.now() + Math.ceil(delayMs);
    const before = this.delayed.get(key);
    if (before && before.atMs <= atMs) return;
    before?.cancel();
    const timer = this.timers.at(
      atMs,
      () => {
        this.delayed.delete(key);
        this.add(key);
      },
      options,
    );
    this.delayed.set(key, timer);
  }

  addRateLimited(key: string): void {
    const failed = this.failures.get(key) ?? 0;
    this.failures.set(key, failed + 1);
    this.addAfter(key, Math.min(BACKOFF_MS_BASE * 2 ** failed, BACKOFF_MS_MAX));
  }

  forget(key: string): void {
    this.failures.delete(key);
  }

  numRequeues(key: string): number {
    return this.failures.get(key) ?? 0;
  }

  /** The next key, now being processed; undefined when none is ready. */
  get(): string | undefined {
    if (this.head >= this.queue.length) {
      this.queue.length = 0;
      this.head = 0;
      return undefined;
    }
    const key = this.queue[this.head++] as string;
    this.dirty.delete(key);
    this.processing.add(key);
    return key;
  }

  done(key: string): void {
    this.processing.delete(key);
    if (this.dirty.has(key)) this.queue.push(key);
  }
}
