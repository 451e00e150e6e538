import { beforeEach, describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import type { Pod } from '../../../workers/resources/core/pods/types';
import { isReady, list, request } from '../../support/cluster';

let cluster: InlineCluster;

beforeEach(() => {
  cluster = createInlineCluster({ seed: 1, nodes: 2, controllers: ['*'] });
  cluster.advance({ byMs: 20_000 });
  cluster.handle(
    request('create', 'pods', {
      namespace: 'default',
      body: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p' },
        spec: { nodeName: 'node-2', containers: [{ name: 'c', image: 'nginx' }] },
      },
    }),
  );
  cluster.advance({ byMs: 10_000 });
});

describe('faults', () => {
  it('PowerOff darkens a node; its pod comes back with one restart more', () => {
    fault({ type: 'PowerOff', target: { kind: 'Node', name: 'node-2' }, durationSeconds: 90 });
    cluster.advance({ byMs: 60_000 });
    expect(ready('node-2')).toBe('Unknown');
    expect(status()).toMatchObject({ phase: 'Active', targets: ['node-2'] });
    cluster.advance({ byMs: 60_000 });
    expect(ready('node-2')).toBe('True');
    expect(status().phase).toBe('Ended');
    expect(container()).toMatchObject({ ready: true, restartCount: 1, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } });
  });

  it('NetworkCut by label leaves the containers alone', () => {
    fault({
      type: 'NetworkCut',
      target: { kind: 'Node', selector: { matchLabels: { 'kubernetes.io/hostname': 'node-2' } } },
      durationSeconds: 60,
    });
    cluster.advance({ byMs: 55_000 });
    expect(ready('node-2')).toBe('Unknown');
    cluster.advance({ byMs: 60_000 });
    expect(ready('node-2')).toBe('True');
    expect(container()).toMatchObject({ ready: true, restartCount: 0 });
  });

  it('KubeletStop ends with the object', () => {
    fault({ type: 'KubeletStop', target: { kind: 'Node', name: 'node-2' } });
    cluster.advance({ byMs: 60_000 });
    expect(ready('node-2')).toBe('Unknown');
    cluster.handle(request('delete', 'faults', { name: 'f' }));
    cluster.advance({ byMs: 20_000 });
    expect(ready('node-2')).toBe('True');
    expect(container()).toMatchObject({ ready: true, restartCount: 0 });
  });

  it('ContainerCrash happens once, later if asked', () => {
    fault({ type: 'ContainerCrash', target: { kind: 'Pod', name: 'p' }, startAfterSeconds: 5 });
    cluster.advance({ byMs: 4000 });
    expect(container()?.restartCount).toBe(0);
    cluster.advance({ byMs: 6000 });
    expect(container()).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 137 } } });
    expect(status().phase).toBe('Ended');
  });

  it('ComponentDown stops the scheduler for a while', () => {
    fault({ type: 'ComponentDown', target: { kind: 'Component', name: 'kube-scheduler' }, durationSeconds: 10 });
    cluster.advance({ byMs: 1000 });
    cluster.handle(
      request('create', 'pods', {
        namespace: 'default',
        body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'late' }, spec: { containers: [{ name: 'c', image: 'nginx' }] } },
      }),
    );
    cluster.advance({ byMs: 5000 });
    expect(named('late').spec?.nodeName).toBeUndefined();
    cluster.advance({ byMs: 20_000 });
    expect(isReady(named('late'))).toBe(true);
  });

  it.each([
    [{ type: 'Nope', target: { kind: 'Node', name: 'node-1' } }, 'unknown fault type "Nope"'],
    [{ type: 'PowerOff', target: { kind: 'Node', name: 'none' } }, 'no Node matches the target'],
    [{ type: 'PowerOff', target: { kind: 'Pod', name: 'p' } }, 'PowerOff needs a target of kind Node, not Pod'],
    [{ type: 'ComponentDown', target: { kind: 'Component', name: 'etcd' } }, 'component "etcd" not found'],
  ])('%j fails: %s', (spec, message) => {
    fault(spec);
    cluster.advance({ byMs: 1000 });
    expect(status()).toEqual({ phase: 'Failed', message });
  });
});

function fault(spec: object): void {
  const reply = cluster.handle(
    request('create', 'faults', { body: { apiVersion: 'sim.kubarium.dev/v1alpha1', kind: 'Fault', metadata: { name: 'f' }, spec } }),
  );
  expect(reply.code).toBe(201);
}

function status(): { phase?: string } {
  return (list(cluster, 'faults')[0] as { status?: { phase?: string } }).status ?? {};
}

function ready(name: string): string | undefined {
  return list(cluster, 'nodes')
    .find((node) => node.metadata.name === name)
    ?.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

function named(name: string): Pod {
  return list(cluster, 'pods', 'default').find((pod) => pod.metadata.name === name) as Pod;
}

function container() {
  return named('p').status?.containerStatuses?.[0];
}
