/** What a run made of the cluster, in numbers. */
import type { Measures } from '../../protocol/race';
import type { NodeInfo } from '../framework/node-info';
import { resourceNamed } from '../framework/resources';
import type { Run } from './run';

export function measuresOf({ placements, nodes, pods }: Run): Measures {
  const placed = placements.filter(({ node }) => node !== undefined).length;
  const counts = nodes.map((node) => node.pods.length);
  const largest = pods.reduce((most, { facts }) => Math.max(most, facts.requests.cpuMilli), 0);
  const free = nodes.map((node) => Math.max(0, node.allocatable.cpuMilli - node.requested.cpuMilli));
  const splinters = free.filter((amount) => amount < largest);
  return {
    placed,
    pending: placements.length - placed,
    nodesUsed: counts.filter((count) => count > 0).length,
    utilisation: { cpu: share(nodes, 'cpu'), memory: share(nodes, 'memory') },
    imbalance: deviation(nodes.map((node) => ratio(node.requested.cpuMilli, node.allocatable.cpuMilli))),
    podsPerNode: { least: counts.reduce((a, b) => Math.min(a, b), counts[0] ?? 0), most: counts.reduce((a, b) => Math.max(a, b), 0) },
    podsPerZone: zonesOf(nodes),
    fragmentation: ratio(sum(splinters), sum(free)),
  };
}

function share(nodes: readonly NodeInfo[], resource: string): number {
  return ratio(
    sum(nodes.map((node) => resourceNamed(node.requested, resource))),
    sum(nodes.map((node) => resourceNamed(node.allocatable, resource))),
  );
}

function zonesOf(nodes: readonly NodeInfo[]): Record<string, number> {
  const zones: Record<string, number> = {};
  for (const { labels, pods } of nodes) {
    const zone = labels['topology.kubernetes.io/zone'] ?? '';
    zones[zone] = (zones[zone] ?? 0) + pods.length;
  }
  return zones;
}

function deviation(values: readonly number[]): number {
  const mean = ratio(sum(values), values.length);
  return Math.sqrt(ratio(sum(values.map((value) => (value - mean) ** 2)), values.length));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
