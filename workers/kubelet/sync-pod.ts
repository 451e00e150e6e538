/**
 * One pass over one pod: from its spec and the runtime's state to containers and status.
 * Sources: pkg/kubelet/kubelet.go (SyncPod, SyncTerminatingPod, SyncTerminatedPod) and
 * pkg/kubelet/kuberuntime/kuberuntime_manager.go (SyncPod), 1.36.
 */
import { isFailure } from '../api/request';
import type { ApiReply } from '../api/request';
import type { Pod } from '../resources/core/pods/types';
import { computePodActions } from './compute-pod-actions';
import type { ContainerKill } from './compute-pod-actions';
import { killContainer, killPod } from './kill-container';
import type { KubeletContext } from './kubelet-context';
import { RESIZE_MS, SANDBOX_START_MS, VOLUME_TEARDOWN_MS } from './latencies';
import { isSidecar, isTerminalPhase, specOf, uidOf } from './pod';
import type { ContainerSpec } from './pod';
import type { Routine } from './routine';
import type { PodRuntimeStatus } from './runtime/types';
import { startContainer } from './start-container';
import type { StartFailure } from './status/container-statuses';
import { podStatus } from './status/pod-status';
import { mountVolumes } from './volumes';

export interface SyncResult {
  /** The pod has run its course: stop what is left of it. */
  readonly terminal: boolean;
  /** Containers or sandboxes came or went. */
  readonly changed: boolean;
  readonly failures: readonly StartFailure[];
}

export function* syncPod(context: KubeletContext, pod: Pod, cancelled: () => boolean): Routine<SyncResult> {
  const uid = uidOf(pod);
  const runtime = context.pleg.get(uid);
  const status = podStatus(context, pod, runtime, false);
  context.status.set(pod, status);
  if (isTerminalPhase(status.phase)) return { terminal: true, changed: false, failures: [] };
  const mounted: boolean = yield* mountVolumes(context, pod, cancelled);
  if (!mounted) return { terminal: false, changed: false, failures: [] };
  yield* pullSecrets(context, pod);
  const { containerStatuses = [], initContainerStatuses = [] } = context.status.get(pod);
  context.probes.addPod(pod, runtime, [...initContainerStatuses, ...containerStatuses]);
  return yield* syncContainers(context, pod, runtime);
}

/** Containers get their stop signal and their grace; then the pod's last container statuses are posted. */
export function* syncTerminatingPod(context: KubeletContext, pod: Pod, graceSeconds: number, stopped: () => void): Routine {
  const uid = uidOf(pod);
  context.status.set(pod, podStatus(context, pod, context.pleg.get(uid), false));
  context.probes.stopLivenessAndStartup(uid);
  yield* killPod(context, pod, graceSeconds);
  context.probes.removePod(uid);
  const runtime = context.pleg.refresh(uid);
  stopped();
  context.status.set(pod, podStatus(context, pod, runtime, true));
}

export function* syncTerminatedPod(context: KubeletContext, pod: Pod): Routine {
  context.status.set(pod, podStatus(context, pod, context.pleg.get(uidOf(pod)), true));
  if (specOf(pod).volumes?.length) yield VOLUME_TEARDOWN_MS;
  context.status.terminate(pod);
}

function* pullSecrets(context: KubeletContext, pod: Pod): Routine {
  const missing: string[] = [];
  for (const { name } of (specOf(pod).imagePullSecrets ?? []) as readonly { name?: string }[]) {
    if (!name) continue;
    const reply: ApiReply = yield (resume) =>
      context.process.send(
        { verb: 'get', group: '', version: 'v1', resource: 'secrets', namespace: pod.metadata.namespace as string, name },
        resume,
      );
    if (isFailure(reply)) missing.push(name);
  }
  if (missing.length) {
    context.recorder.event(
      pod,
      'Warning',
      'FailedToRetrieveImagePullSecret',
      `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`,
    );
  }
}

