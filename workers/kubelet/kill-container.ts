/** Ends containers. Source: pkg/kubelet/kuberuntime/kuberuntime_container.go, killContainer (1.36). */
import type { Pod } from '../resources/core/pods/types';
import { runHook } from './hooks';
import type { KubeletContext } from './kubelet-context';
import { SANDBOX_STOP_MS } from './latencies';
import { fieldPath, initContainersOf, isSidecar, specOf, uidOf } from './pod';
import type { ContainerSpec } from './pod';
import type { Routine, Wait } from './routine';
import type { Container } from './runtime/types';

/** A container always gets this long after its pre-stop hook, however little of its grace is left. */
const GRACE_MS_MIN = 2000;

export interface KillOptions {
  /** Event text; default "Stopping container x". */
  readonly message?: string;
  readonly graceSeconds: number;
}

export function* killContainer(
  context: KubeletContext,
  pod: Pod,
  container: Container,
  spec: ContainerSpec | undefined,
  { message, graceSeconds }: KillOptions,
): Routine {
  if (container.state !== 'running') return;
  const { name } = container.config;
  context.recorder.event(pod, 'Normal', 'Killing', message ?? `Stopping container ${name}`, { fieldPath: fieldPath(pod, name) });
  let graceMs = graceSeconds * 1000;
  const hook = spec?.lifecycle?.preStop;
  if (hook && spec && graceMs > 0) {
    const startedMs = context.process.nowMs;
    const succeeded: boolean = yield* runHook(context, container, spec, hook, graceMs);
    if (!succeeded && context.process.nowMs - startedMs < graceMs && container.state === 'running') {
      context.recorder.event(pod, 'Warning', 'FailedPreStopHook', 'PreStopHook failed', { fieldPath: fieldPath(pod, name) });
    }
    graceMs -= context.process.nowMs - startedMs;
  }
  if (graceSeconds > 0) graceMs = Math.max(graceMs, GRACE_MS_MIN);
  yield* stopContainer(context, container, spec, graceMs);
}

/** Sends the stop signal, and SIGKILL when the grace is over; returns when the container has exited. */
function* stopContainer(context: KubeletContext, container: Container, spec: ContainerSpec | undefined, graceMs: number): Routine {
  if (container.state !== 'running') return;
  const { process, runtime } = context;
  const exited: Wait = (resume) => {
    container.onExit.push(() => resume());
    if (graceMs > 0) runtime.signal(container, spec?.lifecycle?.stopSignal ?? container.config.stopSignal);
    if (container.state === 'running') process.timers.at(process.nowMs + graceMs, () => runtime.signal(container, 'SIGKILL'));
  };
  yield exited;
  // The runtime learns of the exit a moment later.
  yield 30;
}

/** All containers, sidecars after the others in reverse order, then the sandbox. */
export function* killPod(context: KubeletContext, pod: Pod, graceSeconds: number): Routine {
  const uid = uidOf(pod);
  const state = context.runtime.pod(uid);
  if (!state) return;
  const running = state.containers.filter((one) => one.state === 'running');
  const sidecars = initContainersOf(pod)
    .filter(isSidecar)
    .map((one) => one.name);
  const rank = (container: Container): number => sidecars.indexOf(container.config.name);
  // Every container is told at once that the pod ends; a sidecar's signal waits for those that come before it in stopping.
  const others = running.filter((one) => rank(one) < 0);
  const ordered = running.filter((one) => rank(one) >= 0).sort((a, b) => rank(b) - rank(a));
  const specFor = (container: Container): ContainerSpec | undefined => allSpecs(pod).find((one) => one.name === container.config.name);
  const startedMs = context.process.nowMs;
  for (const sidecar of [...ordered].reverse())
    context.recorder.event(pod, 'Normal', 'Killing', `Stopping container ${sidecar.config.name}`, {
      fieldPath: fieldPath(pod, sidecar.config.name),
    });
  yield context.routines.all(others.map((one) => killContainer(context, pod, one, specFor(one), { graceSeconds })));
  for (const sidecar of ordered) {
    const leftMs = Math.max(graceSeconds > 0 ? GRACE_MS_MIN : 0, graceSeconds * 1000 - (context.process.nowMs - startedMs));
    yield* stopContainer(context, sidecar, specFor(sidecar), leftMs);
  }
  if (state.sandboxes.some((one) => one.ready)) {
    yield SANDBOX_STOP_MS;
    context.runtime.stopSandboxes(uid);
  }
}

export function allSpecs(pod: Pod): readonly ContainerSpec[] {
  const spec = specOf(pod);
  return [...(spec.initContainers ?? []), ...spec.containers, ...((spec.ephemeralContainers ?? []) as unknown as ContainerSpec[])];
}
