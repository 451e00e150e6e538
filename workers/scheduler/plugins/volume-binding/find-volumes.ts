/** Whether a pod's claims can be had on a node (source: kube-scheduler plugins/volumebinding/binder.go, pkg/controller/volume/persistentvolume/volume, 1.36). */
import type { AnyObject } from '../../../api/meta';
import { affinityHolds, className, volumeFitsNode } from '../../framework/claims';
import type { Claim, StorageClass, Volume } from '../../framework/claims';
import { migratedAffinity, migratedPluginOf, migratedVolume, zonesOf } from '../../framework/csi-translation';
import type { VolumeSource } from '../../framework/csi-translation';
import type { NodeInfo } from '../../framework/node-info';
import type { ClusterObjects } from '../../framework/plugin';
import { valueOf } from '../../framework/quantity';
import { compileLabelSelector } from '../../framework/selector';
import type { Labels, LabelSelectorSpec } from '../../framework/selector';
import type { PodClaims } from './pod-claims';

const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
const MIGRATED_PLUGINS = 'storage.alpha.kubernetes.io/migrated-plugins';

/** In the order in which they are reported. */
const REASONS = {
  boundElsewhere: "node(s) didn't match PersistentVolume's node affinity",
  noVolume: "node(s) didn't find available persistent volumes to bind",
  noSpace: 'node(s) did not have enough free storage',
  volumeMissing: 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
} as const;

interface Capacity extends AnyObject {
  readonly storageClassName?: string;
  readonly nodeTopology?: LabelSelectorSpec;
  readonly capacity?: string;
  readonly maximumVolumeSize?: string;
}

/** Reasons why not, in a fixed order; empty when all claims can be had. A text is an error. */
export function volumeConflicts(objects: ClusterObjects, { bound, delayed }: PodClaims, node: NodeInfo): string[] | string {
  const ofBound = bound.length > 0 ? whatBoundLack(objects, bound, node) : undefined;
  if (ofBound && 'error' in ofBound) return ofBound.error;
  const lacking = delayed.length > 0 ? whatDelayedLack(objects, delayed, node) : undefined;
  const found = [ofBound?.reason, lacking];
  return (Object.keys(REASONS) as (keyof typeof REASONS)[]).filter((reason) => found.includes(reason)).map((reason) => REASONS[reason]);
}

interface Lack {
  readonly reason: 'volumeMissing' | 'boundElsewhere';
}

/** Volumes are looked at in the pod's order; the first problem counts. */
function whatBoundLack(objects: ClusterObjects, claims: readonly Claim[], node: NodeInfo): Lack | { readonly error: string } | undefined {
  const csiNode = objects.get('csinodes', '', node.name);
  const migrated = (csiNode?.metadata?.annotations?.[MIGRATED_PLUGINS] ?? '').split(',');
  for (const claim of claims) {
    const volume = objects.get('persistentvolumes', '', claim.spec?.volumeName ?? '') as Volume | undefined;
    if (!volume) return { reason: 'volumeMissing' };
    const spec = (volume.spec ?? {}) as VolumeSource;
    const plugin = migratedPluginOf(spec);
    if (plugin !== undefined && migrated.includes(plugin)) {
      const translated = migratedVolume(spec, zonesOf(volume.metadata?.labels));
      if (typeof translated === 'string') return { error: `could not translate pv: ${translated}` };
      const required = migratedAffinity(spec, volume.metadata?.labels, volume.spec?.nodeAffinity?.required);
      if (required && !affinityHolds(required, node.labels)) return { reason: 'boundElsewhere' };
    } else if (!volumeFitsNode(volume, node.labels)) return { reason: 'boundElsewhere' };
  }
  return undefined;
}

