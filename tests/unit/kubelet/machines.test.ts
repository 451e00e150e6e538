import { describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import { isReady, list, request } from '../../support/cluster';
import { createRequest, deployment } from '../../support/manifests';

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

  it('started anew, leave a machine without power off; when power returns its kubelet reports the reboot', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 1 });
    cluster.advance({ byMs: 1_000 });
    cluster.handle(request('create', 'nodes', { body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'late' } } }));
    cluster.advance({ byMs: 20_000 });
    const spec = { type: 'PowerOff', target: { kind: 'Node', name: 'late' } };
    const body = { apiVersion: 'sim.kubarium.dev/v1alpha1', kind: 'Fault', metadata: { name: 'dark' }, spec };
    expect(cluster.handle(request('create', 'faults', { body })).code).toBe(201);
    cluster.advance({ byMs: 5_000 });
    cluster.stop('machines');
    cluster.advance({ byMs: 1_000 });
    cluster.start({ name: 'machines', kind: '', group: 'nodes' });
    cluster.advance({ byMs: 60_000 });
    expect(cluster.cluster.simulation.components).not.toContain('node/late');
    cluster.handle(request('delete', 'faults', { name: 'dark' }));
    cluster.advance({ byMs: 10_000 });
    const late = list(cluster, 'nodes').find((node) => node.metadata.name === 'late');
    expect(late && isReady(late)).toBe(true);
    const reboots = list(cluster, 'events').filter((event) => event['reason'] === 'Rebooted');
    expect(reboots.map(({ type, message }) => ({ type, message }))).toEqual([
      { type: 'Warning', message: `Node late has been rebooted, boot id: ${late?.status?.nodeInfo?.bootID}` },
    ]);
  });

  it('are idle seconds after a rollout: its progress deadline is no work', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 3 });
    cluster.advance({ untilIdle: true });
    cluster.handle(createRequest(deployment('web', 3)));
    const beforeMs = cluster.nowMs;
    expect(cluster.advance({ untilIdle: true, limitMs: 3_600_000 }).idle).toBe(true);
    expect(cluster.nowMs - beforeMs).toBeLessThan(10_000);
  });
});
