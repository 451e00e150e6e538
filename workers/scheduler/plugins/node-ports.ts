import type { Pod } from '../../resources/core/pods/types';
import { hostPortsOf, portsConflict } from '../framework/host-ports';
import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'NodePorts';
const SKIP = status(NAME, 'Skip');
const REJECTED = status(NAME, 'Unschedulable', "node(s) didn't have free ports for the requested pod ports");

/** Host ports can be had once per node, protocol and address (source: kube-scheduler plugins/nodeports, 1.36). */
export const nodePorts: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    nodeLocal: true,
    events: [
      {
        resource: 'Pod',
        actions: ['Delete'],
        hint({ facts }, { before }) {
          const deleted = before as Pod | undefined;
          if (!deleted?.spec?.nodeName && !deleted?.status?.nominatedNodeName) return 'QueueSkip';
          const freed = hostPortsOf(deleted);
          return facts.hostPorts.some((port) => freed.some((other) => portsConflict(port, other))) ? 'Queue' : 'QueueSkip';
        },
      },
      { resource: 'Node', actions: ['Add'] },
    ],
    preFilter: (_state, { facts }) => (facts.hostPorts.length === 0 ? { status: SKIP } : undefined),
    filter: (_state, { facts }, { usedPorts }) => (facts.hostPorts.some((port) => usedPorts.conflictsWith(port)) ? REJECTED : undefined),
  }),
};
