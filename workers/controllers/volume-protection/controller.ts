/**
 * Lets go of volume claims that no pod uses and of volumes that are not bound, once they are being deleted
 * (source: pkg/controller/volume/{pvcprotection,pvprotection}, 1.36).
 */
import { objectKey } from '../../api/meta';
import type { GroupVersionResource, ObjectMeta } from '../../api/meta';
import { runController } from '../../client/controller';
import { act } from '../../client/plan';
import type { Plan } from '../../client/plan';
import type { PersistentVolumeClaim } from '../../resources/core/persistentvolumeclaims/types';
import type { PersistentVolume } from '../../resources/core/persistentvolumes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ControllerContext } from '../controller-context';
import { PODS } from '../resources';
import { CLAIMS } from '../statefulset/claims';

const VOLUMES: GroupVersionResource = { group: '', version: 'v1', resource: 'persistentvolumes' };
const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection';
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection';

export function startClaimProtection({ process }: ControllerContext): void {
  const claims = process.informer<PersistentVolumeClaim>(CLAIMS);
  const pods = process.informer<Pod>(PODS);
  pods.addIndex('claims-in-use', claimsInUse);
  const queue = runController(process, {
    name: 'pvc-protection',
    ready: () => claims.hasSynced && pods.hasSynced,
    reconcile: (key) => {
      const claim = claims.get(key);
      return claim && pods.byIndex('claims-in-use', key).length === 0 ? release(CLAIMS, claim, CLAIM_FINALIZER) : [];
    },
  });
  const enqueue = (claim: PersistentVolumeClaim): void => {
    if (claim.metadata.deletionTimestamp !== undefined) queue.add(objectKey(claim));
  };
  claims.addHandler({ onAdd: enqueue, onUpdate: (_, claim) => enqueue(claim) });
  pods.addHandler({
    onDelete: (pod) => {
      for (const key of claimsInUse(pod)) queue.add(key);
    },
  });
}

export function startVolumeProtection({ process }: ControllerContext): void {
  const volumes = process.informer<PersistentVolume>(VOLUMES);
  const queue = runController(process, {
    name: 'pv-protection',
    ready: () => volumes.hasSynced,
    reconcile: (key) => {
      const volume = volumes.get(key);
      return volume && volume.status?.phase !== 'Bound' ? release(VOLUMES, volume, VOLUME_FINALIZER) : [];
    },
  });
  const enqueue = (volume: PersistentVolume): void => {
    if (volume.metadata.deletionTimestamp !== undefined) queue.add(objectKey(volume));
  };
  volumes.addHandler({ onAdd: enqueue, onUpdate: (_, volume) => enqueue(volume) });
}

/** Keys of the claims that a pod keeps: from its being bound to a node until it is gone. Generic ephemeral volumes are claims too. */
export function claimsInUse({ metadata, spec }: Pod): string[] {
  if (!spec?.nodeName) return [];
  const { namespace, name } = metadata;
  return (spec.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [`${namespace}/${volume.persistentVolumeClaim.claimName}`];
    return volume.ephemeral ? [`${namespace}/${name}-${volume.name}`] : [];
  });
}

/** The write that takes the finalizer off an object that is being deleted; nothing for any other. */
export function release(resource: GroupVersionResource, object: { readonly metadata: ObjectMeta }, finalizer: string): Plan {
  const { namespace, name = '', uid, deletionTimestamp, finalizers } = object.metadata;
  if (deletionTimestamp === undefined || !finalizers?.includes(finalizer)) return [];
  const body = { metadata: { uid, '$deleteFromPrimitiveList/finalizers': [finalizer] } };
  const target = { ...resource, ...(namespace === undefined ? {} : { namespace }), name };
  return [act({ ...target, verb: 'patch', patchType: 'strategic', body }, 'NotFound')];
}
