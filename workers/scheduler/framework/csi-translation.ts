/** In-tree volumes as the CSI volumes they have become (source: k8s.io/csi-translation-lib plugins, 1.36). */
import type { NodeSelectorSpec, NodeSelectorTermSpec } from './node-selector';
import type { Labels } from './selector';

/** Of a pod's volume or a PersistentVolume: at most one source, under its own name. */
export type VolumeSource = Readonly<Record<string, unknown>>;

export interface Migrated {
  readonly driver: string;
  readonly handle: string;
}

interface Kind {
  readonly source: string;
  readonly plugin: string;
  readonly driver: string;
  /** The scheduler treats volumes of this kind as migrated. */
  readonly migrates: boolean;
  /** Label of nodes that says where the driver's volumes can be reached. */
  readonly topologyKey?: string;
  /** Throws a plain text where the volume cannot be translated. `zones`: the volume's zone label, for a PersistentVolume. */
  handle(source: Readonly<Record<string, string | undefined>>, zones: string | undefined): string;
}

const ZONE = 'topology.kubernetes.io/zone';
const BETA_ZONE = 'failure-domain.beta.kubernetes.io/zone';
const REGION = 'topology.kubernetes.io/region';
const BETA_REGION = 'failure-domain.beta.kubernetes.io/region';
const UNSPECIFIED = 'UNSPECIFIED';
const ZONE_SEPARATOR = '__';

class Untranslatable extends Error {}

const volumeId = ({ volumeID = '' }: Readonly<Record<string, string | undefined>>) => volumeID;

const KINDS: readonly Kind[] = [
  {
    source: 'awsElasticBlockStore',
    plugin: 'kubernetes.io/aws-ebs',
    driver: 'ebs.csi.aws.com',
    migrates: true,
    topologyKey: 'topology.ebs.csi.aws.com/zone',
    handle: ({ volumeID = '' }) => ebsId(volumeID),
  },
  {
    source: 'gcePersistentDisk',
    plugin: 'kubernetes.io/gce-pd',
    driver: 'pd.csi.storage.gke.io',
    migrates: true,
    topologyKey: 'topology.gke.io/zone',
    handle: ({ pdName = '' }, zones) => `projects/${UNSPECIFIED}/${gceLocation(zones)}/disks/${pdName}`,
  },
  {
    source: 'cinder',
    plugin: 'kubernetes.io/cinder',
    driver: 'cinder.csi.openstack.org',
    migrates: true,
    topologyKey: 'topology.cinder.csi.openstack.org/zone',
    handle: volumeId,
  },
  {
    source: 'azureDisk',
    plugin: 'kubernetes.io/azure-disk',
    driver: 'disk.csi.azure.com',
    migrates: true,
    handle({ kind, diskURI = '' }) {
      if (kind !== undefined && kind.toLowerCase() !== 'managed')
        throw new Untranslatable(`kind(${kind}) is not supported in csi migration`);
      return diskURI;
    },
  },
  { source: 'portworxVolume', plugin: 'kubernetes.io/portworx-volume', driver: 'pxd.portworx.com', migrates: true, handle: volumeId },
  { source: 'azureFile', plugin: 'kubernetes.io/azure-file', driver: 'file.csi.azure.com', migrates: false, handle: () => '' },
  { source: 'vsphereVolume', plugin: 'kubernetes.io/vsphere-volume', driver: 'csi.vsphere.vmware.com', migrates: false, handle: () => '' },
];

/** The volume is of a kind that has a CSI driver now, whether or not the scheduler treats it as migrated. */
export function isMigratable(volume: VolumeSource): boolean {
  return kindOf(volume) !== undefined;
}

/** Undefined for a volume that is not migrated; a text says why it cannot be translated. */
export function migratedVolume(volume: VolumeSource, zones?: string): Migrated | string | undefined {
  const kind = kindOf(volume);
  if (!kind?.migrates) return undefined;
  try {
    return { driver: kind.driver, handle: kind.handle(volume[kind.source] as Readonly<Record<string, string>>, zones) };
  } catch (error) {
    if (error instanceof Untranslatable) return error.message;
    throw error;
  }
}

