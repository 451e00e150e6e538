/** Cluster events and the hints plugins give on them (source: kube-scheduler framework/events.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import type { PodInfo } from './pod-info';

export type EventAction =
  | 'Add'
  | 'Delete'
  | 'Update'
  | 'UpdateNodeAllocatable'
  | 'UpdateNodeLabel'
  | 'UpdateNodeTaint'
  | 'UpdateNodeCondition'
  | 'UpdateNodeAnnotation'
  | 'UpdateNodeDeclaredFeature'
  | 'UpdatePodLabel'
  | 'UpdatePodScaleDown'
  | 'UpdatePodToleration'
  | 'UpdatePodSchedulingGatesEliminated'
  | 'UpdatePodGeneratedResourceClaim';

/** AssignedPod and UnschedulablePod are pods with and without a node; both answer to a registration for Pod. */
export interface ClusterEvent {
  readonly resource: string;
  readonly action: EventAction;
  /** The event's own name where upstream has one ("BackoffComplete"); else resource + action. */
  readonly label?: string;
  readonly before?: AnyObject;
  readonly after?: AnyObject;
}

export type Hint = 'Queue' | 'QueueSkip';

/** What one plugin wants to hear about. Without a hint every such event queues the pod. */
export interface ClusterEventHint {
  readonly resource: string;
  readonly actions: readonly EventAction[];
  hint?(pod: PodInfo, event: ClusterEvent): Hint;
}

export function eventLabel({ label, resource, action }: ClusterEvent): string {
  return label ?? `${resource}${action}`;
}

export function registers(registration: ClusterEventHint, event: ClusterEvent): boolean {
  const pods = event.resource === 'AssignedPod' || event.resource === 'UnschedulablePod';
  if (registration.resource !== event.resource && !(pods && registration.resource === 'Pod')) return false;
  return registration.actions.includes(event.action) || (registration.actions.includes('Update') && event.action.startsWith('Update'));
}
