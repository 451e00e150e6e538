/** Source: k8s.io/kubernetes/pkg/api/persistentvolume/util.go and persistentvolumeclaim/util.go, 1.36. */
import type { AnyObject } from '../../../api/meta';
import { nodeTermsWarnings } from '../nodes/label-warnings';
import type { PersistentVolume } from './types';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const MOUNT_OPTIONS = 'volume.beta.kubernetes.io/mount-options';
const GONE: Readonly<Record<string, string>> = {
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};
const RECYCLE =
  'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.';

/** Classes were once named in an annotation. */
export function storageClassWarnings({ metadata }: AnyObject): string[] {
  return metadata?.annotations?.[CLASS_ANNOTATION] === undefined
    ? []
    : [`metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`];
}

function mountOptionWarnings({ metadata }: AnyObject): string[] {
  return metadata?.annotations?.[MOUNT_OPTIONS] === undefined
    ? []
    : [`metadata.annotations[${MOUNT_OPTIONS}]: deprecated since v1.31; use "mountOptions" attribute instead`];
}

export function persistentVolumeWarnings(object: AnyObject): string[] {
  const spec = ((object as unknown as PersistentVolume).spec ?? {}) as Readonly<Record<string, unknown>>;
  const affinity = spec.nodeAffinity as NonNullable<PersistentVolume['spec']>['nodeAffinity'];
  return [
    ...storageClassWarnings(object),
    ...mountOptionWarnings(object),
    ...nodeTermsWarnings(affinity?.required?.nodeSelectorTerms, 'spec.nodeAffinity.required.nodeSelectorTerms'),
    ...(spec.persistentVolumeReclaimPolicy === 'Recycle' ? [RECYCLE] : []),
    ...Object.entries(GONE).flatMap(([source, text]) =>
      spec[source] ? [`spec.${source === 'storageos' ? 'storageOS' : source}: ${text}`] : [],
    ),
  ];
}
