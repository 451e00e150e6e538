/** From image to running container. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go, startContainer (1.36). */
import type { Pod } from '../resources/core/pods/types';
import { goDuration } from './backoff';
import { latest } from './compute-pod-actions';
import { containerConfig } from './container-config';
import type { ConfigOutcome } from './container-config';
import { runHook } from './hooks';
import { killContainer } from './kill-container';
import type { KubeletContext } from './kubelet-context';
import { CONTAINER_CREATE_MS, CONTAINER_START_MS } from './latencies';
import { fieldPath, formatPod, specOf, uidOf } from './pod';
import type { ContainerSpec } from './pod';
import type { Routine } from './routine';
import type { PodRuntimeStatus } from './runtime/types';
import type { StartFailure } from './status/container-statuses';

/** undefined: it runs. `status` is what the sync began with. */
export function* startContainer(
  context: KubeletContext,
  pod: Pod,
  spec: ContainerSpec,
  status: PodRuntimeStatus,
): Routine<StartFailure | undefined> {
  const waiting = crashLoop(context, pod, spec, status);
  if (waiting) return waiting;
  const { runtime, recorder } = context;
  const record = (type: 'Normal' | 'Warning', reason: string, message: string): void =>
    recorder.event(pod, type, reason, message, { fieldPath: fieldPath(pod, spec.name) });
  const missing: StartFailure | undefined = yield* context.images.ensure(context, pod, spec);
  if (missing) {
    record('Warning', 'Failed', `Error: ${missing.reason}`);
    return missing;
  }
  const outcome: ConfigOutcome = yield* containerConfig(context, pod, spec, nextRestartCount(pod, spec, status));
  if ('error' in outcome) {
    record('Warning', 'Failed', `Error: ${outcome.error}`);
    return { reason: outcome.reason, message: outcome.error };
  }
  yield CONTAINER_CREATE_MS;
  const state = runtime.pod(uidOf(pod));
  if (!state) return { reason: 'CreateContainerError', message: 'sandbox is gone' };
  const container = runtime.create(state, outcome.config);
  record('Normal', 'Created', 'Container created');
  yield CONTAINER_START_MS;
  const error = runtime.start(container);
  if (error !== undefined) {
    record('Warning', 'Failed', `Error: ${error}`);
    return { reason: 'RunContainerError', message: error };
  }
  record('Normal', 'Started', 'Container started');
  const hook = spec.lifecycle?.postStart;
  if (!hook) return undefined;
  const succeeded: boolean = yield* runHook(context, container, spec, hook);
  if (succeeded) return undefined;
  record('Warning', 'FailedPostStartHook', 'PostStartHook failed');
  yield* killContainer(context, pod, container, spec, {
    message: 'FailedPostStartHook',
    graceSeconds: specOf(pod).terminationGracePeriodSeconds ?? 30,
  });
  return { reason: 'PostStartHookError', message: 'PostStartHook failed' };
}

/** Is it too early to start the container again? Starts the next back-off if not. */
function crashLoop(
  { crashBackoff, process, recorder }: KubeletContext,
  pod: Pod,
  spec: ContainerSpec,
  status: PodRuntimeStatus,
): StartFailure | undefined {
  const last = status.containers.find((one) => one.name === spec.name && one.state === 'exited');
  if (!last) return undefined;
  const sinceMs = last.finishedAtMs ?? process.nowMs;
  const key = `${uidOf(pod)}_${spec.name}_${spec.image}`;
  if (!crashBackoff.isWaiting(key, sinceMs, process.nowMs)) {
    crashBackoff.next(key, sinceMs, process.nowMs);
    return undefined;
  }
  recorder.event(pod, 'Warning', 'BackOff', `Back-off restarting failed container ${spec.name} in pod ${formatPod(pod)}`, {
    fieldPath: fieldPath(pod, spec.name),
  });
  const delayMs = crashBackoff.delayMs(key);
  return {
    reason: 'CrashLoopBackOff',
    message: `back-off ${goDuration(delayMs)} restarting failed container=${spec.name} pod=${formatPod(pod)}`,
    retryAtMs: sinceMs + delayMs,
  };
}

function nextRestartCount(_pod: Pod, spec: ContainerSpec, status: PodRuntimeStatus): number {
  const before = latest(status, spec.name);
  return before ? before.restartCount + 1 : 0;
}
