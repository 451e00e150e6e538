/** From watched changes to cache, queue and cluster events (source: kube-scheduler eventhandlers.go, 1.36). */
import type { AnyObject } from '../api/meta';
import type { Informer } from '../client/informer';
import { deepEqual } from '../lib/equal';
import type { Node } from '../resources/core/nodes/types';
import type { Pod } from '../resources/core/pods/types';
import { schedulerNameOf } from './config/profile';
import { READ_RESOURCES } from './cluster-objects';
import type { ClusterEvent } from './framework/cluster-event';
import { addEvent, deleteEvent, nodeUpdateEvents, podUpdateEvents } from './framework/object-events';
import { isTerminal } from './framework/pod-info';
import type { Scheduler } from './scheduler';

/** Returns whether everything that decisions need has been listed. */
export function addEventHandlers(scheduler: Scheduler): () => boolean {
  const { process } = scheduler;
  const pods = process.informer<Pod>({ group: '', version: 'v1', resource: 'pods' });
  const nodes = process.informer<Node>({ group: '', version: 'v1', resource: 'nodes' });
  const namespaces = process.informer<AnyObject>({ group: '', version: 'v1', resource: 'namespaces' });
  handleNodes(scheduler, nodes);
  pods.addHandler({
    onAdd: (pod) => podChanged(scheduler, undefined, visible(pod)),
    onUpdate: (before, after) => podChanged(scheduler, visible(before), visible(after)),
    onDelete: (pod) => podChanged(scheduler, isKnown(scheduler, pod) ? pod : visible(pod), undefined),
  });
  for (const { event, ...resource } of READ_RESOURCES) {
    if (!event) continue;
    process.informer<AnyObject>({ group: resource.group, version: resource.version, resource: resource.resource }).addHandler({
      onAdd: (object) => scheduler.queue.moveAll(addEvent(event, object)),
      onUpdate: (before, after) => scheduler.queue.moveAll({ resource: event, action: 'Update', before, after }),
      onDelete: (object) => scheduler.queue.moveAll(deleteEvent(event, object)),
    });
  }
  return () => pods.hasSynced && nodes.hasSynced && namespaces.hasSynced;
}

function handleNodes({ cache, queue }: Scheduler, nodes: Informer<Node>): void {
  nodes.addHandler({
    onAdd(node) {
      cache.setNode(node);
      queue.moveAll(addEvent('Node', node));
    },
    onUpdate(before, after) {
      cache.setNode(after);
      for (const event of nodeUpdateEvents(before, after)) queue.moveAll(event);
    },
    onDelete(node) {
      cache.removeNode(node.metadata.name ?? '');
      queue.moveAll(deleteEvent('Node', node));
    },
  });
}

/** A pod whose containers are done for good is not seen any more. */
function visible(pod: Pod): Pod | undefined {
  return isTerminal(pod) ? undefined : pod;
}

/** Its last state may be its first terminal one. */
function isKnown({ cache, queue }: Scheduler, { metadata }: Pod): boolean {
  return cache.hasPod(metadata.uid ?? '') || queue.has(metadata.uid ?? '');
}

function podChanged(scheduler: Scheduler, before: Pod | undefined, after: Pod | undefined): void {
  const wasAssigned = before?.spec?.nodeName ? before : undefined;
  const isAssigned = after?.spec?.nodeName ? after : undefined;
  const wasPending = before && !wasAssigned ? before : undefined;
  const isPending = after && !isAssigned ? after : undefined;
  if (wasPending && !isPending) pendingGone(scheduler, wasPending, isAssigned !== undefined);
  if (isPending) pendingChanged(scheduler, wasPending, isPending);
  if (isAssigned) assignedChanged(scheduler, wasAssigned, isAssigned);
  else if (wasAssigned) {
    scheduler.cache.removePod(wasAssigned.metadata.uid ?? '');
    scheduler.queue.moveAll(deleteEvent('AssignedPod', wasAssigned));
  }
}

function assignedChanged({ cache, queue, infos }: Scheduler, before: Pod | undefined, after: Pod): void {
  cache.setPod(infos.of(after, cache.podOf(after.metadata.uid ?? '')));
  if (!before) queue.moveAll(addEvent('AssignedPod', after));
  else for (const event of podUpdateEvents('AssignedPod', before, after)) if (mayHelp(event)) queue.moveAll(event);
}

function pendingChanged({ cache, queue, nominator, infos, frameworks }: Scheduler, before: Pod | undefined, after: Pod): void {
  const uid = after.metadata.uid ?? '';
  if (!frameworks.has(schedulerNameOf(after))) return;
  const info = infos.of(after, queue.get(uid)?.info);
  if (cache.isAssumed(uid)) {
    queue.update(info, []);
    return;
  }
  const nominated = after.status?.nominatedNodeName;
  if (nominated) nominator.add(info, nominated);
  else if (before?.status?.nominatedNodeName) nominator.delete(uid);
  if (before && queue.has(uid)) queue.update(info, podUpdateEvents('UnschedulablePod', before, after).filter(mayHelp));
  else queue.add(info);
}

/** A plain update of the status alone is asked for by no plugin; leaving it out spares the queue a walk for every report of a kubelet. */
function mayHelp({ action, before, after }: ClusterEvent): boolean {
  return action !== 'Update' || !deepEqual(before?.['spec'], after?.['spec']);
}

/** Bound (by this scheduler or someone else), finished, or deleted. */
function pendingGone({ cache, queue, nominator }: Scheduler, pod: Pod, bound: boolean): void {
  const uid = pod.metadata.uid ?? '';
  const wasNominated = nominator.nodeFor(uid) !== undefined;
  nominator.delete(uid);
  if (bound && cache.isAssumed(uid)) return;
  queue.delete(uid);
  cache.forget(uid);
  if (wasNominated && !bound) queue.moveAll(deleteEvent('AssignedPod', pod));
}
