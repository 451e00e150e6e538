/** Ready configurations to compare. */
import { KUBERNETES_1_0 } from '../config/historical';
import type { SchedulerConfiguration } from '../config/profile';

const resources = [
  { name: 'cpu', weight: 1 },
  { name: 'memory', weight: 1 },
];

/** Fills nodes up before it takes the next one: the plugin that wants both resources in balance would spread again, so it is off. */
const MOST_ALLOCATED: SchedulerConfiguration = {
  profiles: [
    {
      plugins: {
        preScore: { disabled: [{ name: 'NodeResourcesBalancedAllocation' }] },
        score: { disabled: [{ name: 'NodeResourcesBalancedAllocation' }] },
      },
      pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources } } }],
    },
  ],
};

export const CONFIGURATIONS: Readonly<Record<'default' | 'mostAllocated' | 'kubernetes10', SchedulerConfiguration>> = {
  default: {},
  mostAllocated: MOST_ALLOCATED,
  kubernetes10: KUBERNETES_1_0,
};
