/** Which cluster events a change of an object is (source: kube-scheduler framework/events.go, eventhandlers.go, 1.36). */
import { deepEqual as equal } from '../../lib/equal';
import type { AnyObject, KubeObject } from '../../api/meta';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ClusterEvent, EventAction } from './cluster-event';
import { asResized } from './resize';
import { podRequests, requestedNames } from './resources';

export function addEvent(resource: string, object: KubeObject): ClusterEvent {
  return { resource, action: 'Add', after: object as AnyObject };
}

export function deleteEvent(resource: string, object: KubeObject): ClusterEvent {
  return { resource, action: 'Delete', before: object as AnyObject };
}

export function nodeUpdateEvents(before: Node, after: Node): ClusterEvent[] {
  const actions: EventAction[] = [];
  if (!equal(before.status?.allocatable, after.status?.allocatable)) actions.push('UpdateNodeAllocatable');
  if (!equal(before.metadata.labels, after.metadata.labels)) actions.push('UpdateNodeLabel');
  // Uncordoning counts as the loss of a taint; cordoning helps nobody.
  if (!equal(before.spec?.taints, after.spec?.taints) || (before.spec?.unschedulable && !after.spec?.unschedulable))
    actions.push('UpdateNodeTaint');
  if (!equal(conditionStates(before), conditionStates(after))) actions.push('UpdateNodeCondition');
  if (!equal(before.metadata.annotations, after.metadata.annotations)) actions.push('UpdateNodeAnnotation');
  if (!equal(before.status?.['declaredFeatures'], after.status?.['declaredFeatures'])) actions.push('UpdateNodeDeclaredFeature');
  return actions.map((action) => ({
    resource: 'Node',
    action,
    before: before as unknown as AnyObject,
    after: after as unknown as AnyObject,
  }));
}

/** `resource`: AssignedPod or UnschedulablePod. A change that is none of those that plugins ask for is a plain Update. */
export function podUpdateEvents(resource: string, before: Pod, after: Pod): ClusterEvent[] {
  const actions: EventAction[] = [];
  if (!equal(before.metadata.labels, after.metadata.labels)) actions.push('UpdatePodLabel');
  if (scalesDown(before, after)) actions.push('UpdatePodScaleDown');
  if ((before.spec?.schedulingGates ?? []).length > 0 && (after.spec?.schedulingGates ?? []).length === 0)
    actions.push('UpdatePodSchedulingGatesEliminated');
  // Tolerations can only be added.
  if ((before.spec?.tolerations ?? []).length !== (after.spec?.tolerations ?? []).length) actions.push('UpdatePodToleration');
  if (!equal(before.status?.resourceClaimStatuses, after.status?.resourceClaimStatuses)) actions.push('UpdatePodGeneratedResourceClaim');
  if (actions.length === 0) actions.push('Update');
  return actions.map((action) => ({ resource, action, before: before as unknown as AnyObject, after: after as unknown as AnyObject }));
}

function conditionStates(node: Node): Record<string, string> {
  return Object.fromEntries((node.status?.conditions ?? []).map(({ type, status }) => [type, status]));
}

function scalesDown(before: Pod, after: Pod): boolean {
  const [was, is] = [asResized(before), asResized(after)];
  if (
    equal(was.spec?.containers, is.spec?.containers) &&
    equal(was.spec?.initContainers, is.spec?.initContainers) &&
    equal(was.spec?.resources, is.spec?.resources)
  )
    return false;
  const had = podRequests(was);
  const has = podRequests(is);
  return (
    had.cpuMilli > has.cpuMilli ||
    had.memory > has.memory ||
    had.ephemeralStorage > has.ephemeralStorage ||
    [...had.scalars].some(([name, amount]) => amount > (has.scalars.get(name) ?? 0)) ||
    [...requestedNames(was)].some((name) => !requestedNames(is).has(name))
  );
}
