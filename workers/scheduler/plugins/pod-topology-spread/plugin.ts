import { deepEqual } from '../../../lib/equal';
import type { Node } from '../../../resources/core/nodes/types';
import type { Pod } from '../../../resources/core/pods/types';
import type { ClusterEvent, Hint } from '../../framework/cluster-event';
import type { Handle, PluginFactory } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { status } from '../../framework/status';
import { constraintsOf, hasAllKeys, ownConstraints, SYSTEM_DEFAULTS } from './constraints';
import type { ConstraintSpec } from './constraints';
import { SpreadCounts } from './filtering';
import { SpreadScores } from './scoring';

const NAME = 'PodTopologySpread';
const SKIP = status(NAME, 'Skip');
const SKEWED = status(NAME, 'Unschedulable', "node(s) didn't match pod topology spread constraints");
const NO_LABEL = status(
  NAME,
  'UnschedulableAndUnresolvable',
  "node(s) didn't match pod topology spread constraints (missing required label)",
);
const COUNTS = `${NAME}/counts`;
const SCORES = `${NAME}/scores`;

interface Args {
  readonly defaultingType?: string;
  readonly defaultConstraints?: readonly ConstraintSpec[];
}

/** Spreads like pods over zones, hosts and other domains (source: kube-scheduler plugins/podtopologyspread, 1.36). */
export const podTopologySpread: PluginFactory = {
  name: NAME,
  create({ snapshot, objects }: Handle, args) {
    const { defaultingType, defaultConstraints = [] } = args as Args;
    const systemDefaults = defaultingType !== 'List';
    const defaults = systemDefaults ? SYSTEM_DEFAULTS : defaultConstraints;
    const hard = (pod: Pod) => constraintsOf(pod, 'DoNotSchedule', defaults, objects);
    return {
      name: NAME,
      events: [
        {
          resource: 'Pod',
          actions: ['Add', 'Delete', 'UpdatePodLabel', 'UpdatePodToleration'],
          hint: (pod, event) => podHint(pod, event, hard(pod.pod)),
        },
        {
          resource: 'Node',
          actions: ['Add', 'Delete', 'UpdateNodeLabel', 'UpdateNodeTaint'],
          hint: (pod, event) => nodeHint(event, hard(pod.pod)),
        },
      ],
      preFilter(state, pod) {
        const constraints = hard(pod.pod);
        if (constraints.length === 0) return { status: SKIP };
        state.write(COUNTS, SpreadCounts.of(pod, constraints, snapshot.nodes));
        return undefined;
      },
      addPod: (state, pod, added, node) => state.read<SpreadCounts>(COUNTS)?.change(pod, added, node, 1),
      removePod: (state, pod, removed, node) => state.read<SpreadCounts>(COUNTS)?.change(pod, removed, node, -1),
      filter(state, pod, node) {
        const failed = state.read<SpreadCounts>(COUNTS)?.check(pod, node);
        return failed && (failed === 'skew' ? SKEWED : NO_LABEL);
      },
      preScore(state, pod, nodes) {
        const constraints = constraintsOf(pod.pod, 'ScheduleAnyway', defaults, objects);
        if (constraints.length === 0) return SKIP;
        const needsAllKeys = ownConstraints(pod.pod).length > 0 || !systemDefaults;
        state.write(SCORES, new SpreadScores(pod, constraints, needsAllKeys, nodes, snapshot.nodes));
        return undefined;
      },
      score: (state, pod, node) => state.read<SpreadScores>(SCORES)?.score(pod, node) ?? 0,
      normalizeScore: (state, _pod, scores, nodes) => state.read<SpreadScores>(SCORES)?.normalize(scores, nodes),
    };
  },
};

type HardConstraints = ReturnType<typeof constraintsOf>;

/** Pods of the same namespace that a constraint selects move the balance; so do new tolerations of the pod itself. */
function podHint(pod: PodInfo, { before, after }: ClusterEvent, constraints: HardConstraints): Hint {
  const changed = (after ?? before) as Pod;
  if (changed.metadata.namespace !== pod.namespace) return 'QueueSkip';
  const selected = (other: Pod) => constraints.map(({ selects }) => selects(other.metadata.labels ?? {}));
  if (before && after) {
    const old = selected(before as unknown as Pod);
    const moves = selected(changed).some((matches, at) => matches !== old[at]);
    const tolerates =
      changed.metadata.uid === pod.uid &&
      constraints.length > 0 &&
      !deepEqual((before as unknown as Pod).spec?.tolerations, changed.spec?.tolerations);
    return moves || tolerates ? 'Queue' : 'QueueSkip';
  }
  return changed.spec?.nodeName && selected(changed).includes(true) ? 'Queue' : 'QueueSkip';
}

/** Nodes that have all keys take part; one that comes, goes, or changes its domain moves the balance. */
function nodeHint({ before, after }: ClusterEvent, constraints: HardConstraints): Hint {
  const takesPart = (node: Node | undefined) => node !== undefined && hasAllKeys(node.metadata.labels ?? {}, constraints);
  const old = takesPart(before as Node | undefined);
  const now = takesPart(after as Node | undefined);
  if (before && after && old && now) {
    const moved = constraints.some(({ topologyKey }) => before.metadata?.labels?.[topologyKey] !== after.metadata?.labels?.[topologyKey]);
    const taints = JSON.stringify((before as Node).spec?.taints) !== JSON.stringify((after as Node).spec?.taints);
    return moved || taints ? 'Queue' : 'QueueSkip';
  }
  return old || now ? 'Queue' : 'QueueSkip';
}
