export const cheapestZone = `import type { SchedulerPlugin } from 'kubarium';

// Cheapest zone: what one CPU costs per hour, by zone. Databases stay out of zone-c, whatever it costs.
const price: Record<string, number> = { 'zone-a': 0.046, 'zone-b': 0.052, 'zone-c': 0.031 };

const plugin: SchedulerPlugin<{ dearest: number }> = {
  name: 'CheapestZone',
  beside: 'filters',
  filter(pod, node) {
    return pod.labels.app !== 'database' || node.zone !== 'zone-c' || 'databases must not run in zone-c';
  },
  // Once for each pod: whatever all scores need.
  preScore(pod, nodes) {
    return { dearest: Math.max(...nodes.map((node) => price[node.zone] ?? 1)) };
  },
  score(pod, node, cluster, { dearest }) {
    return 100 * (1 - (price[node.zone] ?? 1) / (dearest * 2));
  },
};

export default plugin;
`;
