/**
 * The STATUS and READY columns of `kubectl get pods`.
 * Source: k8s.io/kubernetes/pkg/printers/internalversion/printers.go (printPod), 1.36.
 * Differs: of init containers only the plain and failing cases are told apart.
 */
import type { Pod } from '../../../../workers/resources/core/pods/types';

export interface PodStatusText {
  readonly status: string;
  readonly ready: string;
  readonly restarts: number;
}

export function podStatus(pod: Pod): PodStatusText {
  const containers = pod.status?.containerStatuses ?? [];
  const total = pod.spec?.containers.length ?? 0;
  const ready = containers.filter((container) => container.ready && container.state?.running).length;
  const restarts = containers.reduce((sum, container) => sum + container.restartCount, 0);
  return { status: statusText(pod), ready: `${ready}/${total}`, restarts };
}

function statusText(pod: Pod): string {
  const { status, metadata } = pod;
  let reason = status?.reason ?? status?.phase ?? 'Pending';
  if (status?.conditions?.some((each) => each.type === 'PodScheduled' && each.reason === 'SchedulingGated')) reason = 'SchedulingGated';
  const init = initReason(pod);
  if (init) reason = init;
  else {
    for (const container of status?.containerStatuses?.toReversed() ?? []) {
      const { waiting, terminated } = container.state ?? {};
      if (waiting?.reason) reason = waiting.reason;
      else if (terminated)
        reason = terminated.reason ?? (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`);
    }
    if (reason === 'Completed' && status?.containerStatuses?.some((container) => container.state?.running)) {
      reason = status.conditions?.some((each) => each.type === 'Ready' && each.status === 'True') ? 'Running' : 'NotReady';
    }
  }
  if (metadata.deletionTimestamp && status?.reason === 'NodeLost') return 'Unknown';
  return metadata.deletionTimestamp && status?.phase !== 'Failed' && status?.phase !== 'Succeeded' ? 'Terminating' : reason;
}

function initReason(pod: Pod): string | undefined {
  const statuses = pod.status?.initContainerStatuses ?? [];
  const total = pod.spec?.initContainers?.length ?? 0;
  for (const [index, container] of statuses.entries()) {
    const { waiting, terminated } = container.state ?? {};
    if (terminated?.exitCode === 0 || container.started) continue;
    if (terminated) return `Init:${terminated.reason || `ExitCode:${terminated.exitCode}`}`;
    if (waiting?.reason && waiting.reason !== 'PodInitializing') return `Init:${waiting.reason}`;
    return `Init:${index}/${total}`;
  }
  return undefined;
}
