import { describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import { isReady, list, request } from '../../support/cluster';

describe('machines', () => {
  it('give a Node object that is created a kubelet with its capacity and range, and end with the object', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 1 });
    cluster.advance({ byMs: 10_000 });
    const status = { capacity: { cpu: '32', memory: '64Gi', pods: '250' }, allocatable: { cpu: '31', memory: '60Gi', pods: '250' } };
    expect(
      cluster.handle(
        request('create', 'nodes', {
          body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'big', labels: { disk: 'ssd' } }, status },
        }),
      ).code,
    ).toBe(201);
    cluster.advance({ byMs: 20_000 });
    const big = list(cluster, 'nodes').find((node) => node.metadata.name === 'big');
    expect(big && isReady(big)).toBe(true);
    expect(big?.status?.allocatable).toMatchObject(status.allocatable);
    expect(big?.metadata.labels).toMatchObject({ disk: 'ssd', 'kubernetes.io/hostname': 'big' });
    const spec = { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '20' } } }] };
    cluster.handle(
      request('create', 'pods', { namespace: 'default', body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec } }),
    );
    cluster.advance({ byMs: 10_000 });
    expect(list(cluster, 'pods', 'default')[0]?.status?.phase).toBe('Running');
    cluster.handle(request('delete', 'nodes', { name: 'big' }));
    cluster.advance({ byMs: 20_000 });
    expect(cluster.query('node/big', { type: 'containers' })).toBeUndefined();
    expect(list(cluster, 'nodes').map((node) => node.metadata.name)).toEqual(['node-1']);
  });
});
