import { controllerOf } from '../../../../workers/api/meta';
import type { ObjectsByKind } from '../../../state/cluster';
import type { ObjectRef } from '../../../state/selection';
import { ownerOf } from './owner';

const none: ReadonlySet<string> = new Set();

/** Keys of the pods behind a selected Service, Deployment or ReplicaSet; empty for anything else. */
export function relatedPods(selected: ObjectRef | undefined, objects: Pick<ObjectsByKind, 'Pod' | 'EndpointSlice'>): ReadonlySet<string> {
  if (!selected) return none;
  const keys = new Set<string>();
  if (selected.kind === 'Service') {
    for (const slice of objects.EndpointSlice.values()) {
      const isOurs =
        slice.metadata.namespace === selected.namespace && slice.metadata.labels?.['kubernetes.io/service-name'] === selected.name;
      for (const endpoint of isOurs ? (slice.endpoints ?? []) : []) {
        if (endpoint.targetRef?.kind === 'Pod') keys.add(`${endpoint.targetRef.namespace}/${endpoint.targetRef.name}`);
      }
    }
  } else if (selected.kind === 'Deployment' || selected.kind === 'ReplicaSet') {
    for (const [key, pod] of objects.Pod) {
      const owner = selected.kind === 'Deployment' ? ownerOf(pod).name : controllerOf(pod)?.name;
      if (pod.metadata.namespace === selected.namespace && owner === selected.name) keys.add(key);
    }
  }
  return keys;
}
