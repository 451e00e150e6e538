/** The whole status of a pod as the kubelet sees it now. Source: pkg/kubelet/kubelet_pods.go, generateAPIPodStatus (1.36). */
import { parseTime } from '../../api/time';
import type { Pod } from '../../resources/core/pods/types';
import { podInitialized } from '../compute-pod-actions';
import type { KubeletContext } from '../kubelet-context';
import { initContainersOf, isTerminalPhase, specOf, uidOf } from '../pod';
import type { ContainerSpec, PodStatus } from '../pod';
import type { PodRuntimeStatus } from '../runtime/types';
import { podConditions } from './conditions';
import { containerStatuses } from './container-statuses';
import { podPhase } from './phase';
import { podResources } from './pod-resources';
import type { DesiredStatus } from './status-manager';

export const DEADLINE_MESSAGE = 'Pod was active on the node longer than the specified deadline';

/** `terminal`: its containers have been stopped for good. */
export function podStatus(context: KubeletContext, pod: Pod, runtime: PodRuntimeStatus, terminal: boolean): DesiredStatus {
  const before = context.status.get(pod);
  const actuated = context.allocation.actuated(pod);
  const failures = context.failures.get(uidOf(pod));
  const failureOf = (name: string): ReturnType<NonNullable<typeof failures>['get']> => failures?.get(name);
  const of = (specs: readonly ContainerSpec[], previous: PodStatus['containerStatuses'], init: boolean) =>
    context.probes.complete(
      pod,
      runtime,
      containerStatuses({ pod, actuated, specs, previous: previous ?? [], runtime, failureOf, init }),
      specs,
    );
  const initSpecs = initContainersOf(pod);
  const ephemeralSpecs = (specOf(pod).ephemeralContainers ?? []) as unknown as readonly ContainerSpec[];
  const init = of(initSpecs, before.initContainerStatuses, true).map((status) => {
    const exitCode = status.state?.terminated?.exitCode;
    return initSpecs.find((one) => one.name === status.name)?.restartPolicy === 'Always'
      ? status
      : { ...status, ready: exitCode === 0, started: status.state?.running !== undefined };
  });
  const main = of(specOf(pod).containers, before.containerStatuses, false);
  const initialized = podInitialized(pod, runtime, context.probes);
  const exceeded = pastDeadline(context, pod, before);
  let phase: string = exceeded ? 'Failed' : podPhase(pod, [...init, ...main], terminal, initialized);
  if (isTerminalPhase(before.phase) || (before.phase && context.keepsPhase(pod))) phase = before.phase as string;
  const [sandbox] = runtime.sandboxes;
  const ip = specOf(pod).hostNetwork ? context.nodeIP : (sandbox?.ip ?? before.podIP);
  const conditions = podConditions({
    pod,
    phase,
    init,
    main,
    sandboxReady: sandbox?.ready === true,
    conditions: pod.status?.conditions ?? [],
  });
  return {
    phase: phase as NonNullable<PodStatus['phase']>,
    ...reasonOf(exceeded, before),
    conditions: [...context.allocation.conditions(uidOf(pod)), ...conditions],
    hostIP: context.nodeIP,
    hostIPs: [{ ip: context.nodeIP }],
    ...(ip ? { podIP: ip, podIPs: [{ ip }] } : {}),
    ...(init.length ? { initContainerStatuses: init } : {}),
    containerStatuses: main.length > 1 ? main.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : main,
    ...(ephemeralSpecs.length
      ? {
          ephemeralContainerStatuses: of(ephemeralSpecs, before.ephemeralContainerStatuses, false).map(({ started: _, ...status }) => ({
            ...status,
            ready: false,
          })),
        }
      : {}),
    ...podResources(pod, actuated, new Set(runtime.containers.map((one) => one.name))),
  } as DesiredStatus;
}

function reasonOf(exceeded: boolean, before: PodStatus): { reason?: string; message?: string } {
  if (exceeded) return { reason: 'DeadlineExceeded', message: DEADLINE_MESSAGE };
  return { ...(before.reason ? { reason: before.reason } : {}), ...(before.message ? { message: before.message } : {}) };
}

/** Has the pod used up its activeDeadlineSeconds? Says so in an event, every time it is asked. */
function pastDeadline({ process, recorder }: KubeletContext, pod: Pod, before: PodStatus): boolean {
  const seconds = specOf(pod).activeDeadlineSeconds;
  if (
    seconds === undefined ||
    before.startTime === undefined ||
    isTerminalPhase(before.phase) ||
    process.nowMs - parseTime(String(before.startTime)) < seconds * 1000
  )
    return false;
  recorder.event(pod, 'Normal', 'DeadlineExceeded', DEADLINE_MESSAGE);
  return true;
}
