import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../workers/api/meta';
import { Engine } from '../../workers/hosts/engine';
import { createInlineCluster, inlineGroups } from '../../workers/hosts/inline';
import { list, request } from '../support/cluster';

const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'pause' }] } };
const namespace = request('create', 'namespaces', { body: { metadata: { name: 'n' } } });
const pod = request('create', 'pods', { namespace: 'n', body: { metadata: { name: 'p' }, spec: template.spec } });
const replicaSet = request('create', 'replicasets', {
  namespace: 'n',
  body: { metadata: { name: 'r' }, spec: { replicas: 2, selector: { matchLabels: { a: 'b' } }, template } },
});

describe('a namespace and what runs in it, created at once', () => {
  test('a ReplicaSet gets its pods without a complaint', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 0 });
    for (const one of [namespace, replicaSet]) cluster.handle(one);
    cluster.advance({ byMs: 1000 });
    expect([list(cluster, 'pods', 'n').length, reasons(list(cluster, 'events', 'n'), 'FailedCreate')]).toEqual([2, []]);
  });

  test('without the controller that makes accounts, creation fails after a while', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 0, controllers: ['replicaset-controller'] });
    for (const one of [namespace, replicaSet]) cluster.handle(one);
    cluster.advance({ byMs: 1300 });
    const early = list(cluster, 'events', 'n').length;
    cluster.advance({ byMs: 200 });
    const [first] = reasons(list(cluster, 'events', 'n'), 'FailedCreate');
    expect([early, first]).toEqual([
      0,
      expect.stringMatching(/^Error creating: pods "r-" is forbidden: error looking up service account n\/default: .* not found$/),
    ]);
  });

  test.each([
    ['a running cluster', false, 201],
    ['a cluster whose time stands still', true, 403],
  ])('%s answers for a pod: %s', async (_what, paused, code) => {
    const groups = inlineGroups(1);
    const of = (name: keyof typeof groups) => ({
      run: (batch: Parameters<(typeof groups)['nodes']['run']>[0]) => groups[name].run(batch),
      query: (component: string, question: unknown) => groups[name].query(component, question),
      dispose: () => undefined,
    });
    const threads = { scheduler: of('scheduler'), controllers: of('controllers'), nodes: of('nodes') };
    const engine = new Engine({ seed: 1, nodes: 0 }, threads, { realNow: () => performance.now(), paused, speed: 100 });
    try {
      engine.start();
      const [, reply] = await Promise.all([engine.request(namespace), engine.request(pod)]);
      expect(reply.code).toBe(code);
    } finally {
      engine.dispose();
    }
  });
});

function reasons(events: readonly AnyObject[], reason: string): string[] {
  return (events as readonly (AnyObject & { readonly reason?: string; readonly message?: string })[])
    .filter((event) => event.reason === reason)
    .map(({ message = '' }) => message);
}
