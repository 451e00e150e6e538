import type { NodeInfo } from '../../framework/node-info';
import type { Snapshot } from '../../framework/plugin';
import type { Verdicts } from '../trial';
import { affinityEdits, spreadEdits } from './between-pods';
import { nodeAddition } from './candidate';
import type { Candidate, Proposer } from './candidate';
import { gateEdits, portEdits, volumeEdits } from './of-the-pod';
import { nodeAffinityEdits, taintEdits, unschedulableEdits } from './of-nodes';
import { resourceEdits } from './resources';

/** By the plugin that stands in the way. */
const PROPOSERS: Readonly<Record<string, Proposer>> = {
  SchedulingGates: gateEdits,
  NodeUnschedulable: unschedulableEdits,
  TaintToleration: taintEdits,
  NodeAffinity: nodeAffinityEdits,
  NodePorts: portEdits,
  NodeResourcesFit: resourceEdits,
  VolumeRestrictions: volumeEdits,
  NodeVolumeLimits: volumeEdits,
  VolumeBinding: volumeEdits,
  VolumeZone: volumeEdits,
  PodTopologySpread: spreadEdits,
  InterPodAffinity: affinityEdits,
};

/** Different machines to try another one of. */
const SHAPES_MAX = 3;

/** Everything worth trying against what stands in the way now, cheapest first. */
export function candidates(verdicts: Verdicts, snapshot: Snapshot): Candidate[] {
  const { before, failures } = verdicts;
  const byPlugin = new Map<string, NodeInfo[]>();
  if (before) byPlugin.set(before.plugin, [...snapshot.nodes]);
  for (const [name, { plugin }] of failures) {
    const node = snapshot.get(name);
    if (!node) continue;
    const rejected = byPlugin.get(plugin);
    if (rejected) rejected.push(node);
    else byPlugin.set(plugin, [node]);
  }
  const proposed = [...byPlugin].flatMap(([plugin, rejected]) => PROPOSERS[plugin]?.(verdicts, rejected) ?? []);
  return [...proposed, ...(before ? [] : shapes(snapshot.nodes).map((like) => nodeAddition(like)))].sort((a, b) => a.cost - b.cost);
}

function shapes(nodes: readonly NodeInfo[]): NodeInfo[] {
  const found = new Map<string, NodeInfo>();
  for (const node of nodes) {
    const { 'kubernetes.io/hostname': _, ...labels } = node.labels;
    const key = JSON.stringify([labels, node.taints, node.node.status?.allocatable]);
    if (!found.has(key)) found.set(key, node);
    if (found.size === SHAPES_MAX) break;
  }
  return [...found.values()];
}
