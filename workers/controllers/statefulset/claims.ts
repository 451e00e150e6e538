/**
 * The PersistentVolumeClaims of a StatefulSet's pods and who owns them, as persistentVolumeClaimRetentionPolicy says
 * (source: pkg/controller/statefulset/{stateful_pod_control,stateful_set_utils}.go, 1.36).
 */
import type { GroupVersionResource, OwnerReference } from '../../api/meta';
import type { StatefulSet } from '../../resources/apps/statefulsets/types';
import type { PersistentVolumeClaim } from '../../resources/core/persistentvolumeclaims/types';
import type { Pod } from '../../resources/core/pods/types';

export const CLAIMS: GroupVersionResource = { group: '', version: 'v1', resource: 'persistentvolumeclaims' };

export function claimName(set: StatefulSet, template: string, ordinal: number): string {
  return `${template}-${set.metadata.name}-${ordinal}`;
}

/** The claims that a pod of this ordinal needs. */
export function claimsFor(set: StatefulSet, ordinal: number): PersistentVolumeClaim[] {
  return (set.spec?.volumeClaimTemplates ?? []).map((template) => {
    const name = claimName(set, template.metadata?.name ?? '', ordinal);
    const labels = { ...template.metadata?.labels, ...set.spec?.selector?.matchLabels };
    const { annotations } = template.metadata ?? {};
    const metadata = { name, namespace: set.metadata.namespace ?? '', labels, ...(annotations ? { annotations } : {}) };
    return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: template.spec } as PersistentVolumeClaim;
  });
}

interface Owner {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
}

/** The owner references that the claim should have; the claim's own list where nothing is to be done. */
export function claimOwners(set: StatefulSet, pod: Pod, claim: PersistentVolumeClaim, podInRange: boolean): readonly OwnerReference[] {
  const before = claim.metadata.ownerReferences ?? [];
  const setOwner: Owner = { apiVersion: 'apps/v1', kind: 'StatefulSet', name: set.metadata.name ?? '', uid: set.metadata.uid ?? '' };
  const podOwner: Owner = { apiVersion: 'v1', kind: 'Pod', name: pod.metadata.name ?? '', uid: pod.metadata.uid ?? '' };
  if (isStale(before, setOwner) || isStale(before, podOwner)) return before;
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = set.spec?.persistentVolumeClaimRetentionPolicy ?? {};
  const wanted: Owner[] = [];
  if (whenScaled === 'Delete' && !podInRange) wanted.push(podOwner);
  if (whenDeleted === 'Delete' && (podInRange || whenScaled === 'Retain')) wanted.push(setOwner);
  const others = before.filter((reference) => !isSame(reference, setOwner) && !isSame(reference, podOwner));
  const foreign = wanted.length > 0 && others.some(({ controller }) => controller);
  const ours = foreign ? [] : wanted;
  const present = before.filter((reference) => !others.includes(reference));
  const upToDate =
    present.length === ours.length && ours.every((owner) => present.some(({ uid, controller }) => uid === owner.uid && controller));
  return upToDate ? before : [...others, ...ours.map((owner) => ({ ...owner, controller: true, blockOwnerDeletion: true }))];
}

/** Whether the claim still belongs to an earlier pod of this name, and will go with it. */
export function isStaleClaim(set: StatefulSet, pod: Pod, claim: PersistentVolumeClaim): boolean {
  if ((set.spec?.persistentVolumeClaimRetentionPolicy?.whenScaled ?? 'Retain') === 'Retain') return false;
  return isStale(claim.metadata.ownerReferences ?? [], {
    apiVersion: 'v1',
    kind: 'Pod',
    name: pod.metadata.name ?? '',
    uid: pod.metadata.uid ?? '',
  });
}

function isStale(references: readonly OwnerReference[], owner: Owner): boolean {
  const named = references.find((reference) => isSame(reference, owner));
  return named !== undefined && named.uid !== owner.uid;
}

function isSame({ apiVersion, kind, name }: OwnerReference, owner: Owner): boolean {
  return apiVersion === owner.apiVersion && kind === owner.kind && name === owner.name;
}
