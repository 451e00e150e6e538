/** Which objects a node's pods refer to (source: plugin/pkg/auth/authorizer/node/graph.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import type { ObjectReader } from '../../resources/definition';
import type { PersistentVolume } from '../../resources/core/persistentvolumes/types';
import type { Pod } from '../../resources/core/pods/types';

type PodSpec = NonNullable<Pod['spec']>;
type Volume = NonNullable<PodSpec['volumes']>[number];

export class NodeObjects {
  constructor(private readonly reader: ObjectReader) {}

  has(node: string, resource: string, namespace: string, name: string): boolean {
    if (resource === 'pods') return nodeNameOf(this.reader.get('', 'pods', namespace, name)) === node;
    if (resource === 'volumeattachments') {
      const attachment = this.reader.get('storage.k8s.io', 'volumeattachments', '', name);
      return (attachment?.spec as { nodeName?: string } | undefined)?.nodeName === node;
    }
    if (resource === 'resourceslices') return nodeNameOf(this.reader.get('resource.k8s.io', 'resourceslices', '', name)) === node;
    if (resource === 'persistentvolumes') return this.mountsVolume(node, name);
    return (
      this.podsOf(node, namespace).some((pod) => refersTo(pod, resource, name)) ||
      (resource === 'secrets' && this.isVolumeSecret(node, namespace, name))
    );
  }

  private podsOf(node: string, namespace?: string): readonly Pod[] {
    return this.reader.list('', 'pods', namespace).filter((pod) => nodeNameOf(pod) === node) as unknown as readonly Pod[];
  }

  private mountsVolume(node: string, name: string): boolean {
    const { claimRef } = (this.reader.get('', 'persistentvolumes', '', name) as unknown as PersistentVolume | undefined)?.spec ?? {};
    if (!claimRef?.name) return false;
    return this.podsOf(node, claimRef.namespace).some((pod) => refersTo(pod, 'persistentvolumeclaims', claimRef.name as string));
  }

  /** Secrets of a CSI driver's volume that is mounted on the node. */
  private isVolumeSecret(node: string, namespace: string, name: string): boolean {
    return this.reader.list('', 'persistentvolumes').some((object) => {
      const { csi } = (object as unknown as PersistentVolume).spec ?? {};
      const refs = [csi?.nodePublishSecretRef, csi?.nodeStageSecretRef, csi?.nodeExpandSecretRef];
      const named = refs.some((ref) => ref?.name === name && ref.namespace === namespace);
      return named && this.mountsVolume(node, object.metadata?.name ?? '');
    });
  }
}

function nodeNameOf(pod: AnyObject | undefined): string | undefined {
  return (pod?.spec as { nodeName?: string } | undefined)?.nodeName;
}

function refersTo({ spec, status }: Pod, resource: string, name: string): boolean {
  if (!spec) return false;
  if (resource === 'resourceclaims')
    return [...(spec.resourceClaims ?? []), ...(status?.resourceClaimStatuses ?? [])].some((claim) => claim.resourceClaimName === name);
  if (resource === 'serviceaccounts') return spec.serviceAccountName === name;
  if (resource === 'persistentvolumeclaims') return (spec.volumes ?? []).some((volume) => volume.persistentVolumeClaim?.claimName === name);
  return (resource === 'secrets' || resource === 'configmaps') && referencesOf(spec, resource).includes(name);
}

/** Names of the secrets or config maps that a pod mentions anywhere. */
export function referencesOf(spec: PodSpec, resource: 'secrets' | 'configmaps'): readonly string[] {
  const containers = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
  const inContainers = containers.flatMap(({ env = [], envFrom = [] }) => [
    ...env.map(({ valueFrom }) => (resource === 'secrets' ? valueFrom?.secretKeyRef : valueFrom?.configMapKeyRef)?.name),
    ...envFrom.map(({ secretRef, configMapRef }) => (resource === 'secrets' ? secretRef : configMapRef)?.name),
  ]);
  const pulls = resource === 'secrets' ? (spec.imagePullSecrets ?? []).map((secret) => secret.name) : [];
  const mounted = (spec.volumes ?? []).flatMap((volume) => volumeNames(volume, resource));
  return [...inContainers, ...pulls, ...mounted].filter((name): name is string => !!name);
}

function volumeNames(volume: Volume, resource: 'secrets' | 'configmaps'): readonly (string | undefined)[] {
  const projected = volume.projected?.sources ?? [];
  if (resource === 'configmaps') return [volume.configMap?.name, ...projected.map(({ configMap }) => configMap?.name)];
  const drivers = [volume.cephfs, volume.flexVolume, volume.iscsi, volume.rbd, volume.scaleIO, volume.storageos];
  return [
    volume.secret?.secretName,
    volume.azureFile?.secretName,
    volume.csi?.nodePublishSecretRef?.name,
    ...drivers.map((driver) => driver?.secretRef?.name),
    ...projected.map(({ secret }) => secret?.name),
  ];
}
