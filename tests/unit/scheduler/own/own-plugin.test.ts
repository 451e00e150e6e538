import { describe, expect, test } from 'vitest';
import type { NodeView, SchedulerPlugin } from '../../../../workers/protocol/own-plugin';
import { runStream } from '../../../../workers/scheduler/compare/run';
import { uniformNodes } from '../../../../workers/scheduler/compare/stream';
import { PluginFault, callText } from '../../../../workers/scheduler/own/fault';
import { ownConfiguration, ownPlugin } from '../../../../workers/scheduler/own/plugin';
import type { Guard } from '../../../../workers/scheduler/own/plugin';
import { checkedPlugin } from '../../../../workers/scheduler/own/shape';
import { pod } from '../world';

const nodes = uniformNodes(4);
const stream = (count: number, cpu = '1') => Array.from({ length: count }, (_, at) => pod(`p-${at}`, { cpu, memory: '1Gi' }));

function placed(plugin: SchedulerPlugin, pods = stream(4), guard?: Guard): (string | undefined)[] {
  const options = { config: ownConfiguration(plugin), plugins: [ownPlugin(plugin, guard)] };
  return runStream({ nodes }, pods, options).placements.map(({ node, message }) => node ?? message);
}

function faultOf(plugin: SchedulerPlugin): string {
  try {
    placed(plugin);
  } catch (error) {
    if (error instanceof PluginFault) return `${error.at ? callText(error.at) : 'module'}: ${error.message}`;
    throw error;
  }
  return 'no fault';
}

describe('a plugin of one’s own decides', () => {
  const named =
    (wanted: string) =>
    (_: unknown, { name }: NodeView) =>
      name === wanted ? 100 : 0;

  test.each<[string, SchedulerPlugin, readonly string[]]>([
    ['alone, unless it says otherwise', { score: named('node-3') }, ['node-3', 'node-3', 'node-3', 'node-3']],
    [
      'with what the nodes have left',
      { score: (_, { allocatable, requested, name }) => 90 - (requested.cpuMilli / allocatable.cpuMilli) * 80 - Number(name.slice(5)) },
      ['node-1', 'node-2', 'node-3', 'node-4'],
    ],
    [
      'by the pods that are there',
      { score: (_, node) => node.pods.length * 10 + (node.name === 'node-2' ? 1 : 0) },
      ['node-2', 'node-2', 'node-2', 'node-2'],
    ],
    ['by zone', { score: (_, { zone }) => (zone === 'zone-b' ? 1 : 0) }, ['node-2', 'node-2', 'node-2', 'node-2']],
    [
      'with what preScore worked out',
      {
        preScore: (_, all) =>
          all
            .map(({ name }) => name)
            .sort()
            .at(-1),
        score: (_, { name }, __, last) => (name === last ? 100 : 0),
      },
      ['node-4', 'node-4', 'node-4', 'node-4'],
    ],
    [
      'with what preFilter worked out',
      {
        preFilter: ({ name }, cluster) => cluster.nodes.map((node) => node.name).sort()[Number(name.slice(2)) % cluster.nodes.length],
        filter: (_, { name }, __, mine) => name === mine || 'not its turn',
      },
      ['node-1', 'node-2', 'node-3', 'node-4'],
    ],
  ])('%s', (_, plugin, want) => {
    expect(placed(plugin)).toEqual(want);
  });

  test('beside the default scores, with its weight', () => {
    const pods = stream(2);
    expect(placed({ beside: 'all', weight: 100, score: named('node-4') }, pods)).toEqual(['node-4', 'node-4']);
    expect(new Set(placed({ beside: 'all', weight: 1, score: () => 50 }, pods)).size).toBe(2);
  });

  test('only among nodes that the default filters leave', () => {
    expect(placed({ score: named('node-1') }, stream(5)).slice(0, 4)).toEqual(['node-1', 'node-1', 'node-1', 'node-1']);
    expect(placed({ score: named('node-1') }, stream(5))[4]).not.toBe('node-1');
  });

  test('and its reasons stand in the message', () => {
    expect(placed({ filter: (_, { zone }) => zone === 'zone-x' || `zone ${zone} is closed` }, stream(1))).toEqual([
      '0/4 nodes are available: 1 zone zone-b is closed, 1 zone zone-c is closed, 2 zone zone-a is closed. no new claims to deallocate, preemption: 0/4 nodes are available: 4 No preemption victims found for incoming pod.',
    ]);
  });

  test('on frozen views', () => {
    const seen: unknown[] = [];
    placed({
      score: (mine, node, cluster) => {
        seen.push(mine, mine.requests, node, node.allocatable, node.requested, node.pods, cluster, cluster.nodes);
        return 0;
      },
    });
    expect(seen.every((each) => Object.isFrozen(each))).toBe(true);
  });
});

describe('a plugin that does what it must not', () => {
  const first = 'score of default/p-0 on node-1: ';
  test.each<[string, SchedulerPlugin, string]>([
    [
      'throws',
      { score: () => (undefined as never as string).length },
      `${first}TypeError: Cannot read properties of undefined (reading 'length')`,
    ],
    ['answers NaN', { score: () => Number.NaN }, `${first}answered NaN: must be a number from 0 to 100`],
    ['answers too much', { score: () => 101 }, `${first}answered 101: must be a number from 0 to 100`],
    ['answers with a text', { score: () => '7' as never }, `${first}answered "7": must be a number from 0 to 100`],
    ['answers with a promise', { score: async () => 7 } as never, `${first}answered with a promise: a plugin must answer at once`],
    [
      'filters with undefined',
      { filter: () => undefined as never },
      'filter of default/p-0 on node-1: answered undefined: must be true, or the reason why not',
    ],
    [
      'fails in preScore',
      {
        preScore: () => {
          throw new Error('no');
        },
        score: () => 1,
      },
      'preScore of default/p-0: Error: no',
    ],
    [
      'changes a node',
      { score: (_, node) => ((node as { name: string }).name = 'x').length },
      `${first}TypeError: Cannot assign to read only property 'name' of object '#<Object>'`,
    ],
  ])('%s', (_, plugin, want) => {
    expect(faultOf(plugin)).toBe(want);
  });

  test.each<[string, unknown, string]>([
    ['is missing', undefined, 'the module has no default export that is an object: write "export default plugin;"'],
    ['is empty', {}, 'a plugin needs filter, score, or both'],
    [
      'has a member of another name',
      { scores: () => 1 },
      'unknown member "scores": a plugin has name, beside, weight, preFilter, filter, preScore, score',
    ],
    ['has no function where one belongs', { score: 5 }, 'score must be a function'],
    ['weighs too much', { score: () => 1, weight: 101 }, 'weight must be a whole number from 1 to 100'],
    ['takes a name that is taken', { score: () => 1, name: 'NodeName' }, 'name: "NodeName" is a plugin of Kubernetes; choose another'],
    ['runs beside nobody', { score: () => 1, beside: 'none' }, 'beside must be "filters" or "all"'],
  ])('a module whose plugin %s', (_, given, want) => {
    expect(() => checkedPlugin(given, ['NodeName'])).toThrow(new PluginFault(want, undefined));
  });

  test('every call goes through the host’s guard', () => {
    const calls: string[] = [];
    const guard: Guard = (at, call) => {
      calls.push(callText(at));
      return call();
    };
    placed({ filter: (_, { name }) => name !== 'node-2' || 'no', score: () => 1 }, stream(1), guard);
    expect(calls.filter((call) => call.startsWith('filter')).length).toBe(4);
    expect(calls.filter((call) => call.startsWith('score')).length).toBe(3);
  });
});
