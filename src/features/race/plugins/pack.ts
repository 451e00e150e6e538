export const pack = `import type { NodeView, SchedulerPlugin } from 'kubarium';

// Pack: fill a node up before the next one is used. Both resources count; the scarcer decides.
const plugin: SchedulerPlugin = {
  name: 'Pack',
  score(pod, node) {
    return 100 * Math.max(share(node, 'cpuMilli'), share(node, 'memory'));
  },
};

function share({ requested, allocatable }: NodeView, resource: 'cpuMilli' | 'memory'): number {
  return Math.min(1, requested[resource] / allocatable[resource]);
}

export default plugin;
`;
