import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'SchedulingGates';

/** Keeps a pod out of the queue until all its gates are gone (source: kube-scheduler plugins/schedulinggates, 1.36). */
export const schedulingGates: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    events: [
      {
        resource: 'Pod',
        actions: ['UpdatePodSchedulingGatesEliminated'],
        hint: (pod, { after }) => (after?.metadata?.uid === pod.uid ? 'Queue' : 'QueueSkip'),
      },
    ],
    preEnqueue(pod) {
      const gates = pod.spec?.schedulingGates ?? [];
      if (gates.length === 0) return undefined;
      return status(NAME, 'UnschedulableAndUnresolvable', `waiting for scheduling gates: [${gates.map(({ name }) => name).join(' ')}]`);
    },
  }),
};
