import { describe, expect, test } from 'vitest';
import { race } from '../../../workers/hosts/race';
import { openNodeSandbox } from '../../../workers/hosts/sandbox/node';
import type { Comparison, Contestant } from '../../../workers/protocol/race';
import { repeatRun } from '../../../workers/scheduler/compare/run';
import { mixedPods, uniformNodes } from '../../../workers/scheduler/compare/stream';
import { node, pod } from '../scheduler/world';

const cluster = { nodes: uniformNodes(4) };
const stream = mixedPods(12);
const rival: Contestant = { kind: 'default', seed: 1 };
/** Calls are cut off early: the tests wait for that. */
const limits = { startMs: 30_000, callMs: 200, totalMs: 60_000 };

/** `code` is CommonJS. */
async function raced(code: string, seed = 1): Promise<Comparison> {
  const sandbox = openNodeSandbox();
  try {
    const { comparison } = await race(
      { cluster, stream },
      { a: rival, b: { kind: 'own', code, seed } },
      { openSandbox: () => sandbox, limits },
    );
    return comparison;
  } finally {
    await sandbox.end();
  }
}

/** What the plugin finds, as the text that it filters with. */
const told = async (expression: string) => {
  const { pending } = await raced(`exports.default = { filter: () => 'told ' + (${expression}) }`);
  return /told (.*?)\. no new/.exec(pending.b[0]?.message ?? '')?.[1];
};

describe('a plugin of one’s own in its sandbox', () => {
  test('races against the default scheduler', async () => {
    const { a, b } = await raced('exports.default = { score: (_, node) => node.requested.cpuMilli / 100 }');
    expect([a.placed, b.placed]).toEqual([12, 12]);
    expect(b.nodesUsed).toBeLessThan(a.nodesUsed);
  });

  test('runs the same way twice, whatever it draws; and another way with another seed', async () => {
    const code = 'exports.default = { score: () => Math.random() * 100 }';
    const [first, again, other] = [await raced(code), await raced(code), await raced(code, 2)];
    expect(again.placements).toEqual(first.placements);
    expect(other.placements).not.toEqual(first.placements);
  });

  test.each([
    [
      'nothing that reaches out',
      "['process', 'fetch', 'WebSocket', 'self', 'postMessage', 'parentPort', 'require.main'].filter((name) => globalThis[name] !== undefined).length",
      '0',
    ],
    [
      'nothing that waits or tells real time',
      "['setTimeout', 'setInterval', 'setImmediate', 'performance', 'Intl', 'Atomics', 'crypto'].filter((name) => globalThis[name] !== undefined).length",
      '0',
    ],
    ['a clock that stands still', 'new Date().toISOString() + new Date().constructor.now()', '2026-01-01T00:00:00.000Z1767225600000'],
    ['dates that it makes itself', 'new Date(2e12).getTime() + (new Date() instanceof Date)', '2000000000001'],
  ])('finds %s', async (_, expression, want) => {
    expect(await told(expression)).toBe(want);
  });

  test.each([
    [
      'never returns',
      'exports.default = { score: () => { for (;;); } }',
      'score of default/worker-1 on node-1 did not return within 0.2 s and was stopped',
    ],
    [
      'takes too long',
      'exports.default = { score: (p, n, c) => { for (let at = 0; at < 4e8; at++) c.x; return 1; } }',
      /^score of default\/worker-1 on node-1/,
    ],
    [
      'eats memory',
      'exports.default = { score: () => { const kept = []; for (;;) kept.push(new Array(1e6).fill(kept)); } }',
      /^score of default\/worker-1 on node-1|memory/,
    ],
    [
      'throws',
      'exports.default = { score: (pod, node) => node.nothing.here }',
      "score of default/worker-1 on node-1: TypeError: Cannot read properties of undefined (reading 'here')",
    ],
    ['throws what is no error', 'exports.default = { score: () => { throw 7 } }', 'score of default/worker-1 on node-1: threw 7'],
    [
      'scores with a text',
      'exports.default = { score: () => "much" }',
      'score of default/worker-1 on node-1: answered "much": must be a number from 0 to 100',
    ],
    ['imports', 'require("node:fs")', 'cannot import "node:fs": a plugin is one file'],
    ['breaks at its top', 'nothing.here', 'the module failed: ReferenceError: nothing is not defined'],
    ['exports nothing', '', 'the module has no default export that is an object: write "export default plugin;"'],
    ['is no JavaScript', 'exports.default = {', /^the module failed: SyntaxError/],
  ])('that %s is stopped, with the reason', async (_, code, want) => {
    await expect(raced(code)).rejects.toThrow(want);
  });
});

describe('what a sandbox claims is made again from its placements', () => {
  const one = { nodes: [node('node-1'), node('node-2', { spec: { unschedulable: true } })] } as never;
  const pods = [pod('p', { cpu: '3' }), pod('q', { cpu: '3' })];

  test('and counted where it is possible', () => {
    const { placements, nodes } = repeatRun(one, pods, [
      { pod: 'default/p', node: 'node-1' },
      { pod: 'default/q', message: 'full' },
    ]);
    expect(placements).toEqual([
      { pod: 'default/p', node: 'node-1' },
      { pod: 'default/q', message: 'full' },
    ]);
    expect(nodes.map(({ requested }) => requested.cpuMilli)).toEqual([3000, 0]);
  });

  test.each([
    ['another pod', [{ pod: 'default/x', node: 'node-1' }, { pod: 'default/q' }], 'placement 0 is of default/x, not of default/p'],
    ['too few pods', [{ pod: 'default/p', node: 'node-1' }], '1 placements for 2 pods'],
    [
      'a node that does not exist',
      [{ pod: 'default/p', node: 'node-9' }, { pod: 'default/q' }],
      'default/p was put on node-9, which does not exist',
    ],
    [
      'a cordoned node',
      [{ pod: 'default/p', node: 'node-2' }, { pod: 'default/q' }],
      'default/p was put on node-2, which is ruled out: node(s) were unschedulable',
    ],
    [
      'a full node',
      [
        { pod: 'default/p', node: 'node-1' },
        { pod: 'default/q', node: 'node-1' },
      ],
      'default/q was put on node-1, which is ruled out: Insufficient cpu',
    ],
  ])('and refused where it names %s', (_, placements, want) => {
    expect(() => repeatRun(one, pods, placements)).toThrow(new RangeError(want));
  });
});
