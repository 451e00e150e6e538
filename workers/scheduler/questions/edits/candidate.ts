import type { Edit } from '../../../protocol/decision';
import type { Node } from '../../../resources/core/nodes/types';
import type { Pod } from '../../../resources/core/pods/types';
import type { NodeInfo } from '../../framework/node-info';
import type { PodInfo } from '../../framework/pod-info';
import type { ClusterEdit, Trial, Verdicts } from '../trial';

/** An edit that might help, before it was tried. */
export interface Candidate {
  readonly edit: Edit;
  /** How much it asks for; smaller first. */
  readonly cost: number;
  /** Of candidates that say the same of different nodes or pods, the first that helps is told. */
  readonly family: string;
  apply(trial: Trial): Trial;
}

/** Proposes edits against what one plugin says of the rejected nodes. */
export type Proposer = (verdicts: Verdicts, rejected: readonly NodeInfo[]) => readonly Candidate[];

/** What edits ask for, roughly: a field of the pod, a node's field, somebody else's pod, a machine. */
export const COST = { gate: 1, field: 2, request: 3, node: 4, constraint: 5, pod: 6, volume: 7, machine: 8 } as const;

export function podEdit(
  edit: Edit,
  cost: number,
  change: (pod: Pod) => Partial<NonNullable<Pod['spec']>>,
  family: string = JSON.stringify(edit),
): Candidate {
  return { edit, cost, family, apply: ({ pod, edits }) => ({ pod: { ...pod, spec: { ...pod.spec, ...change(pod) } } as Pod, edits }) };
}

export function nodeEdit(edit: Edit, cost: number, { node }: NodeInfo, change: (node: Node) => Node): Candidate {
  return clusterEdit(edit, cost, { type: 'setNode', node: change(node) });
}

export function podRemoval({ name }: NodeInfo, pod: PodInfo): Candidate {
  return clusterEdit({ kind: 'deletePod', params: { pod: pod.key, node: name } }, COST.pod, { type: 'removePod', pod, node: name });
}

/** An empty machine like another, without what only happened to that one: the mark and the taints of Kubernetes itself. */
export function nodeAddition({ node: like, name: likeName }: NodeInfo): Candidate {
  const name = `${likeName}-like`;
  const { metadata, spec } = like;
  const labels = { ...metadata.labels, ...(metadata.labels?.['kubernetes.io/hostname'] ? { 'kubernetes.io/hostname': name } : {}) };
  const taints = (spec?.taints ?? []).filter(({ key }) => !key.startsWith('node.kubernetes.io/'));
  const node = { ...like, metadata: { ...metadata, name, labels }, spec: { ...spec, unschedulable: false, taints } } as Node;
  return clusterEdit({ kind: 'addNode', params: { node: likeName } }, COST.machine, { type: 'setNode', node });
}

function clusterEdit(edit: Edit, cost: number, change: ClusterEdit): Candidate {
  return { edit, cost, family: edit.kind, apply: ({ pod, edits }) => ({ pod, edits: [...edits, change] }) };
}
