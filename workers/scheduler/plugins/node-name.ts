import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'NodeName';
const REJECTED = status(NAME, 'UnschedulableAndUnresolvable', "node(s) didn't match the requested node name");

/** A pod that names its node fits nowhere else (source: kube-scheduler plugins/nodename, 1.36). */
export const nodeName: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    nodeLocal: true,
    events: [{ resource: 'Node', actions: ['Add'] }],
    filter(_state, { pod }, node) {
      const wanted = pod.spec?.nodeName;
      return wanted && wanted !== node.name ? REJECTED : undefined;
    },
  }),
};
