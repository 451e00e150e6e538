import type { Edit } from '../../../protocol/decision';
import type { Pod } from '../../../resources/core/pods/types';
import type { Node } from '../../../resources/core/nodes/types';
import { NodeInfo } from '../../framework/node-info';
import type { Snapshot } from '../../framework/plugin';
import type { Trial, Verdicts } from '../trial';

/** An edit that might help, before it was tried. */
export interface Candidate {
  readonly edit: Edit;
  /** How much it asks for; smaller first. */
  readonly cost: number;
  /** Of candidates that say the same of different nodes or pods, the first that helps is told. */
  readonly family: string;
  apply(trial: Trial, snapshot: Snapshot): Trial;
}

/** Proposes edits against what one plugin says. */
export type Proposer = (verdicts: Verdicts, rejected: readonly NodeInfo[]) => readonly Candidate[];

/** What edits ask for, roughly: a field of the pod, a node's field, somebody else's pod, a machine. */
export const COST = { gate: 1, field: 2, request: 3, node: 4, constraint: 5, pod: 6, volume: 7, machine: 8 } as const;

export function podEdit(
  edit: Edit,
  cost: number,
  change: (pod: Pod) => Partial<NonNullable<Pod['spec']>>,
  family: string = JSON.stringify(edit),
): Candidate {
  return {
    edit,
    cost,
    family,
    apply: ({ pod, nodes }) => ({ pod: { ...pod, spec: { ...pod.spec, ...change(pod) } } as Pod, nodes }),
  };
}

export function nodeEdit(edit: Edit, cost: number, node: string, change: (node: Node) => Node): Candidate {
  return replaceNode(edit, cost, node, (info) => info.setNode(change(info.node)));
}

export function podRemoval(node: NodeInfo, uid: string, pod: string, cost: number = COST.pod): Candidate {
  return replaceNode({ kind: 'deletePod', params: { pod, node: node.name } }, cost, node.name, (info) => void info.removePod(uid));
}

function replaceNode(edit: Edit, cost: number, name: string, change: (info: NodeInfo) => void): Candidate {
  return {
    edit,
    cost,
    family: edit.kind,
    apply({ pod, nodes }, snapshot) {
      const info = snapshot.get(name)?.clone();
      if (!info) return { pod, nodes };
      change(info);
      return { pod, nodes: new Map(nodes).set(name, info) };
    },
  };
}

/** An empty, uncordoned machine like another. */
export function nodeAddition(like: NodeInfo, cost: number): Candidate {
  return {
    edit: { kind: 'addNode', params: { node: like.name } },
    cost,
    family: 'addNode',
    apply({ pod, nodes }, snapshot) {
      const name = `${like.name}-like`;
      const { metadata, spec } = like.node;
      const labels = { ...metadata.labels, ...(metadata.labels?.['kubernetes.io/hostname'] ? { 'kubernetes.io/hostname': name } : {}) };
      const node = { ...like.node, metadata: { ...metadata, name, labels }, spec: { ...spec, unschedulable: false } } as Node;
      const slot = snapshot.nodes.reduce((most, each) => Math.max(most, each.slot), 0) + 1;
      return { pod, nodes: new Map(nodes).set(name, new NodeInfo(node, slot)) };
    },
  };
}
