/** What every plugin would say about a change of the cluster, for a pod that was turned away. Pure; for explanations and comparisons. */
import type { AnyObject } from '../api/meta';
import type { Node } from '../resources/core/nodes/types';
import type { Pod } from '../resources/core/pods/types';
import { schedulerNameOf } from './config/profile';
import type { SchedulerConfiguration } from './config/profile';
import { identified, worldOf } from './decide';
import type { ClusterLists } from './decide';
import { registers } from './framework/cluster-event';
import type { ClusterEvent, Hint } from './framework/cluster-event';
import { addEvent, deleteEvent, nodeUpdateEvents, podUpdateEvents } from './framework/object-events';

export interface HintCase {
  readonly config?: SchedulerConfiguration;
  readonly cluster?: ClusterLists;
  /** Was turned away earlier. */
  readonly pod: Pod;
  /** Kind of the object that changed: without `old` it was added, without `new` deleted. */
  readonly kind: string;
  readonly old?: AnyObject;
  readonly new?: AnyObject;
}

export interface HintedEvent {
  /** "Node/Add", "AssignedPod/UpdatePodLabel". */
  readonly event: string;
  /** Plugins that registered for the event. */
  readonly hints: Readonly<Record<string, Hint>>;
}

/** The events the change is, each with the hints it gets. */
export function hintsFor({ config = {}, cluster = {}, pod, kind, old: before, new: after }: HintCase): readonly HintedEvent[] {
  const { framework, infos } = worldOf(config, cluster, schedulerNameOf(pod));
  const info = infos.of(identified(pod));
  return eventsOf(kind, before, after).map((event) => {
    const hints: Record<string, Hint> = {};
    for (const [name, plugin] of framework.plugins) {
      for (const registration of plugin.events ?? []) {
        if (registers(registration, event)) hints[name] = registration.hint?.(info, event) ?? 'Queue';
      }
    }
    return { event: `${event.resource}/${event.action}`, hints };
  });
}

/** Events name these kinds with their group. */
const GROUPS: Readonly<Record<string, string>> = {
  StorageClass: 'storage.k8s.io',
  CSINode: 'storage.k8s.io',
  CSIDriver: 'storage.k8s.io',
  CSIStorageCapacity: 'storage.k8s.io',
  VolumeAttachment: 'storage.k8s.io',
  ResourceClaim: 'resource.k8s.io',
  ResourceSlice: 'resource.k8s.io',
  DeviceClass: 'resource.k8s.io',
};

function eventsOf(kind: string, before: AnyObject | undefined, after: AnyObject | undefined): ClusterEvent[] {
  if (kind === 'Pod') return podEvents(before as unknown as Pod | undefined, after as unknown as Pod | undefined);
  const resource = GROUPS[kind] ? `${GROUPS[kind]}/${kind}` : kind;
  if (!before) return after ? [addEvent(resource, after)] : [];
  if (!after) return [deleteEvent(resource, before)];
  if (kind === 'Node') return nodeUpdateEvents(before as unknown as Node, after as unknown as Node);
  return [{ resource, action: 'Update', before, after }];
}

function podEvents(before: Pod | undefined, after: Pod | undefined): ClusterEvent[] {
  const old = before && identified(before);
  const now = after && identified(after);
  const resource = (now ?? old)?.spec?.nodeName ? 'AssignedPod' : 'UnschedulablePod';
  if (!old) return now ? [addEvent(resource, now)] : [];
  if (now && now.spec?.nodeName && !old.spec?.nodeName) return [addEvent(resource, now)];
  return now ? podUpdateEvents(resource, old, now) : [deleteEvent(resource, old)];
}
