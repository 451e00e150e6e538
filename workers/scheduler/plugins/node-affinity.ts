import type { Node } from '../../resources/core/nodes/types';
import { compileNodeSelector, compilePreferred } from '../framework/node-selector';
import type { NodePredicate, NodeSelectorSpec, PreferredTermSpec, SelectableNode } from '../framework/node-selector';
import { normalizeByMax } from '../framework/normalize';
import type { PluginFactory, PreFilterOutcome } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { NO_LABELS } from '../framework/selector';
import { preferredTermsError } from '../framework/selector-errors';
import { status } from '../framework/status';

const NAME = 'NodeAffinity';
const SKIP = status(NAME, 'Skip');
const REJECTED = status(NAME, 'UnschedulableAndUnresolvable', "node(s) didn't match Pod's node affinity/selector");
const REJECTED_BY_ADDED = status(NAME, 'UnschedulableAndUnresolvable', "node(s) didn't match scheduler-enforced node affinity");
const CONFLICT = status(NAME, 'UnschedulableAndUnresolvable', 'pod affinity terms conflict');

interface Args {
  readonly addedAffinity?: {
    readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelectorSpec;
    readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredTermSpec[];
  };
}

/** nodeSelector and node affinity, the pod's own and the profile's addedAffinity (source: kube-scheduler plugins/nodeaffinity, 1.36). */
export const nodeAffinity: PluginFactory = {
  name: NAME,
  create(_handle, args) {
    const added = (args as Args).addedAffinity;
    const addedRequired = added?.requiredDuringSchedulingIgnoredDuringExecution;
    const addedMatches = addedRequired && compileNodeSelector(addedRequired);
    const addedPreferred = added?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    const addedWeight = compilePreferred(addedPreferred);
    const fits = (pod: PodInfo, node: SelectableNode) => (addedMatches?.(node) ?? true) && (pod.facts.nodeMatches?.(node) ?? true);
    return {
      name: NAME,
      nodeLocal: true,
      events: [
        {
          resource: 'Node',
          actions: ['Add', 'UpdateNodeLabel'],
          hint(pod, { before, after }) {
            const fitsNow = fits(pod, selectable(after as Node));
            return fitsNow && !(before && fits(pod, selectable(before as Node))) ? 'Queue' : 'QueueSkip';
          },
        },
      ],
      preFilter: (_state, pod) => preFilter(pod, addedMatches),
      filter(_state, pod, node) {
        if (addedMatches && !addedMatches(node)) return REJECTED_BY_ADDED;
        return pod.facts.nodeMatches && !pod.facts.nodeMatches(node) ? REJECTED : undefined;
      },
      preScore(_state, { facts }) {
        const malformed = preferredTermsError(facts.preferredNodeTerms);
        if (malformed !== undefined) return status(NAME, 'Error', malformed);
        return addedPreferred.length === 0 && facts.preferredNodeTerms.length === 0 ? SKIP : undefined;
      },
      score: (_state, pod, node) => addedWeight(node) + pod.facts.preferredNodeWeight(node),
      normalizeScore: (_state, _pod, scores) => normalizeByMax(scores, false),
    };
  },
};

function selectable(node: Node): SelectableNode {
  return { name: node.metadata.name ?? '', labels: node.metadata.labels ?? NO_LABELS };
}

/** Terms that all name nodes leave only those nodes to look at. */
function preFilter({ pod, facts }: PodInfo, addedMatches: NodePredicate | undefined): PreFilterOutcome | undefined {
  if (!addedMatches && !facts.nodeMatches) return { status: SKIP };
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution as NodeSelectorSpec | undefined;
  if (!required || required.nodeSelectorTerms.length === 0) return undefined;
  const names = new Set<string>();
  for (const term of required.nodeSelectorTerms) {
    const lists = (term.matchFields ?? [])
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values = [] }) => values);
    const [first, ...rest] = lists;
    if (!first) return undefined;
    for (const name of first) if (rest.every((list) => list.includes(name))) names.add(name);
  }
  return names.size === 0 ? { status: CONFLICT } : { nodes: [...names].sort() };
}
