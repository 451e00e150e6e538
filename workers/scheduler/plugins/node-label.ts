import { SCORE_MAX } from '../framework/plugin';
import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';

const NAME = 'NodeLabel';
const REJECTED = status(NAME, 'UnschedulableAndUnresolvable', "node(s) didn't have the requested labels");

interface Args {
  readonly presentLabels?: readonly string[];
  readonly absentLabels?: readonly string[];
  readonly presentLabelsPreference?: readonly string[];
  readonly absentLabelsPreference?: readonly string[];
}

/**
 * Nodes must or should have, or not have, labels of these keys, whatever the pod says. Was CheckNodeLabelPresence and
 * CalculateNodeLabelPriority in older texts; a profile has to enable it
 * (source: kube-scheduler plugins/nodelabel, 1.22; removed upstream since).
 */
export const nodeLabel: PluginFactory = {
  name: NAME,
  create(_handle, args) {
    const { presentLabels = [], absentLabels = [], presentLabelsPreference = [], absentLabelsPreference = [] } = args as Args;
    const preferences = presentLabelsPreference.length + absentLabelsPreference.length;
    return {
      name: NAME,
      nodeLocal: true,
      events: [{ resource: 'Node', actions: ['Add', 'UpdateNodeLabel'] }],
      filter(_state, _pod, { labels }) {
        const fits = presentLabels.every((key) => labels[key] !== undefined) && absentLabels.every((key) => labels[key] === undefined);
        return fits ? undefined : REJECTED;
      },
      score(_state, _pod, { labels }) {
        if (preferences === 0) return 0;
        const present = presentLabelsPreference.filter((key) => labels[key] !== undefined).length;
        const absent = absentLabelsPreference.filter((key) => labels[key] === undefined).length;
        return Math.trunc(((present + absent) * SCORE_MAX) / preferences);
      },
    };
  },
};
