import type { Node } from '../../../resources/core/nodes/types';
import type { Pod } from '../../../resources/core/pods/types';
import type { ClusterEvent, Hint } from '../../framework/cluster-event';
import type { PluginFactory } from '../../framework/plugin';
import type { PodInfo } from '../../framework/pod-info';
import { affinityTermsError, compileAffinityTerms } from '../../framework/pod-affinity';
import type { AffinityTerm, PodAffinityTermSpec } from '../../framework/pod-affinity';
import { NO_LABELS } from '../../framework/selector';
import type { Labels } from '../../framework/selector';
import { status } from '../../framework/status';
import { KeptPerGroup } from '../../framework/kept-per-group';
import { RequiredSums } from './filtering';
import type { AffinityCounts, Failure, NamespaceLabels } from './filtering';
import { normalizeByRange, preferenceSums } from './scoring';
import type { AffinitySums } from './sums';
import type { TopologyCounts } from './topology-counts';

const NAME = 'InterPodAffinity';
const SKIP = status(NAME, 'Skip');
const COUNTS = `${NAME}/counts`;
const SCORES = `${NAME}/scores`;
const REJECTIONS = {
  affinity: status(NAME, 'UnschedulableAndUnresolvable', "node(s) didn't match pod affinity rules"),
  antiAffinity: status(NAME, 'Unschedulable', "node(s) didn't match pod anti-affinity rules"),
  existingAntiAffinity: status(NAME, 'Unschedulable', "node(s) didn't satisfy existing pods anti-affinity rules"),
} as const satisfies Record<Failure, unknown>;

interface Args {
  readonly hardPodAffinityWeight?: number;
  readonly ignorePreferredTermsOfExistingPods?: boolean;
}

/** Pods that want to be near or away from each other (source: kube-scheduler plugins/interpodaffinity, 1.36). */
export const interPodAffinity: PluginFactory = {
  name: NAME,
  create({ snapshot, objects }, args) {
    const { hardPodAffinityWeight = 1, ignorePreferredTermsOfExistingPods = false } = args as Args;
    const namespaceLabels: NamespaceLabels = (namespace) => objects.namespaceLabels(namespace);
    const keptRequired = new KeptPerGroup<RequiredSums>();
    const keptPreferred = new KeptPerGroup<AffinitySums>();
    let revision = -1;
    const forget = () => {
      keptRequired.clear();
      keptPreferred.clear();
    };
    /** Namespace selectors look at labels of namespaces. */
    const forgetIfOutdated = () => {
      const now = objects.revision('namespaces');
      if (now !== revision) forget();
      revision = now;
    };
    return {
      name: NAME,
      events: [
        { resource: 'Pod', actions: ['Add', 'Delete', 'UpdatePodLabel'], hint: podHint },
        { resource: 'Node', actions: ['Add', 'UpdateNodeLabel'], hint: nodeHint },
      ],
      preFilter(state, pod) {
        const { affinityError } = pod.facts;
        if (affinityError !== undefined) return { status: status(NAME, 'UnschedulableAndUnresolvable', `parsing pod: ${affinityError}`) };
        forgetIfOutdated();
        const counts = keptRequired.of(pod, () => new RequiredSums(snapshot, pod, namespaceLabels)).countsFor(pod);
        if (!counts) return { status: SKIP };
        state.write(COUNTS, counts);
        return undefined;
      },
      addPod: (state, pod, added, node) => state.read<AffinityCounts>(COUNTS)?.change(pod, added, node, 1),
      removePod: (state, pod, removed, node) => state.read<AffinityCounts>(COUNTS)?.change(pod, removed, node, -1),
      filter(state, pod, node) {
        const failed = state.read<AffinityCounts>(COUNTS)?.check(pod, node);
        return failed && REJECTIONS[failed];
      },
      filterBySlot(state, pod) {
        const check = state.read<AffinityCounts>(COUNTS)?.checkBySlot(pod);
        return (slot) => {
          const failed = check?.(slot);
          return failed && REJECTIONS[failed];
        };
      },
      preScore(state, pod) {
        const own = pod.facts.preferredAffinity.length + pod.facts.preferredAntiAffinity.length > 0;
        // The setting decides only whether the plugin runs at all; once it runs, terms of existing pods count.
        if (ignorePreferredTermsOfExistingPods && !own) return SKIP;
        forgetIfOutdated();
        const sums = keptPreferred.of(pod, () => preferenceSums(snapshot, pod, namespaceLabels, hardPodAffinityWeight));
        sums.catchUp();
        if (sums.totals.isEmpty) return SKIP;
        state.write(SCORES, sums.totals);
        return undefined;
      },
      score: (state, _pod, node) => state.read<TopologyCounts>(SCORES)?.sumAt(node.slot) ?? 0,
      scoreBySlot: (state, _pod, slots, scores) => state.read<TopologyCounts>(SCORES)?.sumsAt(slots, scores),
      normalizeScore: (_state, _pod, scores) => normalizeByRange(scores),
    };
  },
};

