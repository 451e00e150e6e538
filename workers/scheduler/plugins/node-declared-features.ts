import { deepEqual } from '../../lib/equal';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { ClusterEvent, Hint } from '../framework/cluster-event';
import type { PluginFactory } from '../framework/plugin';
import type { PodInfo } from '../framework/pod-info';
import { status } from '../framework/status';

const NAME = 'NodeDeclaredFeatures';
const SKIP = status(NAME, 'Skip');
const REJECTED = status(NAME, 'UnschedulableAndUnresolvable', "node(s) didn't match Pod's required features");
const NEEDS = `${NAME}/needs`;

/** Nodes must have the node features a pod needs (source: kube-scheduler plugins/nodedeclaredfeatures, component-helpers nodedeclaredfeatures, 1.36). */
export const nodeDeclaredFeatures: PluginFactory = {
  name: NAME,
  create: () => ({
    name: NAME,
    events: [
      {
        resource: 'Node',
        actions: ['Add', 'UpdateNodeDeclaredFeature'],
        hint: (_pod, { before, after }) => (before && deepEqual(declared(before as Node), declared(after as Node)) ? 'QueueSkip' : 'Queue'),
      },
      { resource: 'Pod', actions: ['Update'], hint: podHint },
    ],
    preFilter(state, { pod }) {
      const needs = featuresNeeded(pod);
      if (needs.length === 0) return { status: SKIP };
      state.write(NEEDS, needs);
      return undefined;
    },
    filter(state, _pod, { node }) {
      const has = declared(node);
      return (state.read<readonly string[]>(NEEDS) ?? []).every((feature) => has.includes(feature)) ? undefined : REJECTED;
    },
  }),
};

/** What of the pod only nodes with a feature of their own understand. */
function featuresNeeded({ spec }: Pod): string[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  const restartsAll = containers.some(({ restartPolicyRules = [] }) =>
    restartPolicyRules.some(({ action }) => action === 'RestartAllContainers'),
  );
  return [
    ...(restartsAll ? ['RestartAllContainersOnContainerExits'] : []),
    ...(spec?.hostNetwork && spec.hostUsers === false ? ['UserNamespacesHostNetworkSupport'] : []),
  ];
}

function declared({ status: state }: Node): readonly string[] {
  return (state?.['declaredFeatures'] ?? []) as readonly string[];
}

/** Only the pod itself, where it needs something else now. */
function podHint({ uid }: PodInfo, { before, after }: ClusterEvent): Hint {
  if (after?.metadata?.uid !== uid || !before) return 'QueueSkip';
  const [old, now] = [before, after].map((pod) => featuresNeeded(pod as unknown as Pod));
  return deepEqual(old, now) ? 'QueueSkip' : 'Queue';
}
