/** client-go's flow control back-off: doubling per key, forgotten after a quiet time. Source: client-go/util/flowcontrol/backoff.go (1.36). */
interface Entry {
  delayMs: number;
  updatedMs: number;
}

export class Backoff {
  private readonly entries = new Map<string, Entry>();

  constructor(
    private readonly firstMs: number,
    private readonly maxMs: number,
  ) {}

  delayMs(key: string): number {
    return this.entries.get(key)?.delayMs ?? 0;
  }

  /** Is a try still forbidden, counted from the event at `sinceMs`? */
  isWaiting(key: string, sinceMs: number, nowMs: number): boolean {
    const entry = this.entries.get(key);
    return entry !== undefined && !this.expired(entry, sinceMs) && nowMs - sinceMs < entry.delayMs;
  }

  /** ... counted from the last {@link next}. */
  isWaitingSinceUpdate(key: string, nowMs: number): boolean {
    const entry = this.entries.get(key);
    return entry !== undefined && !this.expired(entry, nowMs) && nowMs - entry.updatedMs < entry.delayMs;
  }

  next(key: string, sinceMs: number, nowMs: number): void {
    const entry = this.entries.get(key);
    const delayMs = !entry || this.expired(entry, sinceMs) ? this.firstMs : Math.min(entry.delayMs * 2, this.maxMs);
    this.entries.set(key, { delayMs, updatedMs: nowMs });
  }

  forget(prefix: string): void {
    for (const key of this.entries.keys()) if (key.startsWith(prefix)) this.entries.delete(key);
  }

  private expired(entry: Entry, sinceMs: number): boolean {
    return sinceMs - entry.updatedMs > this.maxMs * 2;
  }
}

/** As Go prints a duration of whole seconds: "10s", "1m20s", "5m0s". */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
