import { describe, expect, it } from 'vitest';
import type { ApiRequest } from '../../../workers/api/request';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default' };
const MANAGER = { name: 'kube-controller-manager', kind: 'kube-controller-manager', group: 'controllers', options: {} } as const;

describe('a controller manager that dies', () => {
  it('takes a rollout up again where it was', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 3 });
    cluster.advance({ byMs: 20_000 });
    send(cluster, { verb: 'create', ...DEPLOYMENTS, body: deployment() });
    cluster.advance({ byMs: 20_000 });
    send(cluster, {
      verb: 'patch',
      ...DEPLOYMENTS,
      name: 'web',
      patchType: 'strategic',
      body: { spec: { template: { metadata: { labels: { app: 'web', version: '2' } } } } },
    });
    cluster.advance({ byMs: 600 });
    cluster.stop(MANAGER.name);
    cluster.advance({ byMs: 30_000 });
    expect(statusOf(cluster).updatedReplicas).not.toBe(4);
    cluster.start(MANAGER);
    cluster.advance({ byMs: 60_000 });
    expect(statusOf(cluster)).toMatchObject({
      observedGeneration: 2,
      replicas: 4,
      updatedReplicas: 4,
      readyReplicas: 4,
      availableReplicas: 4,
    });
  });

  it('collects what lost its owner meanwhile', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 3 });
    cluster.advance({ byMs: 20_000 });
    send(cluster, { verb: 'create', ...DEPLOYMENTS, body: deployment() });
    cluster.advance({ byMs: 20_000 });
    cluster.stop(MANAGER.name);
    send(cluster, {
      verb: 'delete',
      ...DEPLOYMENTS,
      name: 'web',
      body: { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' },
    });
    cluster.start(MANAGER);
    cluster.advance({ byMs: 60_000 });
    const left = ['replicasets', 'pods'].map((resource) => list(cluster, resource).length);
    expect(left).toEqual([0, 0]);
  });
});

function deployment() {
  const template = {
    metadata: { labels: { app: 'web' } },
    spec: { containers: [{ name: 'main', image: 'nginx' }], terminationGracePeriodSeconds: 1 },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template },
  };
}

function send(cluster: InlineCluster, request: ApiRequest): unknown {
  const { code, body } = cluster.handle({ user: 'admin', ...request });
  if (code >= 300) throw new Error(JSON.stringify(body));
  return body;
}

function statusOf(cluster: InlineCluster) {
  return (send(cluster, { verb: 'get', ...DEPLOYMENTS, name: 'web' }) as { status: Readonly<Record<string, unknown>> }).status;
}

function list(cluster: InlineCluster, resource: string): readonly unknown[] {
  const group = resource === 'pods' ? '' : 'apps';
  return (send(cluster, { verb: 'list', group, version: 'v1', resource, namespace: 'default' }) as { items: readonly unknown[] }).items;
}
