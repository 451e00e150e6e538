import type { Process } from '../../client/process';

/** What the requests of a sync that fails take in a real cluster. */
const FAILED_SYNC_MS = 30;

/**
 * Lets events pile up for a moment when a sync has failed. Requests take no virtual time, so each event would bring a sync, and a
 * failure, of its own; and as the back-off grows with every failure, recovery would come far later than it does in reality.
 * Differs: upstream has no such pause, its failing syncs take this long.
 */
export class SyncPace {
  /** Keys being synced, and whether events about them came meanwhile. */
  private readonly syncing = new Map<string, boolean>();
  private readonly busyUntilMs = new Map<string, number>();
  private readonly waiting = new Set<string>();

  constructor(
    private readonly process: Process,
    private readonly enqueue: (key: string) => void,
  ) {}

  begin(key: string): void {
    this.syncing.set(key, false);
  }

  end(key: string, failed: boolean): void {
    const again = this.syncing.get(key);
    this.syncing.delete(key);
    if (failed) this.busyUntilMs.set(key, this.process.nowMs + FAILED_SYNC_MS);
    else this.busyUntilMs.delete(key);
    if (again) this.add(key);
  }

  /** An event about this key. */
  add(key: string): void {
    const untilMs = this.busyUntilMs.get(key) ?? 0;
    if (this.syncing.has(key)) this.syncing.set(key, true);
    else if (untilMs <= this.process.nowMs) this.enqueue(key);
    else if (!this.waiting.has(key)) {
      this.waiting.add(key);
      this.process.timers.at(untilMs, () => {
        this.waiting.delete(key);
        this.enqueue(key);
      });
    }
  }
}
