/** The pod's phase from its containers' states. Source: pkg/kubelet/kubelet_pods.go, getPhase (1.36). */
import type { Pod } from '../../resources/core/pods/types';
import { initContainersOf, isSidecar, podRestartPolicy, restartsAfter, specOf } from '../pod';
import type { ApiContainerStatus, ContainerSpec } from '../pod';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

export function podPhase(pod: Pod, statuses: readonly ApiContainerStatus[], terminal: boolean, initialized: boolean): PodPhase {
  const byName = new Map(statuses.map((one) => [one.name, one]));
  const init = countInit(pod, byName, terminal, initialized);
  const main = countMain(pod, specOf(pod).containers, byName);
  if (init.failed > 0 && podRestartPolicy(pod) === 'Never') return 'Failed';
  if (init.pending > 0 && !(main.running > 0 || main.stopped > 0)) return 'Pending';
  if (main.waiting > 0) return 'Pending';
  if (main.running > 0 || (init.sidecarsRunning > 0 && main.stopped > 0 && main.restarting === 0)) return 'Running';
  if (main.stopped > 0) {
    if (main.restarting > 0 && !terminal) return 'Running';
    return main.stopped === main.succeeded ? 'Succeeded' : 'Failed';
  }
  return 'Pending';
}

interface InitCounts {
  readonly pending: number;
  readonly failed: number;
  readonly sidecarsRunning: number;
}

function countInit(pod: Pod, statuses: ReadonlyMap<string, ApiContainerStatus>, terminal: boolean, initialized: boolean): InitCounts {
  let pending = 0;
  let failed = 0;
  let sidecarsRunning = 0;
  for (const spec of initContainersOf(pod)) {
    const status = statuses.get(spec.name);
    const { running, terminated } = status?.state ?? {};
    if (isSidecar(spec)) {
      if (running) sidecarsRunning++;
      if (!status?.started && !initialized && !terminal) pending++;
    } else if (terminated) {
      if (terminated.exitCode !== 0) failed++;
    } else if (!running && status?.lastState?.terminated) {
      if (status.lastState.terminated.exitCode !== 0) failed++;
      pending++;
    } else pending++;
  }
  return { pending, failed, sidecarsRunning };
}

interface MainCounts {
  running: number;
  /** Never started. */
  waiting: number;
  /** Ended at least once and not running. */
  stopped: number;
  succeeded: number;
  /** Of the stopped, those that will be started again. */
  restarting: number;
}

function countMain(pod: Pod, specs: readonly ContainerSpec[], statuses: ReadonlyMap<string, ApiContainerStatus>): MainCounts {
  const counts: MainCounts = { running: 0, waiting: 0, stopped: 0, succeeded: 0, restarting: 0 };
  for (const spec of specs) {
    const status = statuses.get(spec.name);
    const ended = status?.state?.terminated ?? (status?.state?.running ? undefined : status?.lastState?.terminated);
    if (status?.state?.running) counts.running++;
    else if (!ended) counts.waiting++;
    else {
      counts.stopped++;
      if (ended.exitCode === 0) counts.succeeded++;
      if (restartsAfter(pod, spec, ended.exitCode)) counts.restarting++;
    }
  }
  return counts;
}
