import { deepEqual } from '../../../lib/equal';
import type { Node } from '../../../resources/core/nodes/types';
import type { Pod } from '../../../resources/core/pods/types';
import type { ClusterEvent, Hint } from '../../framework/cluster-event';
import type { Handle, PluginFactory } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { status } from '../../framework/status';
import { constraintsError, constraintsOf, hasAllKeys, ownConstraints, SYSTEM_DEFAULTS } from './constraints';
import type { ConstraintSpec } from './constraints';
import { KeptPerGroup } from '../../framework/kept-per-group';
import { SpreadCounts } from './filtering';
import { SpreadScores } from './scoring';
import { SpreadSums } from './sums';

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

/** Resources that default selectors come from. */
const SELECTING = ['services', 'replicationcontrollers', 'replicasets', 'statefulsets'];

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
    const soft = (pod: Pod) => constraintsOf(pod, 'ScheduleAnyway', defaults, objects);
    const needsAllKeys = (pod: Pod) => ownConstraints(pod).length > 0 || !systemDefaults;
    const keptHard = new KeptPerGroup<SpreadSums>();
    const keptSoft = new KeptPerGroup<SpreadSums>();
    let revision = -1;
    const forget = () => {
      keptHard.clear();
      keptSoft.clear();
    };
    /** Default constraints take their selector from services and controllers. */
    const forgetIfOutdated = () => {
      const now = SELECTING.reduce((sum, resource) => sum + objects.revision(resource), 0);
      if (now !== revision) forget();
      revision = now;
    };
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
        forgetIfOutdated();
        const sums = keptHard.of(pod, () => new SpreadSums(snapshot, pod, hard(pod.pod), true, constraintsError(pod.pod, 'DoNotSchedule')));
        if (sums.malformed !== undefined)
          return {
            status: status(NAME, 'Error', `get constraints from pod: obtaining pod's hard topology spread constraints: ${sums.malformed}`),
          };
        if (sums.constraints.length === 0) return { status: SKIP };
        sums.catchUp();
        state.write(COUNTS, SpreadCounts.of(pod, sums));
        return undefined;
      },
      addPod: (state, pod, added, node) => state.read<SpreadCounts>(COUNTS)?.change(pod, added, node, 1),
      removePod: (state, pod, removed, node) => state.read<SpreadCounts>(COUNTS)?.change(pod, removed, node, -1),
      filter(state, _pod, node) {
        const failed = state.read<SpreadCounts>(COUNTS)?.check(node.slot);
        return failed && (failed === 'skew' ? SKEWED : NO_LABEL);
      },
      filterBySlot(state) {
        const check = state.read<SpreadCounts>(COUNTS)?.checkBySlot();
        return (slot) => {
          const failed = check?.(slot);
          return failed && (failed === 'skew' ? SKEWED : NO_LABEL);
        };
      },
      preScore(state, pod, nodes) {
        forgetIfOutdated();
        const sums = keptSoft.of(
          pod,
          () => new SpreadSums(snapshot, pod, soft(pod.pod), needsAllKeys(pod.pod), constraintsError(pod.pod, 'ScheduleAnyway')),
        );
        if (sums.malformed !== undefined)
          return status(NAME, 'Error', `calculating preScoreState: obtaining pod's soft topology spread constraints: ${sums.malformed}`);
        if (sums.constraints.length === 0) return SKIP;
        sums.catchUp();
        state.write(SCORES, new SpreadScores(sums, needsAllKeys(pod.pod), nodes));
        return undefined;
      },
      score: (state, _pod, node) => state.read<SpreadScores>(SCORES)?.score(node.slot) ?? 0,
      scoreBySlot: (state, _pod, slots, scores) => state.read<SpreadScores>(SCORES)?.scoreAll(slots, scores),
      normalizeScore: (state, _pod, scores, nodes) => state.read<SpreadScores>(SCORES)?.normalize(scores, nodes),
    };
  },
};

type HardConstraints = ReturnType<typeof constraintsOf>;

/** Pods of the namespace with a node (or the promise of one) that a constraint selects move the balance; so may the pod's own changes. */
function podHint(pod: PodInfo, { before, after }: ClusterEvent, constraints: HardConstraints): Hint {
  const takesPart = ({ metadata, spec, status: state }: Pod) =>
    metadata.uid === pod.uid || (metadata.namespace === pod.namespace && Boolean(spec?.nodeName || state?.nominatedNodeName));
  const old = before as Pod | undefined;
  const now = after as Pod | undefined;
  if ((now && !takesPart(now)) || (old && !takesPart(old))) return 'QueueSkip';
  const selected = (other: Pod) => constraints.map(({ selects }) => selects(other.metadata.labels ?? {}));
  if (!old || !now) return selected((now ?? old) as Pod).includes(true) ? 'Queue' : 'QueueSkip';
  const tolerates =
    now.metadata.uid === pod.uid &&
    constraints.some(({ honorsTaints }) => honorsTaints) &&
    !deepEqual(old.spec?.tolerations, now.spec?.tolerations);
  const was = selected(old);
  return tolerates || selected(now).some((matches, at) => matches !== was[at]) ? 'Queue' : 'QueueSkip';
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
