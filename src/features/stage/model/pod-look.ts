/** How a pod looks: one of the nine statuses of the legend, from nothing but the pod and whether its node answers. */
import type { GlyphName } from '../../../ui/glyphs';
import type { Pod } from '../../../../workers/resources/core/pods/types';

export type PodStatus = GlyphName;

export interface PodLook {
  readonly status: PodStatus;
  /** The API's own word for it: "CrashLoopBackOff", "ContainerCreating", "Unschedulable", ...; else the phase. */
  readonly reason: string;
  readonly restarts: number;
}

/** Worst first: who wins where several share a pixel. */
export const podStatuses: readonly PodStatus[] = [
  'failed',
  'evicted',
  'unknown',
  'pending',
  'starting',
  'running',
  'terminating',
  'ready',
  'succeeded',
];

const evictionReasons = new Set(['Evicted', 'Preempting', 'Preempted', 'NodeShutdown', 'Terminated']);

/** `nodeAnswers` is false while the pod's node is not Ready: what its pods do is then unknown. */
export function podLook(pod: Pod, nodeAnswers: boolean): PodLook {
  const containers = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  const restarts = containers.reduce((sum, container) => sum + (container.restartCount ?? 0), 0);
  const { status, reason } = verdict(pod, nodeAnswers);
  return { status, reason, restarts };
}

function verdict(pod: Pod, nodeAnswers: boolean): { status: PodStatus; reason: string } {
  const phase = pod.status?.phase ?? 'Pending';
  const waiting = waitingReason(pod);
  if (phase === 'Succeeded') return { status: 'succeeded', reason: 'Completed' };
  if (phase === 'Failed') {
    const reason = pod.status?.reason ?? 'Failed';
    return { status: evictionReasons.has(reason) ? 'evicted' : 'failed', reason };
  }
  if (!nodeAnswers) return { status: 'unknown', reason: pod.metadata.deletionTimestamp ? 'Terminating' : 'NodeNotReady' };
  if (pod.metadata.deletionTimestamp) {
    const preempted = pod.status?.conditions?.some((condition) => condition.type === 'DisruptionTarget' && condition.status === 'True');
    return { status: preempted ? 'evicted' : 'terminating', reason: 'Terminating' };
  }
  if (waiting && isFailing(waiting)) return { status: 'failed', reason: waiting };
  if (crashed(pod)) return { status: 'failed', reason: 'Error' };
  if (!pod.spec?.nodeName) return { status: 'pending', reason: unscheduledReason(pod) };
  if (phase === 'Pending') return { status: 'starting', reason: waiting ?? 'Scheduled' };
  if (phase === 'Unknown') return { status: 'unknown', reason: 'Unknown' };
  return isReady(pod) ? { status: 'ready', reason: 'Running' } : { status: 'running', reason: waiting ?? 'NotReady' };
}

function waitingReason(pod: Pod): string | undefined {
  const containers = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])];
  return containers.map((container) => container.state?.waiting?.reason).find((reason) => reason !== undefined);
}

function isFailing(reason: string): boolean {
  return /BackOff$|^Err|Error$|^InvalidImageName$/.test(reason);
}

function crashed(pod: Pod): boolean {
  return (pod.status?.containerStatuses ?? []).some((container) => (container.state?.terminated?.exitCode ?? 0) !== 0);
}

function unscheduledReason(pod: Pod): string {
  const condition = pod.status?.conditions?.find((each) => each.type === 'PodScheduled');
  return condition?.status === 'False' ? (condition.reason ?? 'Unschedulable') : 'Pending';
}

export function isReady(pod: Pod): boolean {
  return pod.status?.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True') ?? false;
}
