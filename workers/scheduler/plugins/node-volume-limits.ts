import type { AnyObject } from '../../api/meta';
import type { Pod } from '../../resources/core/pods/types';
import { claimNotFound, claimOf, claimReferences, className, foreignClaim } from '../framework/claims';
import type { Claim, StorageClass, Volume } from '../framework/claims';
import { isMigratable, migratedProvisioner, migratedVolume, zonesOf } from '../framework/csi-translation';
import type { Migrated, VolumeSource } from '../framework/csi-translation';
import type { NodeInfo } from '../framework/node-info';
import type { ClusterObjects, Handle, PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';
import type { Status } from '../framework/status';

const NAME = 'NodeVolumeLimits';
const SKIP = status(NAME, 'Skip');
const REJECTED = status(NAME, 'Unschedulable', 'node(s) exceed max volume count');

interface CsiNode extends AnyObject {
  readonly spec?: { readonly drivers?: readonly { readonly name: string; readonly allocatable?: { readonly count?: number } }[] };
}

interface VolumeAttachment extends AnyObject {
  readonly spec?: { readonly attacher?: string; readonly nodeName?: string; readonly source?: { readonly persistentVolumeName?: string } };
}

/** Unique volume -> driver. */
type DriverVolumes = Map<string, string>;

/** A node can attach so many volumes per CSI driver (source: kube-scheduler plugins/nodevolumelimits/csi.go, 1.36). */
export const nodeVolumeLimits: PluginFactory = {
  name: NAME,
  create: (handle) => ({
    name: NAME,
    events: [
      { resource: 'storage.k8s.io/CSINode', actions: ['Add'] },
      {
        resource: 'storage.k8s.io/CSINode',
        actions: ['Update'],
        hint: (_pod, { before, after }) => (limitsGrew(before as CsiNode, after as CsiNode) ? 'Queue' : 'QueueSkip'),
      },
      { resource: 'Pod', actions: ['Delete'], hint: (_pod, { before }) => podDeletedHint(before as Pod | undefined) },
      {
        resource: 'PersistentVolumeClaim',
        actions: ['Add'],
        hint: ({ pod, namespace }, { after }) =>
          after?.metadata?.namespace === namespace && claimReferences(pod).some(({ name }) => name === after.metadata?.name)
            ? 'Queue'
            : 'QueueSkip',
      },
      {
        resource: 'storage.k8s.io/VolumeAttachment',
        actions: ['Delete'],
        hint: ({ pod }, { before }) => attachmentDeletedHint(pod, (before as VolumeAttachment).spec?.attacher),
      },
    ],
    preFilter: (_state, { pod }) => (needsCheck(pod) ? undefined : { status: SKIP }),
    filter: (_state, { pod }, node) => check(handle, pod, node),
  }),
};

function needsCheck(pod: Pod): boolean {
  return claimReferences(pod).length > 0 || inlineVolumes(pod).some(isMigratable);
}

/** Volumes that stand in the pod itself. */
function inlineVolumes({ spec }: Pod): VolumeSource[] {
  return (spec?.volumes ?? []).filter(
    ({ persistentVolumeClaim, ephemeral }) => !persistentVolumeClaim && !ephemeral,
  ) as unknown as VolumeSource[];
}

function podDeletedHint(pod: Pod | undefined): 'Queue' | 'QueueSkip' {
  return pod && (pod.spec?.nodeName || pod.status?.nominatedNodeName) && needsCheck(pod) ? 'Queue' : 'QueueSkip';
}

/** A pod with claims may use any driver; an in-tree volume uses the one that it became. */
function attachmentDeletedHint(pod: Pod, attacher: string | undefined): 'Queue' | 'QueueSkip' {
  const helps = (pod.spec?.volumes ?? []).some((volume) => {
    if (volume.persistentVolumeClaim) return true;
    const translated = migratedVolume(volume as unknown as VolumeSource);
    return typeof translated === 'string' || (translated !== undefined && translated.driver === attacher);
  });
  return helps ? 'Queue' : 'QueueSkip';
}

function check({ objects }: Handle, pod: Pod, node: NodeInfo): Status | undefined {
  const wanted: DriverVolumes = new Map();
  const csiNode = objects.get('csinodes', '', node.name) as CsiNode | undefined;
  const failed = collect(objects, pod, csiNode, true, wanted);
  if (failed) return failed;
  if (wanted.size === 0) return undefined;
  const limits = limitsOf(csiNode);
  if (limits.size === 0) return undefined;
  const attached: DriverVolumes = new Map();
  for (const other of node.pods) {
    const wrong = collect(objects, other.pod, csiNode, false, attached);
    if (wrong) return wrong;
  }
  // A volume that is attached but used by no pod counts twice, as in the original.
  for (const volume of attached.keys()) wanted.delete(volume);
  for (const attachment of objects.list('volumeattachments') as readonly VolumeAttachment[]) {
    if (attachment.spec?.nodeName === node.name) collectAttachment(objects, attachment, attached);
  }
  const count = (volumes: DriverVolumes, driver: string) => [...volumes.values()].filter((one) => one === driver).length;
  const exceeded = [...new Set(wanted.values())].some((driver) => {
    const limit = limits.get(driver);
    return limit !== undefined && count(attached, driver) + count(wanted, driver) > limit;
  });
  return exceeded ? REJECTED : undefined;
}

function limitsOf(node: CsiNode | undefined): Map<string, number> {
  return new Map(
    (node?.spec?.drivers ?? []).flatMap(({ name, allocatable }) =>
      allocatable?.count === undefined ? [] : [[name, allocatable.count] as const],
    ),
  );
}

/** A driver without a limit counts as one with 0. */
function limitsGrew(before: CsiNode, after: CsiNode): boolean {
  const old = limitsOf(before);
  return [...limitsOf(after)].some(([driver, limit]) => limit > (old.get(driver) ?? 0));
}

/** Adds the pod's CSI volumes. Missing claims matter only for the pod being placed. */
function collect(objects: ClusterObjects, pod: Pod, csiNode: CsiNode | undefined, isNew: boolean, into: DriverVolumes): Status | undefined {
  const { namespace = '' } = pod.metadata;
  for (const { name, ephemeral } of claimReferences(pod)) {
    const claim = claimOf(objects, namespace, name);
    if (!claim) {
      if (isNew) return status(NAME, 'UnschedulableAndUnresolvable', `looking up PVC ${namespace}/${name}: ${claimNotFound(name)}`);
      continue;
    }
    const foreign = ephemeral ? foreignClaim(pod, claim) : undefined;
    if (foreign) return status(NAME, 'Error', foreign);
    const found = driverVolumeOf(objects, claim, csiNode);
    if (found) into.set(`${found.driver}/${found.handle}`, found.driver);
  }
  if (!csiNode) return undefined;
  for (const volume of inlineVolumes(pod)) {
    const translated = migratedVolume(volume);
    if (typeof translated === 'string')
      return status(NAME, 'Error', `converting volume(${String(volume['name'])}) from inline to csi: ${translated}`);
    if (translated) into.set(`${translated.driver}/${translated.handle}`, translated.driver);
  }
  return undefined;
}

/** In-tree volumes and provisioners count as their CSI drivers' where the node has any CSI driver. */
function driverVolumeOf(objects: ClusterObjects, claim: Claim, csiNode: CsiNode | undefined): Migrated | undefined {
  const volume = claim.spec?.volumeName ? (objects.get('persistentvolumes', '', claim.spec.volumeName) as Volume | undefined) : undefined;
  if (volume) {
    if (volume.spec?.csi) return { driver: volume.spec.csi.driver, handle: volume.spec.csi.volumeHandle };
    const translated = csiNode && migratedVolume((volume.spec ?? {}) as VolumeSource, zonesOf(volume.metadata?.labels));
    return typeof translated === 'string' || !translated?.handle ? undefined : translated;
  }
  const wanted = className(claim);
  const provisioner = wanted === '' ? undefined : (objects.get('storageclasses', '', wanted) as StorageClass | undefined)?.provisioner;
  const inTree = migratedProvisioner(provisioner ?? '');
  const driver = inTree === undefined ? provisioner : csiNode && inTree;
  return driver ? { driver, handle: `claim ${claim.metadata?.namespace}/${claim.metadata?.name}` } : undefined;
}

function collectAttachment(objects: ClusterObjects, { spec }: VolumeAttachment, into: DriverVolumes): void {
  const volume = objects.get('persistentvolumes', '', spec?.source?.persistentVolumeName ?? '') as Volume | undefined;
  const csi = volume?.spec?.csi;
  if (csi && spec?.attacher) into.set(`${spec.attacher}/${csi.volumeHandle}`, spec.attacher);
}