/** Driver that provisions for an in-tree provisioner; undefined for a provisioner that is none; "" where it is not migrated. */
export function migratedProvisioner(provisioner: string): string | undefined {
  const kind = KINDS.find(({ plugin }) => plugin === provisioner);
  return kind && (kind.migrates ? kind.driver : '');
}

/** The zone label that names a volume's zones, the old one first. */
export function zonesOf(labels: Labels | undefined): string | undefined {
  return labels?.[BETA_ZONE] || labels?.[ZONE];
}

/** Name of the in-tree plugin that is migrated on nodes that say so. */
export function migratedPluginOf(volume: VolumeSource): string | undefined {
  const kind = kindOf(volume);
  return kind?.migrates ? kind.plugin : undefined;
}

/** Node affinity of the translated PersistentVolume: zones under the driver's key, from its zone labels where it says nothing. */
export function migratedAffinity(volume: VolumeSource, labels: Labels = {}, required?: NodeSelectorSpec): NodeSelectorSpec | undefined {
  const key = kindOf(volume)?.topologyKey;
  if (key === undefined) return required;
  const terms = required?.nodeSelectorTerms ?? [];
  const names = (wanted: string) => terms.some(({ matchExpressions = [] }) => matchExpressions.some((one) => one.key === wanted));
  const beta = !names(ZONE) && (names(BETA_ZONE) || (labels[ZONE] === undefined && labels[BETA_ZONE] !== undefined));
  const zoneKey = beta ? BETA_ZONE : ZONE;
  const hasZones = terms.some(({ matchExpressions = [] }) =>
    matchExpressions.some((one) => one.key === zoneKey && (one.values ?? []).length > 0),
  );
  const zones = hasZones ? [] : [...new Set((labels[zoneKey] ?? '').split(ZONE_SEPARATOR).map((zone) => zone.trim()))].filter(Boolean);
  const added = zones.length > 0 ? [{ key, operator: 'In', values: zones.sort() }] : [];
  if (!hasZones && added.length === 0 && !beta) return required;
  const successor = (name: string) => (hasZones && name === zoneKey ? key : beta && name === BETA_REGION ? REGION : name);
  const translated = (terms.length > 0 ? terms : added.length > 0 ? [{}] : []).map((term: NodeSelectorTermSpec) => ({
    ...term,
    matchExpressions: [...(term.matchExpressions ?? []).map((one) => ({ ...one, key: successor(one.key) })), ...added],
  }));
  return translated.length > 0 ? { nodeSelectorTerms: translated } : required;
}

function kindOf(volume: VolumeSource): Kind | undefined {
  return KINDS.find(({ source }) => volume[source] !== undefined);
}

/** "aws://zone/vol-1" and "vol-1" are the same volume. */
function ebsId(id: string): string {
  if (!id.startsWith('aws://')) return id;
  const path = id
    .slice('aws://'.length)
    .replace(/^[^/]*/, '')
    .replace(/^\/+|\/+$/g, '');
  if (!/^vol-[^/]*$/.test(path))
    throw new Untranslatable(`failed to translate Kubernetes ID to EBS Volume ID Invalid format for AWS volume (${id})`);
  return path;
}

function gceLocation(label: string | undefined): string {
  const zones = (label ?? '').split(ZONE_SEPARATOR);
  if (zones.length === 1) return `zones/${zones[0] || UNSPECIFIED}`;
  const regions = new Set<string>();
  for (const zone of zones) {
    const parts = zone.split('-');
    if (parts.length !== 3)
      throw new Untranslatable(
        `failed to get region from zones: zone in unexpected format, expected: {locale}-{region}-{zone}, got: ${zone}`,
      );
    regions.add(parts.slice(0, 2).join('-'));
  }
  if (regions.size !== 1)
    throw new Untranslatable(
      `failed to get region from zones: multiple or no regions gotten from zones, got: map[${[...regions]
        .sort()
        .map((region) => `${region}:{}`)
        .join(' ')}]`,
    );
  return `regions/${[...regions][0]}`;
}
