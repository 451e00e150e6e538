import type { AnyObject, GroupVersionResource } from '../api/meta';
import type { Informer } from '../client/informer';
import type { Process } from '../client/process';
import type { ClusterObjects } from './framework/plugin';
import { NO_LABELS } from './framework/selector';

/**
 * Resources besides pods and nodes that plugins read, with the name their events go by.
 * Differs: claims, slices and classes of devices read as empty lists, because nothing writes allocations into claims yet.
 */
export const READ_RESOURCES: readonly (GroupVersionResource & { readonly event?: string })[] = [
  { group: '', version: 'v1', resource: 'namespaces' },
  { group: '', version: 'v1', resource: 'services', event: 'Service' },
  { group: '', version: 'v1', resource: 'replicationcontrollers' },
  { group: 'apps', version: 'v1', resource: 'replicasets' },
  { group: 'apps', version: 'v1', resource: 'statefulsets' },
  { group: 'policy', version: 'v1', resource: 'poddisruptionbudgets' },
  { group: '', version: 'v1', resource: 'persistentvolumes', event: 'PersistentVolume' },
  { group: '', version: 'v1', resource: 'persistentvolumeclaims', event: 'PersistentVolumeClaim' },
  ...Object.entries({
    storageclasses: 'StorageClass',
    csinodes: 'CSINode',
    csidrivers: 'CSIDriver',
    csistoragecapacities: 'CSIStorageCapacity',
    volumeattachments: 'VolumeAttachment',
  }).map(([resource, kind]) => ({ group: 'storage.k8s.io', version: 'v1', resource, event: `storage.k8s.io/${kind}` })),
];

/** What plugins may read, over informers. A resource that the server does not know is an empty list. */
export class InformedObjects implements ClusterObjects {
  private readonly informers = new Map<string, Informer<AnyObject>>();
  private readonly revisions = new Map<string, number>();

  constructor(process: Process) {
    for (const { group, version, resource } of READ_RESOURCES) {
      const informer = process.informer<AnyObject>({ group, version, resource });
      informer.addIndex('namespace', ({ metadata }) => [metadata?.namespace ?? '']);
      const changed = () => void this.revisions.set(resource, this.revision(resource) + 1);
      informer.addHandler({ onAdd: changed, onUpdate: changed, onDelete: changed });
      this.informers.set(resource, informer);
    }
  }

  informer(resource: string): Informer<AnyObject> {
    return this.informers.get(resource) as Informer<AnyObject>;
  }

  get(resource: string, namespace: string, name: string): AnyObject | undefined {
    return this.informers.get(resource)?.get(namespace ? `${namespace}/${name}` : name);
  }

  list(resource: string, namespace?: string): readonly AnyObject[] {
    const informer = this.informers.get(resource);
    if (!informer || informer.size === 0) return [];
    return namespace === undefined ? [...informer.list()] : informer.byIndex('namespace', namespace);
  }

  revision(resource: string): number {
    return this.revisions.get(resource) ?? 0;
  }

  namespaceLabels(namespace: string) {
    return this.informers.get('namespaces')?.get(namespace)?.metadata?.labels ?? NO_LABELS;
  }
}
