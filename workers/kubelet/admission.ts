/**
 * The node's own check of a pod that was bound to it. Texts follow pkg/kubelet/lifecycle/predicate.go (1.36).
 */
import { takesNode } from '../api/node-affinity';
import { cpuMilli, value } from '../api/quantity';
import type { Pod } from '../resources/core/pods/types';
import type { KubeletContext } from './kubelet-context';
import { NODE_DEFAULTS } from './node-spec';
import { initContainersOf, isSidecar, specOf } from './pod';
import type { ContainerSpec } from './pod';

export interface Rejection {
  readonly reason: string;
  readonly message: string;
}

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'] as const;
type Resource = (typeof RESOURCES)[number];

/** `others`: pods that hold resources of the node now. */
export function admit(context: KubeletContext, pod: Pod, others: readonly Pod[]): Rejection | undefined {
  const spec = specOf(pod);
  if (spec.os?.name && spec.os.name !== 'linux')
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" };
  const podsMax = context.spec.pods ?? NODE_DEFAULTS.pods;
  if (others.length + 1 > podsMax) return outOf('pods', 1, others.length, podsMax);
  for (const resource of RESOURCES) {
    const requested = requestOf(pod, resource);
    if (requested === 0) continue;
    const capacity = capacityOf(context, resource);
    const used = others.reduce((sum, one) => sum + requestOf(one, resource), 0);
    if (used + requested > capacity) return outOf(resource, requested, used, capacity);
  }
  if (!selectorMatches(context, pod))
    return { reason: 'NodeAffinity', message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" };
  const wanted = hostPorts(pod);
  const taken = new Set(wanted.length ? others.flatMap(hostPorts) : []);
  if (wanted.some((port) => taken.has(port)))
    return { reason: 'NodePorts', message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports" };
  return undefined;
}

function outOf(resource: string, requested: number, used: number, capacity: number): Rejection {
  return {
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  };
}

function capacityOf({ spec }: KubeletContext, resource: Resource): number {
  const text =
    spec.allocatable?.[resource] ??
    (resource === 'cpu'
      ? (spec.cpu ?? NODE_DEFAULTS.cpu)
      : resource === 'memory'
        ? (spec.memory ?? NODE_DEFAULTS.memory)
        : (spec.ephemeralStorage ?? NODE_DEFAULTS.ephemeralStorage));
  return resource === 'cpu' ? cpuMilli(text) : value(text);
}

/** What the pod holds at most at one time: containers and sidecars together, or one init container beside the sidecars before it. */
function requestOf(pod: Pod, resource: Resource): number {
  const of = (container: ContainerSpec): number => {
    const text = container.resources?.requests?.[resource];
    return text === undefined ? 0 : resource === 'cpu' ? cpuMilli(text) : value(text);
  };
  let sidecars = 0;
  let peak = 0;
  for (const container of initContainersOf(pod)) {
    if (isSidecar(container)) sidecars += of(container);
    else peak = Math.max(peak, sidecars + of(container));
  }
  const overhead = specOf(pod).overhead?.[resource];
  const extra = overhead === undefined ? 0 : resource === 'cpu' ? cpuMilli(overhead) : value(overhead);
  return Math.max(peak, sidecars + specOf(pod).containers.reduce((sum, one) => sum + of(one), 0)) + extra;
}

function selectorMatches({ node }: KubeletContext, pod: Pod): boolean {
  const found = node();
  const labels = found?.metadata.labels;
  if (!found || !labels) return true;
  return takesNode(specOf(pod), found.metadata.name, labels);
}

function hostPorts(pod: Pod): string[] {
  return specOf(pod).containers.flatMap((one) =>
    (one.ports ?? []).filter((port) => port.hostPort).map((port) => `${port.protocol ?? 'TCP'}/${port.hostPort}`),
  );
}
