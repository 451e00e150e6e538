import type { Node } from '../../../resources/core/nodes/types';
import type { Pod } from '../../../resources/core/pods/types';
import { firstUntolerated } from '../../framework/taints';
import type { Taint, Toleration } from '../../framework/taints';
import { COST, nodeEdit, podEdit } from './candidate';
import type { Candidate, Proposer } from './candidate';

/** Nodes of which one is edited; the first that helps is told. */
const TRIED_MAX = 5;

/** The node lifecycle controller takes it off with the mark. */
const UNSCHEDULABLE_TAINT = 'node.kubernetes.io/unschedulable';

export const unschedulableEdits: Proposer = (_, rejected) =>
  rejected.slice(0, TRIED_MAX).map((node) =>
    nodeEdit({ kind: 'uncordon', params: { node: node.name } }, COST.node, node, (each) => ({
      ...each,
      spec: { ...each.spec, unschedulable: false, taints: (each.spec?.taints ?? []).filter(({ key }) => key !== UNSCHEDULABLE_TAINT) },
    })),
  );

export const taintEdits: Proposer = ({ info: { pod } }, rejected) => {
  const tolerations = (pod.spec?.tolerations ?? []) as readonly Toleration[];
  const taints = new Map<string, Taint>();
  for (const node of rejected) {
    const taint = firstUntolerated(node.taints, tolerations);
    if (taint) taints.set(textOf(taint), taint);
  }
  const tolerate = [...taints].map(([text, { key, value, effect }]) =>
    podEdit({ kind: 'addToleration', params: { taint: text } }, COST.field, () => ({
      tolerations: [
        ...(pod.spec?.tolerations ?? []),
        { key, effect, ...(value ? { operator: 'Equal', value } : { operator: 'Exists' }) },
      ] as NonNullable<Pod['spec']>['tolerations'],
    })),
  );
  const remove = rejected.slice(0, TRIED_MAX).flatMap((node): Candidate[] => {
    const taint = firstUntolerated(node.taints, tolerations);
    if (!taint) return [];
    const text = textOf(taint);
    return [
      nodeEdit(
        { kind: 'removeTaint', params: { node: node.name, taint: text } },
        COST.node,
        node,
        (each) =>
          ({
            ...each,
            spec: { ...each.spec, taints: (each.spec?.taints ?? []).filter((one) => textOf(one as Taint) !== text) },
          }) as Node,
      ),
    ];
  });
  return [...tolerate, ...remove];
};

function textOf({ key, value, effect }: Taint): string {
  return value ? `${key}=${value}:${effect}` : `${key}:${effect}`;
}

export const nodeAffinityEdits: Proposer = ({ info: { pod } }, rejected) => {
  const selector = pod.spec?.nodeSelector ?? {};
  const edits = Object.entries(selector).map(([key, value]) => {
    const { [key]: _, ...rest } = selector;
    return podEdit({ kind: 'removeSelector', params: { label: `${key}=${value}` } }, COST.field, () => ({ nodeSelector: rest }));
  });
  const { affinity } = pod.spec ?? {};
  if (affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution) {
    const { requiredDuringSchedulingIgnoredDuringExecution: _, ...preferred } = affinity.nodeAffinity;
    edits.push(
      podEdit({ kind: 'removeNodeAffinity', params: {} }, COST.field, () => ({ affinity: { ...affinity, nodeAffinity: preferred } })),
    );
  }
  const label = rejected.slice(0, TRIED_MAX).flatMap((node): Candidate[] => {
    const missing = Object.entries(selector).filter(([key, value]) => node.labels[key] !== value);
    if (missing.length === 0) return [];
    const text = missing.map(([key, value]) => `${key}=${value}`).join(',');
    return [
      nodeEdit({ kind: 'labelNode', params: { node: node.name, label: text } }, COST.node, node, (each) => ({
        ...each,
        metadata: { ...each.metadata, labels: { ...each.metadata.labels, ...Object.fromEntries(missing) } },
      })),
    ];
  });
  return [...edits, ...label];
};
