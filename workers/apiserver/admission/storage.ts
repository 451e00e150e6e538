/**
 * Claims get the default class, claims, volumes and attributes classes a finalizer that keeps them while they are in use (sources: k8s.io/kubernetes/plugin/pkg/admission/storage/
 * storageclass/setdefault and storageobjectinuseprotection, 1.36).
 */
import type { AnyObject } from '../../api/meta';
import type { AdmissionPlugin } from './plugin';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const PROTECTION: Readonly<Record<string, string>> = {
  '/persistentvolumeclaims': 'kubernetes.io/pvc-protection',
  '/persistentvolumes': 'kubernetes.io/pv-protection',
  'storage.k8s.io/volumeattributesclasses': 'kubernetes.io/vac-protection',
};

export const defaultStorageClass: AdmissionPlugin = {
  name: 'DefaultStorageClass',
  admit({ scope, object, operation }) {
    if (operation !== 'CREATE' || !object?.spec || scope.definition.group || scope.definition.resource !== 'persistentvolumeclaims')
      return undefined;
    if (
      object.spec.storageClassName !== undefined ||
      object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined
    )
      return undefined;
    const chosen = newest(
      scope.backend.reader
        .list('storage.k8s.io', 'storageclasses')
        .filter((each) => each.metadata?.annotations?.[DEFAULT_CLASS] === 'true'),
    );
    if (chosen) object.spec.storageClassName = chosen.metadata?.name;
    return undefined;
  },
};

export const storageObjectInUseProtection: AdmissionPlugin = {
  name: 'StorageObjectInUseProtection',
  admit({ scope, object, operation }) {
    const finalizer = PROTECTION[`${scope.definition.group}/${scope.definition.resource}`];
    if (operation !== 'CREATE' || !object || !finalizer) return undefined;
    const finalizers: readonly string[] = object.metadata.finalizers ?? [];
    if (!finalizers.includes(finalizer)) object.metadata.finalizers = [...finalizers, finalizer];
    return undefined;
  },
};

/** Of several defaults the newest counts, then the first by name. */
export function newest(candidates: readonly AnyObject[]): AnyObject | undefined {
  const created = (object: AnyObject) => object.metadata?.creationTimestamp ?? '';
  return candidates.toSorted((a, b) =>
    created(a) !== created(b) ? (created(a) < created(b) ? 1 : -1) : (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1,
  )[0];
}
