import { Heap } from '../lib/heap';

interface Timer {
  readonly atMs: number;
  readonly order: number;
  readonly background: boolean;
  callback: (() => void) | undefined;
}

/** Handle of one timer; cancelling twice, or after it fired, does nothing. */
export interface TimerHandle {
  readonly atMs: number;
  cancel(): void;
}

/**
 * A component's alarms in virtual time. Due ones fire in order of their time, then of being set.
 * `background` timers are upkeep: they fire like the others but "run until idle" does not wait for them.
 */
export class Timers {
  private readonly heaps = { work: newHeap(), background: newHeap() };
  private order = 0;

  at(atMs: number, callback: () => void, options: { background?: boolean } = {}): TimerHandle {
    const timer: Timer = { atMs, order: this.order++, background: options.background === true, callback };
    (timer.background ? this.heaps.background : this.heaps.work).push(timer);
    return {
      atMs,
      cancel: () => {
        timer.callback = undefined;
      },
    };
  }

  /** Runs everything due at `nowMs`, including what due callbacks set for now or earlier. */
  fire(nowMs: number): void {
    for (;;) {
      const next = earlier(live(this.heaps.work), live(this.heaps.background));
      if (!next || next.atMs > nowMs) return;
      (next.background ? this.heaps.background : this.heaps.work).pop();
      const { callback } = next;
      next.callback = undefined;
      callback?.();
    }
  }

  nextWorkMs(): number | undefined {
    return live(this.heaps.work)?.atMs;
  }

  nextBackgroundMs(): number | undefined {
    return live(this.heaps.background)?.atMs;
  }
}

function newHeap(): Heap<Timer> {
  return new Heap<Timer>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
}

/** Drops cancelled timers from the top; returns the first live one. */
function live(heap: Heap<Timer>): Timer | undefined {
  for (;;) {
    const top = heap.peek();
    if (!top || top.callback) return top;
    heap.pop();
  }
}

function earlier(a: Timer | undefined, b: Timer | undefined): Timer | undefined {
  if (!a || !b) return a ?? b;
  return b.atMs < a.atMs || (b.atMs === a.atMs && b.order < a.order) ? b : a;
}
