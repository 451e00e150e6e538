import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../../../workers/api/meta';
import { compare } from '../../../../workers/scheduler/compare/compare';
import { podsOf, uniformNodes } from '../../../../workers/scheduler/compare/stream';
import type { SchedulerConfiguration } from '../../../../workers/scheduler/config/profile';
import { node, pod } from '../world';

const packing: SchedulerConfiguration = {
  profiles: [
    {
      schedulerName: 'default-scheduler',
      plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeResourcesFit', weight: 1 }] } },
      pluginConfig: [
        { name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } } },
      ],
    },
  ],
};
const cluster = { nodes: uniformNodes(4) };
const stream = Array.from({ length: 8 }, (_, at) => pod(`p-${at}`, { cpu: '1', memory: '1Gi' }));

describe('compare', () => {
  test('one configuration and one seed give the same run twice', () => {
    const { different, firstDivergence, a, b } = compare(cluster, stream, { seed: 3 }, { seed: 3 });
    expect({ different, firstDivergence }).toEqual({ different: 0, firstDivergence: undefined });
    expect(a).toEqual(b);
  });

  test('spreading uses all nodes evenly, packing as few as do', () => {
    const { a, b } = compare(cluster, stream, {}, { config: packing });
    expect([a.nodesUsed, b.nodesUsed]).toEqual([4, 2]);
    expect([a.podsPerNode, b.podsPerNode]).toEqual([
      { least: 2, most: 2 },
      { least: 0, most: 4 },
    ]);
    expect([a.imbalance, b.imbalance]).toEqual([0, 0.5]);
    expect(a.utilisation).toEqual(b.utilisation);
  });

  test('tells the first pod that went elsewhere, and nothing before it differs', () => {
    const { firstDivergence, placements } = compare(cluster, stream, {}, { config: packing });
    const index = firstDivergence?.index ?? -1;
    expect(placements.slice(0, index).every(({ a, b }) => a === b)).toBe(true);
    expect(placements[index]).toEqual({ pod: firstDivergence?.pod, a: firstDivergence?.a, b: firstDivergence?.b });
  });

  test('packing leaves room for a pod that spreading has no single node for', () => {
    const { pending, a, b } = compare(cluster, [...stream, pod('large', { cpu: '4' })], {}, { config: packing });
    expect(pending.a.map((each) => each.pod)).toEqual(['default/large']);
    expect(pending.a[0]?.message).toMatch(/^0\/4 nodes are available: 4 Insufficient cpu\./);
    expect(pending.b).toEqual([]);
    expect([a.fragmentation, b.fragmentation]).toEqual([1, 0]);
  });

  test('another seed draws other nodes among equals', () => {
    const { different } = compare({ nodes: uniformNodes(50) }, stream, { seed: 1 }, { seed: 2 });
    expect(different).toBeGreaterThan(0);
  });

  test('counts pods that were there before', () => {
    const there = { nodes: [node('only')], pods: [pod('old', { node: 'only', cpu: '4' })] } as never;
    expect(compare(there, [pod('p', { cpu: '1' })], {}, {}).a).toMatchObject({ placed: 0, pending: 1, utilisation: { cpu: 1 } });
  });
});

describe('podsOf', () => {
  test('makes the pods a workload asks for', () => {
    const spec = { replicas: 2, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [] } } };
    const web = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec } as AnyObject;
    expect(podsOf([web, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } }]).map(({ metadata }) => metadata)).toEqual([
      { labels: { app: 'web' }, name: 'web-0', namespace: 'default' },
      { labels: { app: 'web' }, name: 'web-1', namespace: 'default' },
    ]);
  });
});
