/** Waits until a pod's volumes are there. Source: pkg/kubelet/volumemanager and pkg/volume (1.36). */
import type { Pod } from '../resources/core/pods/types';
import type { KubeletContext } from './kubelet-context';
import { MOUNT_MS } from './latencies';
import { specOf, uidOf } from './pod';
import type { Routine } from './routine';
import { VolumeFiles } from './runtime/files';
import { isRefreshed, volumeContent } from './volume-content';

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 122_000;
/** A pod's periodic sync (1 to 1.5 minutes) looks whether files have changed. */
const REFRESH_MS = 73_000;

/** Returns when everything is mounted, or false when `cancelled` says that nobody waits any more. */
export function* mountVolumes(context: KubeletContext, pod: Pod, cancelled: () => boolean): Routine<boolean> {
  const volumes = specOf(pod).volumes ?? [];
  if (volumes.length === 0) return true;
  const state = context.runtime.ensurePod(uidOf(pod), pod.metadata.namespace ?? '', pod.metadata.name ?? '');
  if (volumes.every(({ name }) => state.volumes.has(name))) return true;
  yield MOUNT_MS;
  for (const volume of volumes) {
    for (let retryMs = RETRY_MS_MIN; !state.volumes.has(volume.name); retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)) {
      const files: ReadonlyMap<string, string> | string = yield* volumeContent(context, pod, volume);
      if (typeof files !== 'string') {
        state.volumes.set(volume.name, new VolumeFiles(files));
        break;
      }
      context.recorder.event(pod, 'Warning', 'FailedMount', `MountVolume.SetUp failed for volume "${volume.name}" : ${files}`);
      yield retryMs;
      if (cancelled()) return false;
    }
  }
  if (volumes.some(isRefreshed)) keepFresh(context, uidOf(pod));
  return true;
}

/** Writes what has changed in the API since; what cannot be read stays as it was. Differs: also under a subPath. */
function* refresh(context: KubeletContext, uid: string): Routine {
  const pod = context.currentPod(uid);
  const state = context.runtime.pod(uid);
  if (!pod || !state) return;
  for (const volume of specOf(pod).volumes ?? []) {
    const files = state.volumes.get(volume.name);
    if (!files || !isRefreshed(volume)) continue;
    const content: ReadonlyMap<string, string> | string = yield* volumeContent(context, pod, volume);
    if (typeof content === 'string') continue;
    files.clear();
    for (const [path, text] of content) files.set(path, text);
  }
}

function keepFresh(context: KubeletContext, uid: string): void {
  const { timers, nowMs } = context.process;
  const again = (): void => {
    if (!context.alive() || !context.currentPod(uid)) return;
    context.routines.start(refresh(context, uid));
    keepFresh(context, uid);
  };
  timers.at(nowMs + REFRESH_MS, again, { background: true });
}
