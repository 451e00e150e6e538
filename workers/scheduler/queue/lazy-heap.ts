import { Heap } from '../../lib/heap';
import type { QueuedPod } from './queued-pod';

interface Entry {
  readonly pod: QueuedPod;
  readonly moves: number;
  readonly order: number;
}

/** A heap of queued pods. A pod that has moved since it was pushed is no longer in; equal pods come out as they came in. */
export class LazyHeap {
  private readonly heap: Heap<Entry>;
  private order = 0;

  constructor(less: (a: QueuedPod, b: QueuedPod) => boolean) {
    this.heap = new Heap((a, b) => less(a.pod, b.pod) || (!less(b.pod, a.pod) && a.order < b.order));
  }

  push(pod: QueuedPod): void {
    this.heap.push({ pod, moves: pod.moves, order: this.order++ });
  }

  peek(): QueuedPod | undefined {
    for (;;) {
      const top = this.heap.peek();
      if (!top || top.moves === top.pod.moves) return top?.pod;
      this.heap.pop();
    }
  }

  pop(): QueuedPod | undefined {
    const top = this.peek();
    if (top) this.heap.pop();
    return top;
  }
}
