/** Waits until a pod's volumes are there. Source: pkg/kubelet/volumemanager and pkg/volume (1.36). */
import type { Pod } from '../resources/core/pods/types';
import { fetchData } from './container-config';
import type { KubeletContext } from './kubelet-context';
import { MOUNT_MS } from './latencies';
import { specOf, uidOf } from './pod';
import type { PodSpec } from './pod';
import type { Routine } from './routine';
import { VolumeFiles } from './runtime/files';

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 122_000;

/** Returns when everything is mounted, or false when `cancelled` says that nobody waits any more. */
export function* mountVolumes(context: KubeletContext, pod: Pod, cancelled: () => boolean): Routine<boolean> {
  const volumes = specOf(pod).volumes ?? [];
  if (volumes.length === 0) return true;
  const state = context.runtime.ensurePod(uidOf(pod), pod.metadata.namespace ?? '', pod.metadata.name ?? '');
  if (volumes.every(({ name }) => state.volumes.has(name))) return true;
  yield MOUNT_MS;
  for (const volume of volumes) {
    for (let retryMs = RETRY_MS_MIN; !state.volumes.has(volume.name); retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)) {
      const files: VolumeFiles | string = yield* contentOf(context, pod, volume);
      if (typeof files !== 'string') {
        state.volumes.set(volume.name, files);
        break;
      }
      context.recorder.event(pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume.name}" : ${files}`);
      yield retryMs;
      if (cancelled()) return false;
    }
  }
  return true;
}

type Volume = NonNullable<PodSpec['volumes']>[number];

function* contentOf(context: KubeletContext, pod: Pod, volume: Volume): Routine<VolumeFiles | string> {
  const { configMap, secret, hostPath } = volume;
  const source = configMap ?? secret;
  if (source) {
    const name = configMap?.name ?? secret?.secretName ?? '';
    const optional = source.optional === true;
    const data: ReadonlyMap<string, string> | string = yield* fetchData(context, pod, configMap ? 'configmaps' : 'secrets', name, optional);
    if (typeof data === 'string') return data;
    if (!source.items) return new VolumeFiles(data);
    const files = new VolumeFiles();
    for (const { key, path } of source.items) {
      const value = data.get(key);
      if (value !== undefined) files.set(path, value);
      else if (!optional)
        return `${configMap ? 'configmap' : 'secret'} references non-existent ${configMap ? 'config' : 'secret'} key: ${key}`;
    }
    return files;
  }
  if (hostPath?.type === 'File') return `hostPath type check failed: ${hostPath.path} is not a file`;
  return new VolumeFiles();
}
