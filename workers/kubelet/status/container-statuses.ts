/**
 * The container statuses of a pod from what the runtime knows.
 * Source: pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses (1.36).
 */
import { rfc3339 } from '../../api/time';
import type { Pod } from '../../resources/core/pods/types';
import { initContainersOf, isDeleting, restartsAfter, specOf } from '../pod';
import type { ApiContainerStatus, ContainerSpec } from '../pod';
import type { ContainerStatus, PodRuntimeStatus } from '../runtime/types';

/** Why the last sync could not start a container. */
export interface StartFailure {
  readonly reason: string;
  readonly message: string;
  /** When a back-off ends. */
  readonly retryAtMs?: number;
}

export interface ContainerStatusInput {
  readonly pod: Pod;
  /** The pod with the resources that its containers run with. */
  readonly actuated: Pod;
  readonly specs: readonly ContainerSpec[];
  readonly previous: readonly ApiContainerStatus[];
  readonly runtime: PodRuntimeStatus;
  readonly failureOf: (container: string) => StartFailure | undefined;
  readonly init: boolean;
}

type Mutable = { -readonly [field in keyof ApiContainerStatus]: ApiContainerStatus[field] };

export function containerStatuses({
  pod,
  actuated,
  specs,
  previous,
  runtime,
  failureOf,
  init,
}: ContainerStatusInput): ApiContainerStatus[] {
  const waitingReason = initContainersOf(pod).length ? 'PodInitializing' : 'ContainerCreating';
  return specs.map((spec) => {
    const runs = runtime.containers.filter((one) => one.name === spec.name);
    const before = previous.find((one) => one.name === spec.name);
    const [current, last] = runs;
    const runsWith = actuated === pod ? spec : (allOf(actuated).find((one) => one.name === spec.name) ?? spec);
    const status = current ? fromRuntime(spec, runsWith, current) : notThere(spec, before, waitingReason);
    if (last?.state === 'exited') status.lastState = { terminated: terminated(last) };
    applyFailure(pod, spec, status, current, failureOf(spec.name), init);
    return status;
  });
}

function notThere(spec: ContainerSpec, before: ApiContainerStatus | undefined, waitingReason: string): Mutable {
  const kept = before?.state?.terminated ? before.state : undefined;
  return {
    name: spec.name,
    state: kept ?? { waiting: { reason: waitingReason } },
    lastState: kept ? (before?.lastState ?? {}) : {},
    ready: false,
    restartCount: before?.restartCount ?? 0,
    image: kept ? (before?.image ?? '') : (spec.image ?? ''),
    imageID: kept ? (before?.imageID ?? '') : '',
    ...(kept && before?.containerID ? { containerID: before.containerID } : {}),
    started: false,
    ...mounts(spec),
  };
}

function fromRuntime(spec: ContainerSpec, runsWith: ContainerSpec, current: ContainerStatus): Mutable {
  const status: Mutable = {
    name: spec.name,
    state:
      current.state === 'running'
        ? { running: { startedAt: rfc3339(current.startedAtMs ?? 0) } }
        : current.state === 'exited'
          ? { terminated: terminated(current) }
          : { waiting: { reason: 'ContainerCreating' } },
    lastState: {},
    ready: false,
    restartCount: current.restartCount,
    image: current.image,
    imageID: current.imageId,
    containerID: `containerd://${current.id}`,
    started: false,
    ...resources(spec, runsWith),
    ...mounts(spec),
    user: { linux: { uid: current.user.uid, gid: current.user.gid, supplementalGroups: [...current.user.supplementalGroups] } },
  };
  return status;
}

function terminated(container: ContainerStatus): NonNullable<NonNullable<ApiContainerStatus['state']>['terminated']> {
  return {
    exitCode: container.exitCode,
    ...(container.reason ? { reason: container.reason } : {}),
    ...(container.message ? { message: container.message } : {}),
    startedAt: container.startedAtMs === undefined ? '1970-01-01T00:00:00Z' : rfc3339(container.startedAtMs),
    finishedAt: rfc3339(container.finishedAtMs ?? container.createdAtMs),
    containerID: `containerd://${container.id}`,
  };
}

/** A container that the next sync would start shows why the last one could not. */
function applyFailure(
  pod: Pod,
  spec: ContainerSpec,
  status: Mutable,
  current: ContainerStatus | undefined,
  failure: StartFailure | undefined,
  init: boolean,
): void {
  if (!failure || isDeleting(pod)) return;
  if (current?.state === 'running') return;
  // What has succeeded as an init container shows that, even where it is a sidecar that will be started again.
  if (init && current?.state === 'exited' && current.exitCode === 0) return;
  if (current?.state === 'exited' && !restartsAfter(pod, spec, current.exitCode, init)) return;
  if (status.state?.terminated) status.lastState = status.state;
  status.state = { waiting: { reason: failure.reason, ...(failure.message ? { message: failure.message } : {}) } };
}

function allOf(pod: Pod): readonly ContainerSpec[] {
  return [...initContainersOf(pod), ...specOf(pod).containers];
}

function resources(spec: ContainerSpec, runsWith: ContainerSpec): Partial<ApiContainerStatus> {
  const { requests, limits } = runsWith.resources ?? {};
  return {
    ...(spec.resources?.requests ? { allocatedResources: spec.resources.requests } : {}),
    resources: { ...(limits ? { limits } : {}), ...(requests ? { requests } : {}) },
  } as Partial<ApiContainerStatus>;
}

function mounts(spec: ContainerSpec): Partial<ApiContainerStatus> {
  if (!spec.volumeMounts?.length) return {};
  return {
    volumeMounts: spec.volumeMounts.map(({ name, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly ? { readOnly: true, recursiveReadOnly: 'Disabled' } : {}),
    })),
  } as Partial<ApiContainerStatus>;
}
