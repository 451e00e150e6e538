/** Upstream's flow control for failed daemon pods: 1 s doubling to 15 min, forgotten after twice the maximum. */
const DELAY_MS_MIN = 1_000;
const DELAY_MS_MAX = 900_000;

interface Failures {
  readonly delayMs: number;
  readonly atMs: number;
}

export class FailureBackoffs {
  private readonly failures = new Map<string, Failures>();

  constructor(private readonly now: () => number) {}

  /** Milliseconds still to wait before this pod may be replaced; when there are none, that counts as one more failure. */
  next(id: string): number {
    const now = this.now();
    const before = this.failures.get(id);
    if (before && now - before.atMs < before.delayMs) return before.delayMs - (now - before.atMs);
    const expired = !before || now - before.atMs > 2 * DELAY_MS_MAX;
    this.failures.set(id, { delayMs: expired ? DELAY_MS_MIN : Math.min(before.delayMs * 2, DELAY_MS_MAX), atMs: now });
    return 0;
  }
}