function* syncContainers(context: KubeletContext, pod: Pod, runtime: PodRuntimeStatus): Routine<SyncResult> {
  const uid = uidOf(pod);
  const actions = computePodActions(pod, runtime, context.probes);
  const failures = new Map<string, StartFailure | undefined>();
  let changed = false;
  const done = (): SyncResult => {
    remember(context, uid, failures);
    return { terminal: false, changed, failures: [...failures.values()].filter((one) => one !== undefined) };
  };
  if (actions.killPod) {
    changed = true;
    if (actions.createSandbox)
      context.recorder.event(pod, 'Normal', 'SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.');
    yield* killPod(context, pod, specOf(pod).terminationGracePeriodSeconds ?? 30);
    if (!actions.createSandbox) return done();
  }
  const resized = yield* resize(context, pod, runtime);
  changed ||= resized !== undefined;
  for (const kill of actions.kills) {
    changed = true;
    yield* killOne(context, pod, kill);
  }
  if (actions.createSandbox) {
    changed = true;
    yield* createSandbox(context, pod);
  }
  for (const spec of [...actions.ephemeralContainers, ...actions.initContainers]) {
    const failure: StartFailure | undefined = yield* startContainer(context, pod, spec, runtime);
    failures.set(spec.name, failure);
    if (!failure || failure.reason === 'RunContainerError' || failure.reason === 'PostStartHookError') changed = true;
    if (failure && actions.initContainers.includes(spec) && !isSidecar(spec)) return done();
  }
  for (const spec of [...(resized ?? []), ...actions.containers]) {
    const failure: StartFailure | undefined = yield* startContainer(context, pod, spec, runtime);
    failures.set(spec.name, failure);
    if (!failure || failure.reason === 'RunContainerError' || failure.reason === 'PostStartHookError') changed = true;
  }
  return done();
}

/** Puts into effect what was granted; the containers that have to be started again for it. undefined: nothing to do. */
function* resize(context: KubeletContext, pod: Pod, runtime: PodRuntimeStatus): Routine<readonly ContainerSpec[] | undefined> {
  const changes = context.allocation.changes(pod);
  if (changes.length === 0) return undefined;
  const again: ContainerSpec[] = [];
  for (const { spec, restart } of changes) {
    const container = runtime.containers.find((one) => one.name === spec.name);
    if (container?.state !== 'running') continue;
    if (restart) {
      yield* killOne(context, pod, { container, spec, message: `Container ${spec.name} resize requires restart`, cause: 'other' });
      again.push(spec);
    } else yield RESIZE_MS;
  }
  context.allocation.complete(pod);
  return again;
}

function* killOne(context: KubeletContext, pod: Pod, { container, spec, message, cause }: ContainerKill): Routine {
  const running = context.runtime.pod(uidOf(pod))?.containers.find((one) => one.id === container.id);
  if (!running) return;
  const own =
    cause === 'liveness'
      ? spec.livenessProbe?.terminationGracePeriodSeconds
      : cause === 'startup'
        ? spec.startupProbe?.terminationGracePeriodSeconds
        : undefined;
  yield* killContainer(context, pod, running, spec, { graceSeconds: own ?? specOf(pod).terminationGracePeriodSeconds ?? 30, message });
}

function* createSandbox(context: KubeletContext, pod: Pod): Routine {
  const { name = '', namespace = '' } = pod.metadata;
  yield SANDBOX_START_MS;
  const state = context.runtime.ensurePod(uidOf(pod), namespace, name);
  context.runtime.addSandbox(state, specOf(pod).hostNetwork ? context.nodeIP : context.allocateIP());
  context.status.setCondition(pod, { type: 'PodReadyToStartContainers', status: 'True' });
}

/** The reason cache: success forgets. */
function remember(context: KubeletContext, uid: string, outcomes: ReadonlyMap<string, StartFailure | undefined>): void {
  let known = context.failures.get(uid);
  if (!known) context.failures.set(uid, (known = new Map()));
  for (const [name, failure] of outcomes) {
    if (failure) known.set(name, failure);
    else known.delete(name);
  }
}
