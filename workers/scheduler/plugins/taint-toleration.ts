import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import { normalizeByMax } from '../framework/normalize';
import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';
import { firstUntolerated, toleratesTaint } from '../framework/taints';
import type { Taint, Toleration } from '../framework/taints';

const NAME = 'TaintToleration';
const REJECTED = status(NAME, 'UnschedulableAndUnresolvable', 'node(s) had untolerated taint(s)');

/** Taints turn pods away, or (PreferNoSchedule) cost score (source: kube-scheduler plugins/tainttoleration, 1.36). */
export const taintToleration: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    nodeLocal: true,
    events: [
      {
        resource: 'Node',
        actions: ['Add', 'UpdateNodeTaint'],
        hint: ({ pod }, { before, after }) => nodeHint(pod, before as Node | undefined, after as Node),
      },
      {
        resource: 'Pod',
        actions: ['UpdatePodToleration'],
        hint: (pod, { after }) => (after?.metadata?.uid === pod.uid ? 'Queue' : 'QueueSkip'),
      },
    ],
    filter: (_state, { pod }, { taints }) => (taints.length > 0 && !fits(taints, pod) ? REJECTED : undefined),
    preScore: () => undefined,
    score: (_state, { pod }, { taints }) => (taints.length === 0 ? 0 : countUntoleratedPreferences(taints, pod)),
    normalizeScore: (_state, _pod, scores) => normalizeByMax(scores, true),
  }),
};

function nodeHint(pod: Pod, before: Node | undefined, after: Node): 'Queue' | 'QueueSkip' {
  const fitsNow = fits(taintsOf(after), pod);
  const fittedBefore = before !== undefined && fits(taintsOf(before), pod);
  return fitsNow && !fittedBefore ? 'Queue' : 'QueueSkip';
}

function taintsOf(node: Node): readonly Taint[] {
  return (node.spec?.taints ?? []) as readonly Taint[];
}

function tolerationsOf(pod: Pod): readonly Toleration[] {
  return (pod.spec?.tolerations ?? []) as readonly Toleration[];
}

function fits(taints: readonly Taint[], pod: Pod): boolean {
  return firstUntolerated(taints, tolerationsOf(pod)) === undefined;
}

/** Only tolerations for PreferNoSchedule or for every effect can help against a preference. */
function countUntoleratedPreferences(taints: readonly Taint[], pod: Pod): number {
  const tolerations = tolerationsOf(pod).filter(({ effect }) => !effect || effect === 'PreferNoSchedule');
  return taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !toleratesTaint(tolerations, taint)).length;
}
