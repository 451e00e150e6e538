/**
 * What has to be done to a pod's containers now. Pure.
 * Source: pkg/kubelet/kuberuntime/kuberuntime_manager.go, computePodActions and computeInitContainerActions (1.36).
 */
import type { Pod } from '../resources/core/pods/types';
import { containerHash, initContainersOf, isSidecar, podRestartPolicy, restartsAfter, specOf } from './pod';
import type { ContainerSpec } from './pod';
import type { ContainerStatus, PodRuntimeStatus } from './runtime/types';

export interface ContainerKill {
  readonly container: ContainerStatus;
  readonly spec: ContainerSpec;
  /** Empty: "Stopping container x". */
  readonly message: string;
  readonly cause: 'liveness' | 'startup' | 'other';
}

export interface PodActions {
  /** All containers and the sandbox. */
  readonly killPod: boolean;
  readonly createSandbox: boolean;
  readonly kills: readonly ContainerKill[];
  readonly initContainers: readonly ContainerSpec[];
  readonly containers: readonly ContainerSpec[];
  readonly ephemeralContainers: readonly ContainerSpec[];
}

export interface ProbeResults {
  /** Has the container's probe of that kind failed (past its threshold)? */
  failed(containerId: string, kind: 'liveness' | 'startup'): boolean;
  started(containerId: string, spec: ContainerSpec): boolean;
}

const NOTHING = { kills: [], initContainers: [], containers: [], ephemeralContainers: [] } as const;

export function computePodActions(pod: Pod, status: PodRuntimeStatus, probes: ProbeResults): PodActions {
  const [sandbox] = status.sandboxes;
  if (!sandbox || !sandbox.ready || status.sandboxes.filter((one) => one.ready).length > 1)
    return freshSandbox(pod, status, sandbox === undefined);
  const ephemeralContainers = ((specOf(pod).ephemeralContainers ?? []) as unknown as ContainerSpec[]).filter(
    (one) => !latest(status, one.name),
  );
  const init = initActions(pod, status, probes);
  if (!init.initialized) {
    // Containers from before (the pod was restarted whole) do not concern this pass.
    const fails = init.failedForGood;
    return {
      killPod: fails,
      createSandbox: false,
      kills: fails ? [] : init.kills,
      initContainers: fails ? [] : init.start,
      containers: [],
      ephemeralContainers,
    };
  }
  const kills: ContainerKill[] = [...init.kills];
  const containers: ContainerSpec[] = [];
  let keep = 0;
  for (const spec of specOf(pod).containers) {
    const current = latest(status, spec.name);
    if (!current || current.state !== 'running') {
      if (!current || current.state === 'created' || restartsAfter(pod, spec, current.exitCode)) containers.push(spec);
      continue;
    }
    const kill = reasonToKill(pod, spec, current, probes);
    if (!kill) {
      keep++;
      continue;
    }
    kills.push({
      container: current,
      spec,
      cause: kill.cause,
      message: kill.restart ? `${kill.message}, will be restarted` : kill.message,
    });
    if (kill.restart) containers.push(spec);
  }
  if (keep === 0 && containers.length === 0) return { ...NOTHING, killPod: true, createSandbox: false, ephemeralContainers };
  return { killPod: false, createSandbox: false, kills, initContainers: init.start, containers, ephemeralContainers };
}

function freshSandbox(pod: Pod, status: PodRuntimeStatus, first: boolean): PodActions {
  const initContainers = initContainersOf(pod);
  const toStart = specOf(pod).containers.filter((spec) => {
    const current = latest(status, spec.name);
    return !current || current.state !== 'exited' || restartsAfter(pod, spec, current.exitCode);
  });
  // A pod that never restarts gets no second sandbox once a container has run.
  const over = !first && status.containers.length > 0 && (podRestartPolicy(pod) === 'Never' || toStart.length === 0);
  if (over) return { ...NOTHING, killPod: true, createSandbox: false };
  if (initContainers.length) return { ...NOTHING, killPod: !first, createSandbox: true, initContainers: initContainers.slice(0, 1) };
  return { ...NOTHING, killPod: !first, createSandbox: true, containers: toStart };
}

interface InitActions {
  readonly initialized: boolean;
  readonly failedForGood: boolean;
  readonly start: readonly ContainerSpec[];
  readonly kills: readonly ContainerKill[];
}

function initActions(pod: Pod, status: PodRuntimeStatus, probes: ProbeResults): InitActions {
  const all = initContainersOf(pod);
  const start: ContainerSpec[] = [];
  const kills: ContainerKill[] = [];
  const initialized = all.length === 0 || podInitialized(pod, status, probes);
  // While any regular container is there, only sidecars are looked after.
  for (const spec of all) {
    const current = latest(status, spec.name);
    if (isSidecar(spec)) {
      if (!current || current.state !== 'running') start.push(spec);
      else {
        const kill = reasonToKill(pod, spec, current, probes);
        if (kill) {
          kills.push({
            container: current,
            spec,
            cause: kill.cause,
            message: kill.cause === 'other' ? `${kill.message}, will be restarted` : kill.message.replace('Container', 'Init container'),
          });
          start.push(spec);
        }
      }
      if (!initialized && (!current || current.state !== 'running' || !probes.started(current.id, spec)))
        return { initialized, failedForGood: false, start, kills };
      continue;
    }
    if (initialized || (current?.state === 'exited' && current.exitCode === 0)) continue;
    if (current?.state === 'running') return { initialized, failedForGood: false, start, kills };
    if (current?.state === 'exited' && !restartsAfter(pod, spec, current.exitCode, true))
      return { initialized, failedForGood: true, start: [], kills };
    start.push(spec);
    return { initialized, failedForGood: false, start, kills };
  }
  return { initialized: true, failedForGood: false, start, kills };
}

/** Every init container done or started, or a regular container seen in this sandbox. */
export function podInitialized(pod: Pod, status: PodRuntimeStatus, probes: ProbeResults): boolean {
  const [sandbox] = status.sandboxes;
  const seen = specOf(pod).containers.some((spec) => {
    const current = latest(status, spec.name);
    return current !== undefined && (sandbox === undefined || current.createdAtMs >= sandbox.createdAtMs);
  });
  if (seen) return true;
  return initContainersOf(pod).every((spec) => {
    const current = latest(status, spec.name);
    if (!current || (sandbox !== undefined && current.createdAtMs < sandbox.createdAtMs)) return false;
    return isSidecar(spec)
      ? current.state === 'running' && probes.started(current.id, spec)
      : current.state === 'exited' && current.exitCode === 0;
  });
}

function reasonToKill(
  pod: Pod,
  spec: ContainerSpec,
  current: ContainerStatus,
  probes: ProbeResults,
): { message: string; restart: boolean; cause: ContainerKill['cause'] } | undefined {
  if (current.hash !== containerHash(spec)) return { message: `Container ${spec.name} definition changed`, restart: true, cause: 'other' };
  const restart = isSidecar(spec) || restartsAfter(pod, spec, 137);
  if (probes.failed(current.id, 'liveness')) return { message: `Container ${spec.name} failed liveness probe`, restart, cause: 'liveness' };
  if (probes.failed(current.id, 'startup')) return { message: `Container ${spec.name} failed startup probe`, restart, cause: 'startup' };
  return undefined;
}

/** The newest container of that name. */
export function latest(status: PodRuntimeStatus, name: string): ContainerStatus | undefined {
  return status.containers.find((one) => one.name === name);
}
