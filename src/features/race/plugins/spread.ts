export const spread = `import type { SchedulerPlugin } from 'kubarium';

// Spread: the node with the most CPU left after this pod is the best.
const plugin: SchedulerPlugin = {
  name: 'Spread',
  score(pod, node) {
    const left = node.allocatable.cpuMilli - node.requested.cpuMilli - pod.requests.cpuMilli;
    return (left / node.allocatable.cpuMilli) * 100;
  },
};

export default plugin;
`;
