import type { AnyObject } from '../../api/meta';
import { claimNotFound, claimOf, className } from '../framework/claims';
import type { StorageClass, Volume } from '../framework/claims';
import type { Handle, PluginFactory } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { status } from '../framework/status';
import type { Status } from '../framework/status';

const NAME = 'VolumeZone';
const SKIP = status(NAME, 'Skip');
const REJECTED = status(NAME, 'UnschedulableAndUnresolvable', 'node(s) had no available volume zone');
const TOPOLOGIES = `${NAME}/topologies`;
/** Old label key -> its successor. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
};
const KEYS = [...Object.keys(SUCCESSORS), ...Object.values(SUCCESSORS)];
const ZONE_SEPARATOR = '__';

interface Topology {
  readonly key: string;
  readonly values: readonly string[];
}

/** Volumes with zone labels can only be used in their zone (source: kube-scheduler plugins/volumezone, 1.36). */
export const volumeZone: PluginFactory = {
  name: NAME,
  create: (handle) => ({
    name: NAME,
    events: [
      {
        resource: 'storage.k8s.io/StorageClass',
        actions: ['Add'],
        hint: (_pod, { after }) => ((after as StorageClass).volumeBindingMode === 'WaitForFirstConsumer' ? 'Queue' : 'QueueSkip'),
      },
      { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] },
      {
        resource: 'PersistentVolumeClaim',
        actions: ['Add', 'Update'],
        hint: ({ namespace, facts }, { after }) =>
          after?.metadata?.namespace === namespace && facts.claimNames.includes(after.metadata.name ?? '') ? 'Queue' : 'QueueSkip',
      },
      { resource: 'PersistentVolume', actions: ['Add', 'Update'], hint: (_pod, { before, after }) => volumeHint(before, after) },
    ],
    preFilter(state, info) {
      const topologies = topologiesOf(handle, info);
      if (!Array.isArray(topologies)) return { status: topologies as Status };
      if (topologies.length === 0) return { status: SKIP };
      state.write(TOPOLOGIES, topologies);
      return undefined;
    },
    filter(state, _pod, { labels }) {
      if (KEYS.every((key) => labels[key] === undefined)) return undefined;
      const topologies = state.read<Topology[]>(TOPOLOGIES) ?? [];
      const misses = topologies.some(({ key, values }) => {
        const value = labels[key] ?? labels[SUCCESSORS[key] ?? key];
        return value === undefined || !values.includes(value);
      });
      return misses ? REJECTED : undefined;
    },
  }),
};

function topologiesOf({ objects }: Handle, { namespace, facts }: PodInfo): readonly Topology[] | Status {
  const topologies: Topology[] = [];
  for (const name of facts.claimNames) {
    const claim = claimOf(objects, namespace, name);
    if (!claim) return rejected(claimNotFound(name));
    const volumeName = claim.spec?.volumeName ?? '';
    if (volumeName === '') {
      const wanted = className(claim);
      if (wanted === '') return rejected('PersistentVolumeClaim had no pv name and storageClass name');
      const found = objects.get('storageclasses', '', wanted) as StorageClass | undefined;
      if (!found) return rejected(`storageclass.storage.k8s.io "${wanted}" not found`);
      if (found.volumeBindingMode === undefined) return rejected(`VolumeBindingMode not set for StorageClass "${wanted}"`);
      if (found.volumeBindingMode === 'WaitForFirstConsumer') continue;
      return rejected('PersistentVolume had no name');
    }
    const volume = objects.get('persistentvolumes', '', volumeName) as Volume | undefined;
    if (!volume) return rejected(`persistentvolume "${volumeName}" not found`);
    topologies.push(...labelTopologies(volume));
  }
  return topologies;
}

/** A label with an empty zone in it is ignored. */
function rejected(reason: string): Status {
  return status(NAME, 'UnschedulableAndUnresolvable', reason);
}

function labelTopologies({ metadata }: AnyObject): Topology[] {
  return KEYS.flatMap((key) => {
    const values = metadata?.labels?.[key]?.split(ZONE_SEPARATOR).map((value) => value.trim()) ?? [''];
    return values.includes('') ? [] : [{ key, values }];
  });
}

function volumeHint(before: AnyObject | undefined, after: AnyObject | undefined): 'Queue' | 'QueueSkip' {
  if (!after) return 'QueueSkip';
  return !before || JSON.stringify(labelTopologies(before)) !== JSON.stringify(labelTopologies(after)) ? 'Queue' : 'QueueSkip';
}
