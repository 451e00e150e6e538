import { describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import { request } from '../../support/cluster';

describe('traffic', () => {
  it('sends at its rate, in turn to every ready pod, and fails while nobody answers', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 2 });
    cluster.advance({ byMs: 20_000 });
    create(cluster, 'services', 'default', {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 8000, targetPort: 80 }] },
    });
    create(cluster, 'traffics', undefined, {
      apiVersion: 'sim.kubarium.dev/v1alpha1',
      kind: 'Traffic',
      metadata: { name: 't' },
      spec: { service: { namespace: 'default', name: 'web' }, requestsPerSecond: 10 },
    });
    cluster.advance({ byMs: 2000 });
    expect(cluster.query('traffic', { type: 'traffic' })).toEqual({ t: { sent: 20, ok: 0, failed: 20 } });
    for (const [name, node] of [
      ['a', 'node-1'],
      ['b', 'node-2'],
    ]) {
      create(cluster, 'pods', 'default', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, labels: { app: 'web' } },
        spec: { nodeName: node, containers: [{ name: 'c', image: 'nginx' }] },
      });
    }
    cluster.advance({ byMs: 10_000 });
    const before = cluster.query('traffic', { type: 'traffic' }) as { t: { ok: number; failed: number } };
    cluster.advance({ byMs: 10_000 });
    const after = cluster.query('traffic', { type: 'traffic' }) as { t: { ok: number; failed: number } };
    expect(after.t.ok - before.t.ok).toBe(100);
    expect(after.t.failed).toBe(before.t.failed);
  });

  it('waits as long as it is told, and goes on at its rate', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 0 });
    const spec = { service: { namespace: 'default', name: 'none' }, requestsPerSecond: 2, startAfterSeconds: 7 };
    create(cluster, 'traffics', undefined, { metadata: { name: 't' }, spec });
    cluster.advance({ untilMs: 7499 });
    expect(cluster.query('traffic', { type: 'traffic' })).toEqual({});
    cluster.advance({ untilMs: 9000 });
    expect(cluster.query('traffic', { type: 'traffic' })).toEqual({ t: { sent: 4, ok: 0, failed: 4 } });
  });
});

function create(cluster: InlineCluster, resource: string, namespace: string | undefined, body: object): void {
  expect(cluster.handle(request('create', resource, { ...(namespace ? { namespace } : {}), body })).code).toBe(201);
}
