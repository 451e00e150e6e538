/** Makes sure a container's image is there. Source: pkg/kubelet/images/image_manager.go (1.36). Differs: pulls are never queued. */
import { Backoff } from './backoff';
import type { KubeletContext } from './kubelet-context';
import { fullName, invalidImageName, parseImage } from './images/registry';
import { PULL_BYTES_PER_MS, PULL_FAILURE_MS, PULL_MS_MIN, PULL_PRESENT_MS } from './latencies';
import { fieldPath, uidOf } from './pod';
import type { ContainerSpec } from './pod';
import type { Pod } from '../resources/core/pods/types';
import type { Routine } from './routine';
import type { StartFailure } from './status/container-statuses';

const BACKOFF_MS_FIRST = 10_000;
const BACKOFF_MS_MAX = 300_000;

export class ImageManager {
  private readonly backoff = new Backoff(BACKOFF_MS_FIRST, BACKOFF_MS_MAX);
  private readonly lastError = new Map<string, string>();

  /** undefined: the image is there. */
  *ensure(context: KubeletContext, pod: Pod, spec: ContainerSpec): Routine<StartFailure | undefined> {
    const image = spec.image ?? '';
    const record = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
      context.recorder.event(pod, type, reason, message, { fieldPath: fieldPath(pod, spec.name) });
    const invalid = invalidImageName(image);
    if (invalid) {
      const message = `Failed to apply default image tag "${image}": ${invalid}`;
      record('Warning', 'InspectFailed', message);
      return { reason: 'InvalidImageName', message };
    }
    const policy = spec.imagePullPolicy ?? (fullName(image).endsWith(':latest') ? 'Always' : 'IfNotPresent');
    const present = context.runtime.images.has(fullName(image));
    if (present && policy !== 'Always') {
      record('Normal', 'Pulled', `Container image "${image}" already present on machine and can be accessed by the pod`);
      return undefined;
    }
    if (policy === 'Never') {
      const message = `Container image "${image}" is not present with pull policy of Never`;
      record('Warning', 'ErrImageNeverPull', message);
      return { reason: 'ErrImageNeverPull', message };
    }
    const key = `${uidOf(pod)}_${image}`;
    if (this.backoff.isWaitingSinceUpdate(key, context.process.nowMs)) {
      const message = `Back-off pulling image "${image}"`;
      record('Normal', 'BackOff', message);
      return { reason: 'ImagePullBackOff', message: `${message}: ${this.lastError.get(key) ?? 'ErrImagePull'}` };
    }
    record('Normal', 'Pulling', `Pulling image "${image}"`);
    const startedMs = context.process.nowMs;
    const error: PullError | undefined = yield* pull(context, image, present);
    if (error) {
      record('Warning', 'Failed', `Failed to pull image "${image}": ${error.message}`);
      this.backoff.next(key, context.process.nowMs, context.process.nowMs);
      this.lastError.set(key, `${error.reason}: ${error.message}`);
      return error;
    }
    const size = context.runtime.addImage(image).sizeBytes;
    const took = shortDuration(context.process.nowMs - startedMs);
    record('Normal', 'Pulled', `Successfully pulled image "${image}" in ${took} (${took} including waiting). Image size: ${size} bytes.`);
    return undefined;
  }

  forget(uid: string): void {
    this.backoff.forget(`${uid}_`);
    for (const key of this.lastError.keys()) if (key.startsWith(`${uid}_`)) this.lastError.delete(key);
  }
}

interface PullError extends StartFailure {}

function* pull(context: KubeletContext, image: string, present: boolean): Routine<PullError | undefined> {
  const host = unresolvable(image);
  if (host) {
    yield PULL_FAILURE_MS;
    const { repository, tag } = parseImage(image);
    const url = `https://${host}/v2/${repository.slice(host.length + 1)}/manifests/${tag}`;
    return {
      reason: 'ErrImagePull',
      message: `failed to pull and unpack image "${fullName(image)}": failed to resolve image: failed to do request: Head "${url}": dial tcp: lookup ${host}: no such host`,
    };
  }
  const definition = context.runtime.registry.find(image);
  if (!definition || definition.pullable === false) {
    yield PULL_FAILURE_MS;
    const name = fullName(image);
    return {
      reason: 'ErrImagePull',
      message: `rpc error: code = NotFound desc = failed to pull and unpack image "${name}": failed to resolve image: ${name}: not found`,
    };
  }
  if (definition.pullError) {
    yield definition.pullError.latencyMs ?? PULL_FAILURE_MS;
    return { reason: definition.pullError.reason, message: definition.pullError.message };
  }
  yield present ? PULL_PRESENT_MS : PULL_MS_MIN + Math.round(definition.sizeBytes / PULL_BYTES_PER_MS) + (definition.pullMs ?? 0);
  return undefined;
}

function shortDuration(ms: number): string {
  return ms < 1000 ? `${ms}ms` : `${(ms / 1000).toFixed(3).replace(/\.?0+$/, '')}s`;
}

/** The registry's host, if its name is one that never resolves (RFC 2606). */
function unresolvable(image: string): string | undefined {
  const host = parseImage(image).repository.split('/')[0] ?? '';
  return host.endsWith('.invalid') ? host : undefined;
}
