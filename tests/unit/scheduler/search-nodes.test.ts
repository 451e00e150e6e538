import { describe, expect, test } from 'vitest';
import type { Pod } from '../../../workers/resources/core/pods/types';
import { NodeTree } from '../../../workers/scheduler/cache/node-tree';
import { worldOf } from '../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../workers/scheduler/decide';
import { scheduleOne } from '../../../workers/scheduler/schedule-one';
import { feasibleNodesWanted } from '../../../workers/scheduler/search-nodes';
import { node, pod } from './world';

describe('how many feasible nodes are enough', () => {
  test.each([
    [1, 0, 1],
    [99, 0, 99],
    [100, 0, 100],
    [125, 0, 100],
    [300, 0, 144],
    [1000, 0, 420],
    [4000, 0, 720],
    [5000, 0, 500],
    [6000, 0, 300],
    [200, 1, 100],
    [5000, 5, 250],
    [50, 10, 50],
    [200, 70, 140],
    [5000, 99, 4950],
    [101, 100, 101],
  ])('of %i nodes at %i percent: %i', (nodes, percentage, wanted) => {
    expect(feasibleNodesWanted(nodes, percentage)).toBe(wanted);
  });
});

describe('the order of the search', () => {
  test('zones take turns', () => {
    const tree = new NodeTree();
    for (const [name, zone] of [
      ['a1', 'a'],
      ['a2', 'a'],
      ['a3', 'a'],
      ['b1', 'b'],
      ['c1', 'c'],
      ['c2', 'c'],
    ] as const)
      tree.add(node(name, { zone }));
    expect(tree.list()).toEqual(['a1', 'b1', 'c1', 'a2', 'c2', 'a3']);
  });

  test('each search starts where the one before stopped', () => {
    const nodes = Array.from({ length: 250 }, (_, at) => node(`n${at}`));
    const { cache, framework, infos } = worldOf({}, { nodes } as unknown as ClusterLists, 'default-scheduler');
    const rotation = { next: 0 };
    const starts = Array.from({ length: 4 }, (_, at) => {
      const { search } = scheduleOne(framework, cache, infos.of(pod(`p${at}`)), rotation);
      return [search?.start, search?.examined, search?.feasible];
    });
    expect(starts).toEqual([
      [0, 120, 120],
      [120, 120, 120],
      [240, 120, 120],
      [110, 120, 120],
    ]);
  });
});

describe('answers kept for pods of one template', () => {
  test('change with the node, so they are those of a scheduler that keeps nothing', () => {
    const nodes = Array.from({ length: 7 }, (_, at) => node(`n${at}`, { cpu: `${2 + (at % 3)}`, zone: `z${at % 2}` }));
    const place = (anew: boolean) => {
      const pods: Pod[] = [];
      const rotation = { next: 0 };
      const world = () => worldOf({}, { nodes, pods } as unknown as ClusterLists, 'default-scheduler');
      let { cache, framework, infos } = world();
      return Array.from({ length: 60 }, (_, at) => {
        if (anew) ({ cache, framework, infos } = world());
        const next = pod(`p${at}`, at % 3 === 0 ? { cpu: '300m' } : { cpu: '450m', memory: '1Gi' });
        const info = infos.of(next);
        const attempt = scheduleOne(framework, cache, info, rotation);
        if (attempt.node) {
          cache.assume(info, attempt.node.name);
          pods.push({ ...next, spec: { ...next.spec, nodeName: attempt.node.name } } as Pod);
        }
        return [attempt.node?.name, attempt.message, attempt.scoring?.totals];
      });
    };
    expect(place(false)).toEqual(place(true));
    expect(place(false).filter(([where]) => where === undefined).length).toBeGreaterThan(5);
  });
});
