/** Reading pod specs: containers by role, restart policies, keys. */
import type { Pod } from '../resources/core/pods/types';

export type PodSpec = NonNullable<Pod['spec']>;
export type ContainerSpec = PodSpec['containers'][number];
export type PodStatus = NonNullable<Pod['status']>;
export type ApiContainerStatus = NonNullable<PodStatus['containerStatuses']>[number];
export type PodCondition = NonNullable<PodStatus['conditions']>[number];
export type RestartPolicy = 'Always' | 'OnFailure' | 'Never';
/** The pod spec's list that holds a container; also the prefix of events' field paths. */
export type ContainerRole = 'containers' | 'initContainers' | 'ephemeralContainers';

export const uidOf = (pod: Pod): string => pod.metadata.uid ?? '';
export const specOf = (pod: Pod): PodSpec => pod.spec as PodSpec;
export const initContainersOf = (pod: Pod): readonly ContainerSpec[] => specOf(pod).initContainers ?? [];
export const isSidecar = (container: ContainerSpec): boolean => container.restartPolicy === 'Always';
export const sidecarsOf = (pod: Pod): readonly ContainerSpec[] => initContainersOf(pod).filter(isSidecar);
export const isDeleting = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;
export const isTerminalPhase = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';

/** "name_namespace(uid)", as the kubelet's messages name a pod. */
export function formatPod(pod: Pod): string {
  return `${pod.metadata.name}_${pod.metadata.namespace}(${uidOf(pod)})`;
}

export function roleOf(pod: Pod, name: string): ContainerRole {
  if (initContainersOf(pod).some((one) => one.name === name)) return 'initContainers';
  return specOf(pod).containers.some((one) => one.name === name) ? 'containers' : 'ephemeralContainers';
}

export function fieldPath(pod: Pod, name: string): string {
  return `spec.${roleOf(pod, name)}{${name}}`;
}

export function podRestartPolicy(pod: Pod): RestartPolicy {
  return (specOf(pod).restartPolicy ?? 'Always') as RestartPolicy;
}

/**
 * Would a container that ended with `exitCode` be started again? Its own restartPolicyRules and restartPolicy come before
 * the pod's (source: pkg/kubelet/container/helpers.go and pkg/api/v1/pod, 1.36).
 */
export function restartsAfter(pod: Pod, container: ContainerSpec, exitCode: number, init = false): boolean {
  for (const rule of container.restartPolicyRules ?? []) {
    const on = rule.exitCodes;
    if (!on || (rule.action !== 'Restart' && rule.action !== 'RestartAllContainers')) continue;
    const listed = (on.values ?? []).includes(exitCode);
    if (on.operator === 'In' ? listed : !listed) return true;
  }
  const policy = container.restartPolicy ?? podRestartPolicy(pod);
  // An init container only has to succeed once, also in a pod that restarts always.
  if (init && !isSidecar(container)) return exitCode !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/** What a restart of the container depends on (the role of kubecontainer.HashContainer, 1.36: name and image). */
export function containerHash(container: ContainerSpec): string {
  return `${container.name}:${container.image}`;
}
