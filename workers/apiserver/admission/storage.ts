/**
 * Claims get the default class, claims, volumes and attributes classes a finalizer that keeps them while they are in use (sources: k8s.io/kubernetes/plugin/pkg/admission/storage/
 * storageclass/setdefault and storageobjectinuseprotection, 1.36).
 */
import type { AnyObject } from '../../api/meta';
import { compareQuantity, parseQuantity } from '../../api/quantity';
import { forbidden } from '../../api/status';
import type { AdmissionPlugin } from './plugin';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';
const BETA_CLASS = 'volume.beta.kubernetes.io/storage-class';
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
    if (object.spec.storageClassName !== undefined || object.metadata.annotations?.[BETA_CLASS] !== undefined) return undefined;
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

/** Source: k8s.io/kubernetes/plugin/pkg/admission/storage/persistentvolume/resize/admission.go, 1.36. */
export const persistentVolumeClaimResize: AdmissionPlugin = {
  name: 'PersistentVolumeClaimResize',
  validate({ scope, object, before, operation, name }) {
    const { group, resource } = scope.definition;
    if (operation !== 'UPDATE' || group || resource !== 'persistentvolumeclaims' || scope.subresource || !before) return undefined;
    const [grown, old] = [object as unknown as Claim, before as Claim];
    const [wanted, had] = [grown, old].map(({ spec }) => parseQuantity(spec?.resources?.requests?.storage ?? '0'));
    if (!wanted || !had || compareQuantity(wanted, had) <= 0) return undefined;
    if (old.status?.phase !== 'Bound')
      return forbidden('', 'persistentvolumeclaims', name, 'Only bound persistent volume claims can be expanded');
    const className = classOf(grown);
    const found =
      className && className === classOf(old) ? scope.backend.reader.get('storage.k8s.io', 'storageclasses', '', className) : undefined;
    if (found?.allowVolumeExpansion === true) return undefined;
    const why = 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize';
    return forbidden('', 'persistentvolumeclaims', name, why);
  },
};

interface Claim extends AnyObject {
  readonly spec?: {
    readonly storageClassName?: string;
    readonly resources?: { readonly requests?: { readonly storage?: string | number } };
  };
  readonly status?: { readonly phase?: string };
}

function classOf({ metadata, spec }: Claim): string {
  return metadata?.annotations?.[BETA_CLASS] ?? spec?.storageClassName ?? '';
}

/** Of several defaults the newest counts, then the first by name. */
export function newest(candidates: readonly AnyObject[]): AnyObject | undefined {
  const created = (object: AnyObject) => object.metadata?.creationTimestamp ?? '';
  return candidates.toSorted((a, b) =>
    created(a) !== created(b) ? (created(a) < created(b) ? 1 : -1) : (a.metadata?.name ?? '') < (b.metadata?.name ?? '') ? -1 : 1,
  )[0];
}
