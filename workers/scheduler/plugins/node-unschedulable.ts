import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { PluginFactory } from '../framework/plugin';
import { status } from '../framework/status';
import { toleratesTaint } from '../framework/taints';
import type { Taint, Toleration } from '../framework/taints';

const NAME = 'NodeUnschedulable';
const REJECTED = status(NAME, 'UnschedulableAndUnresolvable', 'node(s) were unschedulable');
const CORDONED: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/** Turns away from cordoned nodes unless the pod tolerates the matching taint (source: kube-scheduler plugins/nodeunschedulable, 1.36). */
export const nodeUnschedulable: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    nodeLocal: true,
    events: [
      {
        resource: 'Node',
        actions: ['Add', 'UpdateNodeTaint'],
        hint: (_pod, { before, after }) => nodeHint(before as Node | undefined, after as Node),
      },
      {
        resource: 'Pod',
        actions: ['UpdatePodToleration'],
        hint: (pod, { after }) => (after?.metadata?.uid === pod.uid && toleratesCordon(after as Pod) ? 'Queue' : 'QueueSkip'),
      },
    ],
    filter(_state, { pod }, { node }) {
      return node.spec?.unschedulable && !toleratesCordon(pod) ? REJECTED : undefined;
    },
  }),
};

/** A new node that takes pods, or one that was uncordoned. */
function nodeHint(before: Node | undefined, after: Node): 'Queue' | 'QueueSkip' {
  return !after.spec?.unschedulable && (before === undefined || before.spec?.unschedulable) ? 'Queue' : 'QueueSkip';
}

function toleratesCordon(pod: Pod): boolean {
  return toleratesTaint((pod.spec?.tolerations ?? []) as readonly Toleration[], CORDONED);
}
