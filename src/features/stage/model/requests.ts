/** What a pod asks of its node (source: k8s.io/component-helpers/resource/helpers.go, 1.36). */
import { cpuMilli, value } from '../../../../workers/api/quantity';
import type { Pod } from '../../../../workers/resources/core/pods/types';

export interface Requests {
  readonly cpuMilli: number;
  readonly memoryBytes: number;
}

export const noRequests: Requests = { cpuMilli: 0, memoryBytes: 0 };

/**
 * Sum over containers, or the largest init container where that is more, plus the overhead.
 * Differs: sidecar init containers count as ordinary ones, and pod-level requests are not read; good enough for a bar.
 */
export function podRequests(pod: Pod): Requests {
  const of = (resource: 'cpu' | 'memory', read: (text: string | number | undefined) => number) => {
    const sum = (pod.spec?.containers ?? []).reduce((total, container) => total + read(container.resources?.requests?.[resource]), 0);
    const init = (pod.spec?.initContainers ?? []).reduce(
      (most, container) => Math.max(most, read(container.resources?.requests?.[resource])),
      0,
    );
    return Math.max(sum, init) + read(pod.spec?.overhead?.[resource]);
  };
  return { cpuMilli: of('cpu', cpuMilli), memoryBytes: of('memory', value) };
}

export function addRequests(a: Requests, b: Requests): Requests {
  return { cpuMilli: a.cpuMilli + b.cpuMilli, memoryBytes: a.memoryBytes + b.memoryBytes };
}
