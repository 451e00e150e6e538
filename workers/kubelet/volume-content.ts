/**
 * Files of volumes that the kubelet writes. Sources: pkg/volume/{configmap,secret,downwardapi,projected}, pkg/fieldpath (1.36).
 * Differs: modes and symbolic links are not modelled; tokens carry no signature; the root certificate is a placeholder.
 */
import { cpuMilli, value as quantityValue } from '../api/quantity';
import type { Pod } from '../resources/core/pods/types';
import { fetchData, fieldValue } from './container-config';
import type { KubeletContext } from './kubelet-context';
import { NODE_DEFAULTS } from './node-spec';
import { specOf, uidOf } from './pod';
import type { ContainerSpec, PodSpec } from './pod';
import type { Routine } from './routine';

type Volume = NonNullable<PodSpec['volumes']>[number];
type Files = ReadonlyMap<string, string>;
type ProjectedSource = NonNullable<NonNullable<Volume['projected']>['sources']>[number];
type DownwardItems = NonNullable<Volume['downwardAPI']>['items'];

const ROOT_CA = '-----BEGIN CERTIFICATE-----\nS3ViYXJpdW0gc2ltdWxhdGVkIGNlcnRpZmljYXRl\n-----END CERTIFICATE-----\n';

interface KeyedSource {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
  readonly optional?: boolean;
}

/** What the volume holds now, or why it cannot be set up. Empty for volumes that nobody writes but containers. */
export function* volumeContent(context: KubeletContext, pod: Pod, volume: Volume): Routine<Files | string> {
  const { configMap, secret, downwardAPI, projected, hostPath } = volume;
  if (configMap) return yield* keyed(context, pod, 'configmaps', configMap.name ?? '', configMap);
  if (secret) return yield* keyed(context, pod, 'secrets', secret.secretName ?? '', secret);
  if (downwardAPI) return downward(context, pod, downwardAPI.items);
  const files = new Map<string, string>();
  for (const source of projected?.sources ?? []) {
    const part: Files | string = yield* projectedSource(context, pod, source);
    if (typeof part === 'string') return part;
    for (const [path, text] of part) files.set(path, text);
  }
  if (hostPath?.type === 'File') return `hostPath type check failed: ${hostPath.path} is not a file`;
  return files;
}

/** Does the kubelet write its files anew from time to time? */
export function isRefreshed({ configMap, secret, downwardAPI }: Volume): boolean {
  return Boolean(configMap ?? secret ?? downwardAPI);
}

function* projectedSource(context: KubeletContext, pod: Pod, source: ProjectedSource): Routine<Files | string> {
  const { configMap, secret, downwardAPI, serviceAccountToken } = source;
  if (serviceAccountToken) {
    const account = `system:serviceaccount:${pod.metadata.namespace}:${specOf(pod).serviceAccountName ?? 'default'}`;
    return new Map([[serviceAccountToken.path, `simulated.${account}.${uidOf(pod)}`]]);
  }
  if (downwardAPI) return downward(context, pod, downwardAPI.items);
  // Every pod has it; asking the API server for each would be most of a pod's requests.
  if (configMap?.name === 'kube-root-ca.crt') return new Map((configMap.items ?? []).map(({ path }) => [path, ROOT_CA]));
  if (configMap) return yield* keyed(context, pod, 'configmaps', configMap.name ?? '', configMap);
  return secret ? yield* keyed(context, pod, 'secrets', secret.name ?? '', secret) : new Map<string, string>();
}

function* keyed(
  context: KubeletContext,
  pod: Pod,
  resource: 'configmaps' | 'secrets',
  name: string,
  { items, optional = false }: KeyedSource,
): Routine<Files | string> {
  const data: Files | string = yield* fetchData(context, pod, resource, name, optional);
  if (typeof data === 'string' || !items) return data;
  const files = new Map<string, string>();
  for (const { key, path } of items) {
    const text = data.get(key);
    if (text !== undefined) files.set(path, text);
    else if (!optional)
      return resource === 'configmaps'
        ? `configmap references non-existent config key: ${key}`
        : `secret references non-existent secret key: ${key}`;
  }
  return files;
}

function downward(context: KubeletContext, pod: Pod, items: DownwardItems = []): Files {
  const files = new Map<string, string>();
  for (const { path, fieldRef, resourceFieldRef } of items ?? []) {
    if (fieldRef?.fieldPath === 'metadata.labels') files.set(path, lines(pod.metadata.labels));
    else if (fieldRef?.fieldPath === 'metadata.annotations') files.set(path, lines(pod.metadata.annotations));
    else if (fieldRef) files.set(path, fieldValue(context, pod, fieldRef.fieldPath));
    else if (resourceFieldRef) {
      const spec = specOf(pod).containers.find(({ name }) => name === resourceFieldRef.containerName);
      if (spec) files.set(path, resourceText(context, spec, resourceFieldRef.resource, String(resourceFieldRef.divisor ?? '0')));
    }
  }
  return files;
}

/** key="escaped value", sorted. */
function lines(values: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(values ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${key}=${JSON.stringify(text)}`)
    .join('\n');
}

/** In units of the divisor, rounded up. A limit that is not set is what the node has. */
function resourceText({ spec: node }: KubeletContext, container: ContainerSpec, path: string, divisor: string): string {
  const [list, name = ''] = path.split('.');
  const { limits, requests } = container.resources ?? {};
  const whole = name === 'cpu' || name === 'memory' ? (node.allocatable?.[name] ?? node[name] ?? NODE_DEFAULTS[name]) : '0';
  const text = String((list === 'limits' ? limits : requests)?.[name] ?? (list === 'limits' ? whole : '0'));
  const measure = name === 'cpu' ? cpuMilli : quantityValue;
  const unit = divisor === '0' || divisor === '' ? measure('1') : measure(divisor);
  return String(Math.ceil(measure(text) / (unit || 1)));
}
