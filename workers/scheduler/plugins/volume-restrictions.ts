import type { Pod } from '../../resources/core/pods/types';
import { claimNotFound, claimOf, claimReferences } from '../framework/claims';
import type { PluginFactory, Snapshot } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { status } from '../framework/status';

const NAME = 'VolumeRestrictions';
const SKIP = status(NAME, 'Skip');
const DISK_CONFLICT = status(NAME, 'Unschedulable', 'node(s) had no available disk');
const CLAIM_IN_USE = status(
  NAME,
  'Unschedulable',
  'node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode already in-use by another pod',
);
const USES = `${NAME}/uses`;

type PodVolume = NonNullable<NonNullable<Pod['spec']>['volumes']>[number];

/** How often the pod's ReadWriteOncePod claims are used by others. */
class ExclusiveUses {
  constructor(
    readonly claims: ReadonlySet<string>,
    public count: number,
  ) {}

  clone(): ExclusiveUses {
    return new ExclusiveUses(this.claims, this.count);
  }

  change(pod: PodInfo, other: PodInfo, by: 1 | -1): void {
    if (pod.namespace === other.namespace) this.count += by * usesOf(other, this.claims);
  }
}

/** Disks that only one pod may use, and claims for a single pod (source: kube-scheduler plugins/volumerestrictions, 1.36). */
export const volumeRestrictions: PluginFactory = {
  name: NAME,
  create: ({ snapshot, objects }) => ({
    name: NAME,
    events: [
      {
        resource: 'Pod',
        actions: ['Delete'],
        hint({ pod, namespace, facts }, { before }) {
          const gone = before as Pod | undefined;
          if (!gone || gone.metadata.namespace !== namespace) return 'QueueSkip';
          const claims = claimReferences(gone).map(({ name }) => name);
          return disks(pod).some((volume) => conflictsWith(volume, gone)) || facts.claimNames.some((name) => claims.includes(name))
            ? 'Queue'
            : 'QueueSkip';
        },
      },
      { resource: 'Node', actions: ['Add'] },
      {
        resource: 'PersistentVolumeClaim',
        actions: ['Add'],
        hint: ({ namespace, facts }, { after }) =>
          after?.metadata?.namespace === namespace && facts.claimNames.includes(after.metadata.name ?? '') ? 'Queue' : 'QueueSkip',
      },
    ],
    preFilter(state, info) {
      const claims = new Set<string>();
      for (const name of info.facts.claimNames) {
        const claim = claimOf(objects, info.namespace, name);
        if (!claim) return { status: status(NAME, 'UnschedulableAndUnresolvable', claimNotFound(name)) };
        if (claim.spec?.accessModes?.includes('ReadWriteOncePod')) claims.add(name);
      }
      const count = claims.size === 0 ? 0 : usesInCluster(snapshot, info, claims);
      if (count === 0 && disks(info.pod).length === 0) return { status: SKIP };
      state.write(USES, new ExclusiveUses(claims, count));
      return undefined;
    },
    addPod: (state, pod, added) => state.read<ExclusiveUses>(USES)?.change(pod, added, 1),
    removePod: (state, pod, removed) => state.read<ExclusiveUses>(USES)?.change(pod, removed, -1),
    filter(state, { pod }, node) {
      if (disks(pod).some((volume) => node.pods.some((other) => conflictsWith(volume, other.pod)))) return DISK_CONFLICT;
      return (state.read<ExclusiveUses>(USES)?.count ?? 0) > 0 ? CLAIM_IN_USE : undefined;
    },
  }),
};

function usesInCluster({ nodes }: Snapshot, info: PodInfo, claims: ReadonlySet<string>): number {
  let count = 0;
  for (const node of nodes) for (const other of node.pods) if (other.namespace === info.namespace) count += usesOf(other, claims);
  return count;
}

function usesOf({ facts }: PodInfo, claims: ReadonlySet<string>): number {
  return facts.claimNames.filter((name) => claims.has(name)).length;
}

function disks({ spec }: Pod): PodVolume[] {
  return (spec?.volumes ?? []).filter(
    ({ gcePersistentDisk, awsElasticBlockStore, rbd, iscsi }) => gcePersistentDisk ?? awsElasticBlockStore ?? rbd ?? iscsi,
  );
}

function conflictsWith(volume: PodVolume, pod: Pod): boolean {
  return (pod.spec?.volumes ?? []).some((other) => conflict(volume, other));
}

/** Readers of the same disk get along, except on AWS. */
function conflict(a: PodVolume, b: PodVolume): boolean {
  if (a.gcePersistentDisk && b.gcePersistentDisk) {
    return a.gcePersistentDisk.pdName === b.gcePersistentDisk.pdName && !(a.gcePersistentDisk.readOnly && b.gcePersistentDisk.readOnly);
  }
  if (a.awsElasticBlockStore && b.awsElasticBlockStore) return a.awsElasticBlockStore.volumeID === b.awsElasticBlockStore.volumeID;
  if (a.iscsi && b.iscsi) return a.iscsi.iqn === b.iscsi.iqn && !(a.iscsi.readOnly && b.iscsi.readOnly);
  if (!a.rbd || !b.rbd) return false;
  const { monitors, pool = 'rbd', image, readOnly } = a.rbd;
  const other = b.rbd;
  return (
    monitors.some((monitor) => other.monitors.includes(monitor)) &&
    pool === (other.pool ?? 'rbd') &&
    image === other.image &&
    !(readOnly && other.readOnly)
  );
}
