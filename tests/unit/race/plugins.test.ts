import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { plugins } from '../../../src/features/race/plugins';
import { runStream } from '../../../workers/scheduler/compare/run';
import { mixedPods, uniformNodes } from '../../../workers/scheduler/compare/stream';
import { ownConfiguration, ownPlugin } from '../../../workers/scheduler/own/plugin';
import { checkedPlugin } from '../../../workers/scheduler/own/shape';

const cluster = { nodes: uniformNodes(9) };
const stream = mixedPods(40);

/** As the sandbox makes it. */
function pluginOf(code: string) {
  const module = { exports: {} as { default?: unknown } };
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  new Function('exports', 'module', outputText)(module.exports, module);
  return checkedPlugin(module.exports.default, []);
}

function placedOn(id: string): string[] {
  const plugin = pluginOf(plugins.find((each) => each.id === id)?.code ?? '');
  const { placements } = runStream(cluster, stream, { config: ownConfiguration(plugin), plugins: [ownPlugin(plugin)] });
  return placements.map(({ pod, node }) => `${pod} ${node ?? ''}`);
}

const nodeCount = (placed: readonly string[], pods: number) => new Set(placed.slice(0, pods).map((each) => each.split(' ')[1])).size;

describe('the plugins to begin with', () => {
  test.each(plugins)('$id places the pods of a stream', ({ id }) => {
    expect(placedOn(id).filter((each) => /node-\d$/.test(each)).length).toBeGreaterThan(30);
  });

  test('packing takes fewer nodes than spreading', () => {
    expect(nodeCount(placedOn('pack'), 9)).toBeLessThan(nodeCount(placedOn('spread'), 9));
  });

  test('the cheapest zone fills first, and has no database', () => {
    const placed = placedOn('cheapestZone');
    const cheap = (at: string) => /node-[369]$/.test(at);
    expect(
      placed
        .filter((each) => !each.includes('database'))
        .slice(0, 8)
        .every(cheap),
    ).toBe(true);
    expect(placed.filter((each) => each.includes('database') && cheap(each))).toEqual([]);
  });
});
