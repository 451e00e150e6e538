import type { AnyObject } from '../../api/meta';
import type { Pod } from '../../resources/core/pods/types';
import { claimNotFound, claimOf, claimReferences, className, foreignClaim } from '../framework/claims';
import type { Claim, StorageClass, Volume } from '../framework/claims';
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

/**
 * A node can attach so many volumes per CSI driver (source: kube-scheduler plugins/nodevolumelimits/csi.go, 1.36).
 * Differs: in-tree volumes are not translated to their CSI drivers.
 */
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
        hint: (_pod, { before }) => ((before as VolumeAttachment).spec?.attacher ? 'Queue' : 'QueueSkip'),
      },
    ],
    preFilter: (_state, { pod }) => (needsCheck(pod) ? undefined : { status: SKIP }),
    filter: (_state, { pod }, node) => check(handle, pod, node),
  }),
};

function needsCheck(pod: Pod): boolean {
  return (
    claimReferences(pod).length > 0 ||
    (pod.spec?.volumes ?? []).some(({ gcePersistentDisk, awsElasticBlockStore }) => gcePersistentDisk ?? awsElasticBlockStore)
  );
}

function podDeletedHint(pod: Pod | undefined): 'Queue' | 'QueueSkip' {
  return pod?.spec?.nodeName && needsCheck(pod) ? 'Queue' : 'QueueSkip';
}

function check({ objects }: Handle, pod: Pod, node: NodeInfo): Status | undefined {
  const wanted: DriverVolumes = new Map();
  const failed = collect(objects, pod, true, wanted);
  if (failed) return failed;
  if (wanted.size === 0) return undefined;
  const limits = limitsOf(objects.get('csinodes', '', node.name) as CsiNode | undefined);
  if (limits.size === 0) return undefined;
  const attached: DriverVolumes = new Map();
  for (const other of node.pods) collect(objects, other.pod, false, attached);
  for (const attachment of objects.list('volumeattachments') as readonly VolumeAttachment[]) {
    if (attachment.spec?.nodeName === node.name) collectAttachment(objects, attachment, attached);
  }
  for (const volume of attached.keys()) wanted.delete(volume);
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

function limitsGrew(before: CsiNode, after: CsiNode): boolean {
  const old = limitsOf(before);
  const now = limitsOf(after);
  return (
    [...now].some(([driver, limit]) => limit > (old.get(driver) ?? Number.POSITIVE_INFINITY)) ||
    [...old.keys()].some((driver) => !now.has(driver))
  );
}

/** Adds the pod's CSI volumes. Missing claims matter only for the pod being placed. */
function collect(objects: ClusterObjects, pod: Pod, isNew: boolean, into: DriverVolumes): Status | undefined {
  const { namespace = '' } = pod.metadata;
  for (const { name, ephemeral } of claimReferences(pod)) {
    const claim = claimOf(objects, namespace, name);
    if (!claim) {
      if (isNew) return status(NAME, 'UnschedulableAndUnresolvable', `looking up PVC ${namespace}/${name}: ${claimNotFound(name)}`);
      continue;
    }
    const foreign = ephemeral ? foreignClaim(pod, claim) : undefined;
    if (foreign) {
      if (isNew) return status(NAME, 'Error', foreign);
      continue;
    }
    const found = driverVolumeOf(objects, claim);
    if (found) into.set(`${found.driver}/${found.handle}`, found.driver);
  }
  return undefined;
}

function driverVolumeOf(objects: ClusterObjects, claim: Claim): { driver: string; handle: string } | undefined {
  const volume = claim.spec?.volumeName ? (objects.get('persistentvolumes', '', claim.spec.volumeName) as Volume | undefined) : undefined;
  if (volume) return volume.spec?.csi && { driver: volume.spec.csi.driver, handle: volume.spec.csi.volumeHandle };
  const wanted = className(claim);
  const provisioner = wanted === '' ? undefined : (objects.get('storageclasses', '', wanted) as StorageClass | undefined)?.provisioner;
  return provisioner ? { driver: provisioner, handle: `claim ${claim.metadata?.namespace}/${claim.metadata?.name}` } : undefined;
}

function collectAttachment(objects: ClusterObjects, { spec }: VolumeAttachment, into: DriverVolumes): void {
  const volume = objects.get('persistentvolumes', '', spec?.source?.persistentVolumeName ?? '') as Volume | undefined;
  const csi = volume?.spec?.csi;
  if (csi) into.set(`${csi.driver}/${csi.volumeHandle}`, csi.driver);
}
