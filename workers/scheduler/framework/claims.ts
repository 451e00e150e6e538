/** PersistentVolumeClaims as plugins look them up (source: component-helpers/storage, kube-scheduler volume plugins, 1.36). */
import type { Pod } from '../../resources/core/pods/types';
import type { AnyObject } from '../../api/meta';
import { compileTerm } from './node-selector';
import type { NodeSelectorSpec } from './node-selector';
import type { ClusterObjects } from './plugin';
import type { Labels } from './selector';
import { nodeTermErrors } from './selector-errors';

export interface Claim extends AnyObject {
  readonly spec?: {
    readonly volumeName?: string;
    readonly storageClassName?: string;
    readonly accessModes?: readonly string[];
    readonly volumeMode?: string;
    readonly volumeAttributesClassName?: string;
    readonly selector?: object;
    readonly resources?: { readonly requests?: { readonly storage?: string } };
  };
  readonly status?: { readonly phase?: string };
}

export interface Volume extends AnyObject {
  readonly spec?: {
    readonly capacity?: { readonly storage?: string };
    readonly claimRef?: { readonly namespace?: string; readonly name?: string; readonly uid?: string };
    readonly storageClassName?: string;
    readonly accessModes?: readonly string[];
    readonly volumeMode?: string;
    readonly volumeAttributesClassName?: string;
    readonly nodeAffinity?: { readonly required?: NodeSelectorSpec };
    readonly csi?: { readonly driver: string; readonly volumeHandle: string };
  };
  readonly status?: { readonly phase?: string };
}

export interface StorageClass extends AnyObject {
  readonly provisioner?: string;
  readonly volumeBindingMode?: string;
  readonly allowedTopologies?: readonly {
    readonly matchLabelExpressions?: readonly { readonly key: string; readonly values?: readonly string[] }[];
  }[];
}

/** A volume of a pod that stands for a claim. */
export interface ClaimReference {
  readonly name: string;
  /** The claim is made for this pod and belongs to it. */
  readonly ephemeral: boolean;
}

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export function claimReferences({ metadata, spec }: Pod): ClaimReference[] {
  return (spec?.volumes ?? []).flatMap(({ name, persistentVolumeClaim, ephemeral }): ClaimReference[] => {
    if (persistentVolumeClaim) return [{ name: persistentVolumeClaim.claimName, ephemeral: false }];
    return ephemeral ? [{ name: `${metadata.name}-${name}`, ephemeral: true }] : [];
  });
}

export function claimOf(objects: ClusterObjects, namespace: string, name: string): Claim | undefined {
  return objects.get('persistentvolumeclaims', namespace, name) as Claim | undefined;
}

export function claimNotFound(name: string): string {
  return `persistentvolumeclaim "${name}" not found`;
}

/** Why an ephemeral volume's claim is not this pod's own. */
export function foreignClaim({ metadata }: Pod, claim: Claim): string | undefined {
  const owned = claim.metadata?.ownerReferences?.some(({ controller, uid }) => controller && uid === metadata.uid);
  return owned
    ? undefined
    : `PVC ${claim.metadata?.namespace}/${claim.metadata?.name} was not created for pod ${metadata.namespace}/${metadata.name} (pod is not owner)`;
}

/** Class name of a claim or volume; the old annotation counts first. "" is none. */
export function className(object: Claim | Volume): string {
  return object.metadata?.annotations?.[CLASS_ANNOTATION] ?? object.spec?.storageClassName ?? '';
}

/** A volume's node affinity looks at the node's labels alone: fields it names hold on every node, as long as they are well-formed. */
export function volumeFitsNode(volume: Volume, labels: Labels): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return required === undefined || affinityHolds(required, labels);
}

export function affinityHolds(required: NodeSelectorSpec, labels: Labels): boolean {
  return required.nodeSelectorTerms.some((term) => {
    const { matchExpressions = [], matchFields = [] } = term;
    if (matchExpressions.length + matchFields.length === 0 || nodeTermErrors(term, '').length > 0) return false;
    return matchExpressions.length === 0 || compileTerm({ matchExpressions })({ name: '', labels });
  });
}
