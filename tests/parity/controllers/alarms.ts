import { Heap } from '../../../workers/lib/heap';

interface Alarm {
  readonly atMs: number;
  readonly order: number;
  readonly run: () => void;
}

/** What an outside client has set itself to do later, in virtual time. */
export class Alarms {
  private readonly heap = new Heap<Alarm>((a, b) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order));
  private order = 0;

  constructor(private readonly now: () => number) {}

  nextMs(): number | undefined {
    return this.heap.peek()?.atMs;
  }

  /** Does everything due now. */
  act(): void {
    for (;;) {
      const next = this.heap.peek();
      if (!next || next.atMs > this.now()) return;
      this.heap.pop();
      next.run();
    }
  }

  at(atMs: number, run: () => void): void {
    this.heap.push({ atMs: Math.round(atMs), order: this.order++, run });
  }

  every(periodMs: number, run: () => void): void {
    this.at(this.now() + periodMs, () => {
      run();
      this.every(periodMs, run);
    });
  }
}
