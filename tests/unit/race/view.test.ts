import { describe, expect, test } from 'vitest';
import { raceTexts } from '../../../src/features/race/i18n';
import { layoutOf, tileAt } from '../../../src/features/race/load-map';
import { measureRows, measureText } from '../../../src/features/race/measures';
import { compare } from '../../../workers/scheduler/compare/compare';
import { CONFIGURATIONS } from '../../../workers/scheduler/compare/configurations';
import { mixedPods, uniformNodes } from '../../../workers/scheduler/compare/stream';

const comparison = compare({ nodes: uniformNodes(10) }, mixedPods(60), {}, { config: CONFIGURATIONS.mostAllocated });

describe('measureRows', () => {
  const rows = measureRows({ comparison, tookMs: { a: 20, b: 5 } });

  test('names every measure in both languages, with what it means', () => {
    for (const language of ['en', 'zh'] as const)
      for (const { id } of rows)
        expect([raceTexts[language][`measure_${id}`], raceTexts[language][`about_${id}`]].every(Boolean)).toBe(true);
  });

  test('zones add up to all pods, and bars stay within their cells', () => {
    const inZones = rows.filter(({ id }) => id === 'podsInZone').map(({ values }) => Number(values.a));
    expect(inZones.reduce((sum, count) => sum + count, 0)).toBe(comparison.a.placed);
    expect(rows.every(({ bars }) => !bars || (bars.a >= 0 && bars.a <= 1 && bars.b >= 0 && bars.b <= 1))).toBe(true);
  });

  test.each([
    ['share', 0.8237, '82.4 %'],
    ['range', [3, 10], '3–10'],
    ['ms', 30.6, '31 ms'],
    ['count', 12_345, '12,345'],
  ] as const)('%s', (unit, value, want) => {
    expect(measureText(unit, value)).toBe(want);
  });
});

describe('layoutOf', () => {
  const nodesOf = (count: number) => compare({ nodes: uniformNodes(count) }, [], {}, {}).nodes;

  test.each([3, 50, 1_000, 5_000])('%i nodes have a tile each, none over another, zone below zone', (count) => {
    const layout = layoutOf(nodesOf(count), 600);
    expect(layout.tiles.length).toBe(count);
    expect(new Set(layout.tiles.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
    expect(layout.tiles.every(({ x, y }) => x + layout.size <= 602 && y + layout.size <= layout.height)).toBe(true);
    expect(layout.zones.map(({ zone }) => zone)).toEqual(['zone-a', 'zone-b', 'zone-c']);
  });

  test('finds the node under the pointer', () => {
    const layout = layoutOf(nodesOf(9), 600);
    const last = layout.tiles.at(-1)!;
    expect(tileAt(layout, last.x + 3, last.y + 3)?.node.node).toBe('node-9');
    expect(tileAt(layout, 599, layout.height - 1)).toBeUndefined();
  });
});

describe('texts', () => {
  const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).toSorted();
  const plain = (texts: Record<string, string>) => new Set(Object.keys(texts).map((key) => key.replace(/_(one|other)$/, '')));

  test('say the same things in both languages, with the same parameters', () => {
    expect(plain(raceTexts.zh)).toEqual(plain(raceTexts.en));
    for (const [key, text] of Object.entries(raceTexts.zh)) expect([key, holes(text)]).toEqual([key, holes(raceTexts.en[key]!)]);
  });
});
