import { describe, expect, test } from 'vitest';
import type { KubeList } from '../../../../workers/api/meta';
import { compareCluster } from '../../../../workers/hosts/compare';
import type { ListObjects } from '../../../../workers/hosts/compare';
import { createInlineCluster } from '../../../../workers/hosts/inline';
import { createRequest, deployment } from '../../../support/manifests';

/** Large enough to tell in a score of whole percents. */
const half = (name: string, replicas: number) =>
  JSON.parse(JSON.stringify(deployment(name, replicas)).replace('"10m"', '"500m"')) as ReturnType<typeof deployment>;
const cluster = createInlineCluster({ seed: 1, nodes: 3 });
cluster.advance({ byMs: 5_000 });
cluster.handle(createRequest(half('web', 6)));
cluster.advance({ byMs: 10_000 });
const list: ListObjects = async (resource) => cluster.handle({ verb: 'list', ...resource }).body as KubeList;
const packing = {
  apiVersion: 'kubescheduler.config.k8s.io/v1',
  kind: 'KubeSchedulerConfiguration',
  profiles: [
    {
      plugins: { score: { disabled: [{ name: '*' }], enabled: [{ name: 'NodeResourcesFit' }] } },
      pluginConfig: [
        { name: 'NodeResourcesFit', args: { scoringStrategy: { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] } } },
      ],
    },
  ],
};

describe('compareCluster', () => {
  test('places the pods of the cluster anew, spread and packed', async () => {
    const { a, b } = await compareCluster(list, { b: { config: packing } });
    expect([a.placed, b.placed, a.nodesUsed, b.nodesUsed]).toEqual([6, 6, 3, 1]);
  });

  test('places given workloads on top of what runs', async () => {
    const { a } = await compareCluster(list, { objects: [half('more', 3)] });
    expect([a.placed, a.podsPerNode]).toEqual([3, { least: 3, most: 3 }]);
  });

  test('refuses a configuration that the scheduler would refuse, with its reason', async () => {
    await expect(compareCluster(list, { a: { config: { ...packing, kind: 'Config' } } })).rejects.toThrow(/^a\.config: /);
  });

  test('leaves the cluster as it is', async () => {
    const before = cluster.hash();
    await compareCluster(list, {});
    expect(cluster.hash()).toBe(before);
  });
});