function whatDelayedLack(objects: ClusterObjects, claims: readonly Claim[], node: NodeInfo): 'noVolume' | 'noSpace' | undefined {
  const toProvision: Claim[] = [];
  const toMatch: Claim[] = [];
  for (const claim of claims) {
    const selected = claim.metadata?.annotations?.[SELECTED_NODE];
    if (selected !== undefined && selected !== node.name) return 'noVolume';
    (selected === undefined ? toMatch : toProvision).push(claim);
  }
  const taken = new Set<string>();
  for (const claim of [...toMatch].sort((a, b) => requestOf(a) - requestOf(b))) {
    const volume = smallestMatch(objects, claim, node, taken);
    if (volume) taken.add(volume.metadata?.name ?? '');
    else toProvision.push(claim);
  }
  for (const claim of toProvision) {
    const lacking = whatProvisioningLacks(objects, claim, node);
    if (lacking) return lacking;
  }
  return undefined;
}

function requestOf(claim: Claim): number {
  return valueOf(claim.spec?.resources?.requests?.storage);
}

function smallestMatch(objects: ClusterObjects, claim: Claim, node: NodeInfo, taken: ReadonlySet<string>): Volume | undefined {
  const wantedClass = className(claim);
  const wantedSize = requestOf(claim);
  const selects = claim.spec?.selector ? compileLabelSelector(claim.spec.selector) : undefined;
  let smallest: Volume | undefined;
  for (const volume of objects.list('persistentvolumes') as readonly Volume[]) {
    const size = valueOf(volume.spec?.capacity?.storage);
    if (className(volume) !== wantedClass || taken.has(volume.metadata?.name ?? '') || size < wantedSize) continue;
    if (
      (volume.spec?.volumeMode ?? 'Filesystem') !== (claim.spec?.volumeMode ?? 'Filesystem') ||
      (volume.spec?.volumeAttributesClassName ?? '') !== (claim.spec?.volumeAttributesClassName ?? '') ||
      volume.metadata?.deletionTimestamp !== undefined
    )
      continue;
    if (volume.spec?.claimRef) {
      if (!isReservedFor(volume, claim)) continue;
      return volumeFitsNode(volume, node.labels) ? volume : undefined;
    }
    if (volume.status?.phase !== 'Available') continue;
    if ((selects && !selects(volume.metadata?.labels ?? {})) || !volumeFitsNode(volume, node.labels)) continue;
    if (!(claim.spec?.accessModes ?? []).every((mode) => volume.spec?.accessModes?.includes(mode))) continue;
    if (!smallest || size < valueOf(smallest.spec?.capacity?.storage)) smallest = volume;
  }
  return smallest;
}

function isReservedFor({ spec }: Volume, { metadata }: Claim): boolean {
  const reference = spec?.claimRef;
  return (
    reference?.name === metadata?.name &&
    reference?.namespace === metadata?.namespace &&
    (!reference?.uid || reference.uid === metadata?.uid)
  );
}

function whatProvisioningLacks(objects: ClusterObjects, claim: Claim, node: NodeInfo): 'noVolume' | 'noSpace' | undefined {
  const name = className(claim);
  const storageClass = name === '' ? undefined : (objects.get('storageclasses', '', name) as StorageClass | undefined);
  if (!storageClass?.provisioner || storageClass.provisioner === NO_PROVISIONER || !topologyAllows(storageClass, node.labels))
    return 'noVolume';
  const driver = objects.get('csidrivers', '', storageClass.provisioner) as { spec?: { storageCapacity?: boolean } } | undefined;
  if (!driver?.spec?.storageCapacity || claim.spec?.resources?.requests?.storage === undefined) return undefined;
  const wanted = requestOf(claim);
  const enough = (objects.list('csistoragecapacities') as readonly Capacity[]).some(
    ({ storageClassName, nodeTopology, capacity, maximumVolumeSize }) =>
      storageClassName === name &&
      (maximumVolumeSize ?? capacity) !== undefined &&
      valueOf(maximumVolumeSize ?? capacity) >= wanted &&
      nodeTopology !== undefined &&
      compileLabelSelector(nodeTopology)(node.labels),
  );
  return enough ? undefined : 'noSpace';
}

function topologyAllows({ allowedTopologies = [] }: StorageClass, labels: Labels): boolean {
  if (allowedTopologies.length === 0) return true;
  return allowedTopologies.some(
    ({ matchLabelExpressions = [] }) =>
      matchLabelExpressions.length > 0 && matchLabelExpressions.every(({ key, values = [] }) => values.includes(labels[key] ?? '')),
  );
}
