import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'NodeDeclaredFeatures';
const SKIP = status(NAME, 'Skip');

/**
 * Nodes must have the node features a pod needs (source: kube-scheduler plugins/nodedeclaredfeatures, 1.36).
 * Differs: no pod here needs one, so it always skips.
 */
export const nodeDeclaredFeatures: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    events: [
      { resource: 'Node', actions: ['Add', 'UpdateNodeDeclaredFeature'] },
      { resource: 'Pod', actions: ['Update'], hint: () => 'QueueSkip' },
    ],
    preFilter: () => ({ status: SKIP }),
    filter: () => undefined,
  }),
};
