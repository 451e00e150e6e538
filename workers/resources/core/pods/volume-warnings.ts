/** Warnings about volumes (source: k8s.io/kubernetes/pkg/api/pod/warnings.go, 1.36). */
import { addFractionWarnings, WARNINGS_MAX } from './container-warnings';
import { FileTree } from './file-tree';
import type { PodSpec } from './validation/pod-spec';

type Volume = NonNullable<PodSpec['volumes']>[number];
type Source = NonNullable<NonNullable<Volume['projected']>['sources']>[number];

/** Sources in the order in which upstream looks at them, with the name it gives each. */
const DEPRECATED = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11, and disabled by default in v1.33+'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['ephemeral', '', ''],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const;

export function addVolumeWarnings({ volumes = [] }: PodSpec, field: string, warnings: string[]): void {
  for (const [index, volume] of volumes.entries()) {
    const at = `${field}.volumes[${index}]`;
    for (const [source, shown, text] of DEPRECATED) {
      if (source === 'ephemeral')
        addClaimWarnings(volume.ephemeral?.volumeClaimTemplate?.spec, `${at}.ephemeral.volumeClaimTemplate.spec`, warnings);
      else if (volume[source]) warnings.push(`${at}.${shown}: ${text}`);
    }
  }
  for (const volume of volumes) addOverlapWarnings(volume, warnings);
}

/** Fractions of a byte that a claim asks for. */
export function addClaimWarnings(spec: { readonly resources?: object } | undefined, at: string, warnings: string[]): void {
  const found: string[] = [];
  const { requests, limits } = (spec?.resources ?? {}) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const storage = { requests: { memory: requests?.storage }, limits: { memory: limits?.storage } };
  addFractionWarnings(storage, ['requests', 'limits'], `${at}.resources`, found);
  warnings.push(...found.map((text) => text.replace('[memory]', '[storage]')));
}

interface File {
  readonly path: string;
  readonly source: string;
}

/** Files of one volume that would be at one place, or one inside the other. */
function addOverlapWarnings({ name, configMap, secret, downwardAPI, projected }: Volume, warnings: string[]): void {
  const lists = [
    [filesOf(configMap?.items, ''), `ConfigMap "${configMap?.name ?? ''}"`],
    [filesOf(secret?.items, ''), `Secret "${secret?.secretName ?? ''}"`],
    [filesOf(downwardAPI?.items, ''), 'DownwardAPI'],
  ] as const;
  for (const [files, what] of lists) {
    const seen = new FileTree<File>();
    for (const file of files) addFile(file, seen, `volume "${name}" (${what})`, warnings);
  }
  const seen = new FileTree<File>();
  for (const source of projected?.sources ?? []) {
    if (Object.keys(source).length === 0) warnings.push(`volume "${name}" (Projected) has no sources provided`);
    for (const file of projectedFiles(source)) addFile(file, seen, `volume "${name}" (Projected)`, warnings);
  }
}

function projectedFiles({ configMap, secret, downwardAPI, serviceAccountToken, clusterTrustBundle }: Source): File[] {
  if (configMap?.items) return filesOf(configMap.items, `ConfigMap "${configMap.name ?? ''}"`);
  if (secret?.items) return filesOf(secret.items, `Secret "${secret.name ?? ''}"`);
  if (downwardAPI) return filesOf(downwardAPI.items, 'DownwardAPI');
  if (serviceAccountToken) return filesOf([serviceAccountToken], 'ServiceAccountToken');
  const { name, signerName } = clusterTrustBundle ?? {};
  return clusterTrustBundle ? filesOf([clusterTrustBundle], `ClusterTrustBundle "${name ?? signerName ?? ''}"`) : [];
}

function filesOf(items: readonly { readonly path?: string }[] | undefined, source: string): File[] {
  return (items ?? []).map(({ path = '' }) => ({ path: path.replace(/\/+$/, ''), source }));
}

function addFile(file: File, seen: FileTree<File>, what: string, warnings: string[]): void {
  const shown = ({ path, source }: File): string => (source === '' ? `"${path}"` : `"${path}" (${source})`);
  if (file.path === '' || warnings.length > WARNINGS_MAX) return;
  for (const other of seen.add(file.path, file)) warnings.push(`${what}: overlapping paths: ${shown(file)} with ${shown(other)}`);
}
