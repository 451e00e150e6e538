/** Whether a pod's claims can be had on a node (source: kube-scheduler plugins/volumebinding/binder.go, pkg/controller/volume/persistentvolume/volume, 1.36). */
import type { AnyObject } from '../../../api/meta';
import { className, volumeFitsNode } from '../../framework/claims';
import type { Claim, StorageClass, Volume } from '../../framework/claims';
import type { NodeInfo } from '../../framework/node-info';
import type { ClusterObjects } from '../../framework/plugin';
import { valueOf } from '../../framework/quantity';
import { compileLabelSelector } from '../../framework/selector';
import type { Labels, LabelSelectorSpec } from '../../framework/selector';
import type { PodClaims } from './pod-claims';

const SELECTED_NODE = 'volume.kubernetes.io/selected-node';
const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

const REASONS = {
  volumeMissing: 'node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)',
  boundElsewhere: "node(s) didn't match PersistentVolume's node affinity",
  noVolume: "node(s) didn't find available persistent volumes to bind",
  noSpace: 'node(s) did not have enough free storage',
} as const;

interface Capacity extends AnyObject {
  readonly storageClassName?: string;
  readonly nodeTopology?: LabelSelectorSpec;
  readonly capacity?: string;
  readonly maximumVolumeSize?: string;
}

/** Reasons why not, in a fixed order; empty when all claims can be had. */
export function volumeConflicts(objects: ClusterObjects, { bound, delayed }: PodClaims, node: NodeInfo): string[] {
  const reasons: string[] = [];
  const volumes = bound.map((claim) => objects.get('persistentvolumes', '', claim.spec?.volumeName ?? '') as Volume | undefined);
  const problem = volumes.find((volume) => !volume || !volumeFitsNode(volume, node));
  if (volumes.some((volume) => !volume) && problem === undefined) reasons.push(REASONS.volumeMissing);
  else if (problem) reasons.push(REASONS.boundElsewhere);
  const lacking = delayed.length > 0 ? whatDelayedLack(objects, delayed, node) : undefined;
  if (lacking) reasons.push(REASONS[lacking]);
  return reasons;
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
      volume.metadata?.deletionTimestamp !== undefined
    )
      continue;
    if (volume.spec?.claimRef) {
      if (!isReservedFor(volume, claim)) continue;
      return volumeFitsNode(volume, node) ? volume : undefined;
    }
    if (volume.status?.phase !== undefined && volume.status.phase !== 'Available') continue;
    if ((selects && !selects(volume.metadata?.labels ?? {})) || !volumeFitsNode(volume, node)) continue;
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
      valueOf(maximumVolumeSize ?? capacity) >= wanted &&
      capacity !== undefined &&
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