/**
 * A pod on a node (or promised one) that starts to match all affinity terms, stops matching all anti-affinity terms, or leaves and had
 * terms against this one. As in the original, namespace selectors are asked about a namespace without labels here.
 */
function podHint(pod: PodInfo, { before, after }: ClusterEvent): Hint {
  const now = after as Pod | undefined;
  const old = before as Pod | undefined;
  if (old && now && now.metadata.uid === pod.uid) return 'Queue';
  const placed = ({ spec, status: state }: Pod) => Boolean(spec?.nodeName || state?.nominatedNodeName);
  if ((now && !placed(now)) || (old && !placed(old))) return 'QueueSkip';
  const { requiredAffinity, requiredAntiAffinity, affinityError } = pod.facts;
  if (affinityError !== undefined) return 'Queue';
  const wanted = (other: Pod) => matchesAll(requiredAffinity, other.metadata);
  const unwanted = (other: Pod) => matchesAll(requiredAntiAffinity, other.metadata);
  if (old && now) return (!wanted(old) && wanted(now)) || (unwanted(old) && !unwanted(now)) ? 'Queue' : 'QueueSkip';
  if (now) return wanted(now) ? 'Queue' : 'QueueSkip';
  if (!old) return 'QueueSkip';
  const theirs = (old.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ??
    []) as readonly PodAffinityTermSpec[];
  const against = affinityTermsError(theirs) !== undefined || matchesAll(compileAffinityTerms(theirs, old.metadata.namespace ?? ''), pod);
  return unwanted(old) || against ? 'Queue' : 'QueueSkip';
}

function matchesAll(
  terms: readonly AffinityTerm[],
  { namespace = '', labels = NO_LABELS }: { namespace?: string; labels?: Labels },
): boolean {
  return terms.length > 0 && terms.every((term) => term.matches(namespace, labels, NO_LABELS));
}

/** A node that gets a topology key the pod looks for, loses one it avoids, or changes its value of either. */
function nodeHint(pod: PodInfo, { before, after }: ClusterEvent): Hint {
  const now = (after as Node).metadata.labels ?? {};
  const old = before && ((before as Node).metadata.labels ?? {});
  const { requiredAffinity, requiredAntiAffinity } = pod.facts;
  const moved = (key: string) => old?.[key] !== undefined && now[key] !== undefined && old[key] !== now[key];
  if (pod.facts.affinityError !== undefined) return 'Queue';
  const sought = requiredAffinity.some(({ topologyKey: key }) => (old?.[key] === undefined && now[key] !== undefined) || moved(key));
  const avoided = requiredAntiAffinity.some(
    ({ topologyKey: key }) => !old || (old[key] !== undefined && now[key] === undefined) || moved(key),
  );
  return sought || avoided ? 'Queue' : 'QueueSkip';
}
