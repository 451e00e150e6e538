import { describe, expect, it } from 'vitest';
import { Cache } from '../../../workers/scheduler/cache/cache';
import { worldOf } from '../../../workers/scheduler/decide';
import type { ClusterLists } from '../../../workers/scheduler/decide';
import { scheduleOne } from '../../../workers/scheduler/schedule-one';
import { node, pod } from './world';

const ZONE = 'topology.kubernetes.io/zone';

describe('values of a label, numbered', () => {
  it('stay few though nodes with ever new values come and go', () => {
    const cache = new Cache();
    cache.setNode(node('first', { zone: 'z-first' }));
    for (let at = 0; at < 1500; at++) {
      cache.setNode(node('passing', { zone: `z${at}` }));
      const topology = cache.topology(ZONE);
      const of = (name: string) => topology.values[topology.of(cache.get(name)?.slot ?? -1)];
      expect([of('first'), of('passing')]).toEqual(['z-first', `z${at}`]);
      expect(topology.values.length).toBeLessThan(1100);
    }
  });

  it('are followed by the counts of spread and affinity', () => {
    const spec = {
      topologySpreadConstraints: [
        { maxSkew: 1, topologyKey: ZONE, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'a' } } },
      ],
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'a' } } },
          ],
        },
      },
    };
    const { cache, framework, infos } = worldOf({}, {} as ClusterLists, 'default-scheduler');
    cache.setNode(node('n0', { zone: 'z0' }));
    const placed: string[] = [];
    for (let at = 1; at <= 1200; at++) {
      cache.setNode(node(`n${at}`, { zone: `z${at}` }));
      cache.removeNode(`n${at - 3}`);
      const info = infos.of(pod(`p${at}`, { labels: { app: 'a' }, spec }));
      const { node: chosen } = scheduleOne(framework, cache, info, { next: 0 });
      placed.push(chosen?.name ?? '');
      if (chosen) cache.assume(info, chosen.name);
    }
    // Of three nodes the oldest has such a pod.
    expect(placed).toEqual(placed.map((_, at) => `n${at}`));
  });
});
