import type { QueuedPod } from './queued-pod';

export interface BackoffLimits {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Expiries are compared in windows of this size. */
const WINDOW_MS = 1000;

/**
 * When the pod may be tried again: 1 s after the first failure, doubling to 10 s, cut down to a whole second of wall-clock
 * time (source: kube-scheduler backend/queue/backoff_queue.go, 1.36). Virtual time starts at a whole second.
 */
export function backoffExpiryMs(pod: QueuedPod, { initialMs, maxMs }: BackoffLimits): number {
  const failures = pod.errorCount > 0 ? pod.errorCount : pod.unschedulableCount;
  if (failures === 0) return 0;
  const nominal = Math.min(initialMs * 2 ** Math.min(failures - 1, 40), maxMs);
  return Math.floor((pod.queuedAtMs + nominal) / WINDOW_MS) * WINDOW_MS;
}
