/** Sorts a pod's claims by how they get their volumes (source: kube-scheduler plugins/volumebinding/{volume_binding,binder}.go, 1.36). */
import type { Pod } from '../../../resources/core/pods/types';
import { claimNotFound, claimOf, claimReferences, className, foreignClaim } from '../../framework/claims';
import type { Claim, StorageClass } from '../../framework/claims';
import type { ClusterObjects } from '../../framework/plugin';

const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

export interface PodClaims {
  readonly bound: readonly Claim[];
  /** Bound only once the pod has a node. */
  readonly delayed: readonly Claim[];
  /** To be bound without regard to the pod, and not bound yet. */
  readonly immediate: readonly Claim[];
}

/** A text says what is wrong with a claim; undefined: the pod has none. */
export function podClaims(objects: ClusterObjects, pod: Pod): PodClaims | string | undefined {
  const references = claimReferences(pod);
  if (references.length === 0) return undefined;
  const bound: Claim[] = [];
  const delayed: Claim[] = [];
  const immediate: Claim[] = [];
  for (const { name, ephemeral } of references) {
    const claim = claimOf(objects, pod.metadata.namespace ?? '', name);
    if (!claim)
      return ephemeral ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${name}"` : claimNotFound(name);
    if (claim.status?.phase === 'Lost')
      return `persistentvolumeclaim "${name}" bound to non-existent persistentvolume "${claim.spec?.volumeName ?? ''}"`;
    if (claim.metadata?.deletionTimestamp !== undefined) return `persistentvolumeclaim "${name}" is being deleted`;
    const foreign = ephemeral ? foreignClaim(pod, claim) : undefined;
    if (foreign) return foreign;
    const volumeName = claim.spec?.volumeName ?? '';
    if (volumeName !== '' && claim.metadata?.annotations?.[BIND_COMPLETED] !== undefined) bound.push(claim);
    else if (volumeName === '' && isDelayed(objects, claim)) delayed.push(claim);
    else immediate.push(claim);
  }
  return { bound, delayed, immediate };
}

function isDelayed(objects: ClusterObjects, claim: Claim): boolean {
  const wanted = className(claim);
  return (
    wanted !== '' && (objects.get('storageclasses', '', wanted) as StorageClass | undefined)?.volumeBindingMode === 'WaitForFirstConsumer'
  );
}
