/**
 * The priority functions of Kubernetes 1.0, under their names and with their scores of then, 0 to 10
 * (source: plugin/pkg/scheduler/algorithm/priorities, 1.0). Off by default; config/historical.ts has a profile of them.
 */
import type { NodeInfo } from '../../framework/node-info';
import type { PluginFactory } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';

const TEN = 10;
type Score = (pod: PodInfo, node: NodeInfo) => number;

/** The mean over CPU and memory of what is left free, in tenths. */
export const leastRequestedPriority = priority('LeastRequestedPriority', () => ({ facts }, node) => {
  const { scoreRequests: wanted } = facts;
  const cpu = unused(node.scoreRequested.cpuMilli + wanted.cpuMilli, node.allocatable.cpuMilli);
  const memory = unused(node.scoreRequested.memory + wanted.memory, node.allocatable.memory);
  return Math.trunc((cpu + memory) / 2);
});

/** How near the used shares of CPU and memory are to each other; 0 where one is used up. */
export const balancedResourceAllocation = priority('BalancedResourceAllocation', () => ({ facts }, node) => {
  const { scoreRequests: wanted } = facts;
  const share = (used: number, allocatable: number) => (allocatable === 0 ? 1 : used / allocatable);
  const cpu = share(node.scoreRequested.cpuMilli + wanted.cpuMilli, node.allocatable.cpuMilli);
  const memory = share(node.scoreRequested.memory + wanted.memory, node.allocatable.memory);
  return cpu >= 1 || memory >= 1 ? 0 : Math.trunc(TEN - Math.abs(cpu - memory) * TEN);
});

/** All points for nodes that have (or with `presence: false` lack) the label `label`. */
export const calculateNodeLabelPriority = priority('CalculateNodeLabelPriority', (args) => {
  const { label = '', presence = true } = args as { readonly label?: string; readonly presence?: boolean };
  return (_pod, { labels }) => ((labels[label] !== undefined) === presence ? TEN : 0);
});

function priority(name: string, create: (args: Readonly<Record<string, unknown>>) => Score): PluginFactory {
  return {
    name,
    create(_handle, args) {
      const score = create(args);
      return { name, nodeLocal: true, score: (_state, pod, node) => score(pod, node) };
    },
  };
}

function unused(requested: number, capacity: number): number {
  return capacity === 0 || requested > capacity ? 0 : Math.trunc(((capacity - requested) * TEN) / capacity);
}
