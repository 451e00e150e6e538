import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../workers/api/meta';
import { createInlineCluster } from '../../workers/hosts/inline';
import type { InlineCluster } from '../../workers/hosts/inline';
import { randomStream } from '../../workers/sim/prng';
import { list, request } from '../support/cluster';
import { createRequest, deployment } from '../support/manifests';
import { WatchChecker, overcommittedNodes, ownedByNothing, sharedPodIps } from './checkers/checkers';

const RUNS = Number(process.env['KUBARIUM_SWEEP'] ?? 50);
const WATCHED = ['pods', 'nodes', 'replicasets', 'deployments', 'endpointslices', 'services', 'events'] as const;

/** A random fault at a random place; all of them end by themselves. */
function randomFault(draw: { int(below: number): number }, name: string): AnyObject {
  const node = `node-${1 + draw.int(4)}`;
  const kinds = [
    { type: 'PowerOff', target: { kind: 'Node', name: node } },
    { type: 'NetworkCut', target: { kind: 'Node', name: node } },
    { type: 'KubeletStop', target: { kind: 'Node', name: node } },
    { type: 'ComponentDown', target: { kind: 'Component', name: draw.int(2) ? 'kube-scheduler' : 'kube-controller-manager' } },
    { type: 'ContainerCrash', target: { kind: 'Pod', selector: { matchLabels: { app: draw.int(2) ? 'web' : 'api' } } } },
  ];
  const spec = { ...kinds[draw.int(kinds.length)], startAfterSeconds: draw.int(20), durationSeconds: 1 + draw.int(400) };
  return { apiVersion: 'sim.kubarium.dev/v1alpha1', kind: 'Fault', metadata: { name }, spec } as AnyObject;
}

/** What happens between two looks: a fault, a scaling, a deletion, or nothing. */
function disturb(cluster: InlineCluster, draw: { int(below: number): number }, turn: number): void {
  const name = draw.int(2) ? 'web' : 'api';
  const what = draw.int(4);
  if (what < 2) cluster.handle(createRequest(randomFault(draw, `fault-${turn}`)));
  else if (what === 2)
    cluster.handle(
      request('patch', 'deployments', { namespace: 'default', name, patchType: 'merge', body: { spec: { replicas: draw.int(12) } } }),
    );
  else {
    const pods = list(cluster, 'pods', 'default');
    const victim = pods[draw.int(Math.max(1, pods.length))];
    if (victim) cluster.handle(request('delete', 'pods', { namespace: 'default', name: victim.metadata.name ?? '' }));
  }
}

function alwaysTrue(cluster: InlineCluster): string[] {
  const pods = list(cluster, 'pods');
  return [...sharedPodIps(pods), ...overcommittedNodes(list(cluster, 'nodes'), pods)];
}

/** Components' caches against the store: "cache <component> <resource>: ..." lines. */
function staleCaches(cluster: InlineCluster): string[] {
  return cluster.cluster.simulation.components.flatMap((component) => {
    const caches = cluster.query(component, { type: 'caches' }) as
      | readonly {
          resource: { group: string; version: string; resource: string };
          options: { namespace?: string };
          versions: readonly (readonly [string, string])[];
        }[]
      | undefined;
    return (caches ?? []).flatMap(({ resource, options, versions }) => {
      const { namespace, ...selectors } = options;
      const reply = cluster.handle({ verb: 'list', ...resource, ...(namespace === undefined ? {} : { namespace }), options: selectors });
      if (reply.code !== 200) return [];
      const stored = (reply.body as { items: readonly AnyObject[] }).items.map(({ metadata }) => [
        metadata?.namespace ? `${metadata.namespace}/${metadata.name}` : metadata?.name,
        metadata?.resourceVersion,
      ]);
      const text = (pairs: readonly unknown[]) => JSON.stringify([...pairs].map((pair) => JSON.stringify(pair)).sort());
      return text(stored) === text(versions) ? [] : [`cache of ${component}: ${resource.resource} differs from the store`];
    });
  });
}

describe('a sweep of seeds with random faults', () => {
  test.each(Array.from({ length: RUNS }, (_, at) => at + 1))('seed %i keeps every invariant', (seed) => {
    const cluster = createInlineCluster({ seed, nodes: 4 });
    const draw = randomStream(seed, 'test/disturbances');
    const watches = WATCHED.map((resource) => {
      const checker = new WatchChecker();
      cluster.watch(request('watch', resource, { options: { resourceVersion: '0' } }), {
        events: (events) => checker.take(events),
        closed: () => checker.wrong.push('closed'),
      });
      return { resource, checker };
    });
    cluster.handle(createRequest(deployment('web', 6)));
    cluster.handle(createRequest(deployment('api', 4)));
    for (let turn = 0; turn < 8; turn++) {
      cluster.advance({ byMs: 1_000 + draw.int(60_000) });
      disturb(cluster, draw, turn);
      expect(alwaysTrue(cluster)).toEqual([]);
    }
    for (const fault of list(cluster, 'faults')) cluster.handle(request('delete', 'faults', { name: fault.metadata?.name ?? '' }));
    cluster.advance({ byMs: 900_000 });
    cluster.advance({ untilIdle: true });
    expect(alwaysTrue(cluster)).toEqual([]);
    for (const { resource, checker } of watches) expect(checker.against(list(cluster, resource)), resource).toEqual([]);
    expect(
      ownedByNothing(
        ['deployments', 'replicasets', 'pods', 'services', 'endpointslices'].flatMap(
          (resource) => list(cluster, resource) as readonly AnyObject[],
        ),
      ),
    ).toEqual([]);
    expect(staleCaches(cluster)).toEqual([]);
  });
});
