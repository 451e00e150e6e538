import type { PluginFactory } from '../framework/plugin';

const NAME = 'PrioritySort';

/** Higher priority first, then the one that waits longer (source: kube-scheduler plugins/queuesort, 1.36). */
export const prioritySort: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    less: (a, b) => a.priority > b.priority || (a.priority === b.priority && a.queuedAtMs < b.queuedAtMs),
  }),
};
