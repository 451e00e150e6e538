/** The same stream of pods under two configurations, or two seeds, side by side. Pure; plain JSON. */
import type { Pod } from '../../resources/core/pods/types';
import type { ComparedNode, ComparedPod, Comparison, NodeLoad } from '../../protocol/race';
import type { ClusterLists } from '../decide';
import type { NodeInfo } from '../framework/node-info';
import { measuresOf, ratio } from './measures';
import { runStream } from './run';
import type { Run, RunOptions } from './run';

export function compare(cluster: ClusterLists, stream: readonly Pod[], a: RunOptions, b: RunOptions): Comparison {
  return compareRuns(runStream(cluster, stream, a), runStream(cluster, stream, b));
}

/** Two runs of one stream on one cluster. */
export function compareRuns(first: Run, second: Run): Comparison {
  const placements = first.placements.map(({ pod, node }, index): ComparedPod => {
    const other = second.placements[index]?.node;
    return { pod, ...(node ? { a: node } : {}), ...(other ? { b: other } : {}) };
  });
  const index = placements.findIndex((each) => each.a !== each.b);
  const divergence = placements[index];
  const unplaced = ({ placements: all }: typeof first) =>
    all.flatMap(({ pod, node, message = '' }) => (node === undefined ? [{ pod, message }] : []));
  return {
    a: measuresOf(first),
    b: measuresOf(second),
    placements,
    different: placements.filter((each) => each.a !== each.b).length,
    ...(divergence ? { firstDivergence: { index, ...divergence } } : {}),
    pending: { a: unplaced(first), b: unplaced(second) },
    nodes: comparedNodes(first.nodes, second.nodes),
  };
}

function comparedNodes(first: readonly NodeInfo[], second: readonly NodeInfo[]): ComparedNode[] {
  const others = new Map(second.map((node) => [node.name, node]));
  const nodes = first.map((node): ComparedNode => {
    const zone = node.labels['topology.kubernetes.io/zone'] ?? '';
    return { node: node.name, zone, a: loadOf(node), b: loadOf(others.get(node.name) ?? node) };
  });
  return nodes.sort((a, b) => (a.zone < b.zone ? -1 : a.zone > b.zone ? 1 : 0));
}

function loadOf({ pods, requested, allocatable }: NodeInfo): NodeLoad {
  return {
    pods: pods.length,
    cpu: ratio(requested.cpuMilli, allocatable.cpuMilli),
    memory: ratio(requested.memory, allocatable.memory),
  };
}
