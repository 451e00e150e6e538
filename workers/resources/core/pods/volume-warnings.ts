/** Warnings about volumes (source: k8s.io/kubernetes/pkg/api/pod/warnings.go, 1.36). */
import { addFractionWarnings } from './container-warnings';
import type { PodSpec } from './validation/pod-spec';

type Projected = NonNullable<NonNullable<PodSpec['volumes']>[number]['projected']>;
type Source = NonNullable<Projected['sources']>[number];

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
    for (const source of volume.projected?.sources ?? []) {
      if (Object.keys(source).length === 0) warnings.push(`volume "${volume.name}" (Projected) has no sources provided`);
    }
  }
  const all = volumes.flatMap(({ projected }) => projected?.sources ?? []);
  const tokens = new Set(all.flatMap(({ serviceAccountToken }) => (serviceAccountToken ? [serviceAccountToken.path] : [])));
  if (tokens.size === 0) return;
  for (const [index, { projected }] of volumes.entries()) {
    const at = `${field}.volumes[${index}].projected.sources`;
    for (const source of projected?.sources ?? []) addPathWarnings(source, tokens, at, warnings);
  }
}

/** Fractions of a byte that a claim asks for. */
export function addClaimWarnings(spec: { readonly resources?: object } | undefined, at: string, warnings: string[]): void {
  const found: string[] = [];
  const { requests, limits } = (spec?.resources ?? {}) as Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;
  const storage = { requests: { memory: requests?.storage }, limits: { memory: limits?.storage } };
  addFractionWarnings(storage, ['requests', 'limits'], `${at}.resources`, found);
  warnings.push(...found.map((text) => text.replace('[memory]', '[storage]')));
}

/** Files that would be where a token goes. */
function addPathWarnings(source: Source, tokens: ReadonlySet<string>, at: string, warnings: string[]): void {
  const check = (path: string | undefined, field: string): void => {
    if (path !== undefined && tokens.has(path)) {
      warnings.push(`${at}.${field}: has duplicated path with ServiceAccountToken ${JSON.stringify(path)}`);
    }
  };
  for (const [index, { path }] of (source.configMap?.items ?? []).entries()) check(path, `configMap[${index}]`);
  for (const [index, { path }] of (source.secret?.items ?? []).entries()) check(path, `secrets[${index}]`);
  for (const [index, { path }] of (source.downwardAPI?.items ?? []).entries()) check(path, `downwardAPI[${index}]`);
  if (source.clusterTrustBundle) check(source.clusterTrustBundle.path, 'ClusterTrustBundle');
}
