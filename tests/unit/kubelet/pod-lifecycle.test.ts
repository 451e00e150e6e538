import { beforeEach, describe, expect, it } from 'vitest';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import type { Pod } from '../../../workers/resources/core/pods/types';
import { list, request } from '../../support/cluster';

let cluster: InlineCluster;
let phases: string[];

beforeEach(() => {
  cluster = createInlineCluster({ seed: 1, nodes: 1, scheduler: false, controllers: ['serviceaccount-controller'] });
  cluster.advance({ byMs: 2000 });
  phases = [];
});

describe('a pod on a node', () => {
  it('goes from Pending over Running to gone, with its address and its conditions', () => {
    start({ containers: [{ name: 'web', image: 'nginx:1.29' }] });
    cluster.advance({ byMs: 8000 });
    const { status } = pod();
    expect(status?.phase).toBe('Running');
    expect(status?.podIP).toBe('10.244.1.2');
    expect(status?.conditions?.map(({ type, status: value }) => [type, value])).toEqual([
      ['PodReadyToStartContainers', 'True'],
      ['Initialized', 'True'],
      ['Ready', 'True'],
      ['ContainersReady', 'True'],
      ['PodScheduled', 'True'],
    ]);
    cluster.handle(request('delete', 'pods', { namespace: 'default', name: 'p' }));
    cluster.advance({ byMs: 3000 });
    expect(phases).toEqual(['Pending', 'Running', 'Succeeded', 'deleted']);
  });

  it('restarts a crashing container at once and then waits ten seconds', () => {
    start({ containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'exit 1'] }] });
    cluster.advance({ byMs: 5000 });
    expect(container()?.restartCount).toBe(1);
    cluster.advance({ byMs: 6000 });
    expect(container()?.restartCount).toBe(1);
    cluster.advance({ byMs: 12_000 });
    expect(container()?.restartCount).toBe(2);
  });

  it('whose sandbox dies starts again in another one and has only the new address', () => {
    start({ containers: [{ name: 'web', image: 'nginx:1.29' }] });
    cluster.advance({ byMs: 8000 });
    cluster.message({ to: 'node/node-1', message: { type: 'crash-sandbox', podUid: pod().metadata.uid } }, () => {});
    cluster.advance({ byMs: 8000 });
    expect(container()?.restartCount).toBe(1);
    expect(pod().status?.podIPs).toEqual([{ ip: '10.244.1.3' }]);
  });

  it('shows why an image cannot be pulled, and tries again', () => {
    start({ containers: [{ name: 'c', image: 'Upper/Case:1' }] });
    cluster.advance({ byMs: 3000 });
    expect(container()?.state?.waiting?.reason).toBe('InvalidImageName');
  });

  it('is rejected when the node has too little of a resource', () => {
    start({ containers: [{ name: 'c', image: 'pause', resources: { requests: { cpu: '5' } } }] });
    cluster.advance({ byMs: 1000 });
    expect(pod().status).toMatchObject({
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: "Pod was rejected: Node didn't have enough resource: cpu, requested: 5000, used: 0, capacity: 4000",
    });
  });

  it('becomes ready when its readiness probe succeeds', () => {
    start({
      containers: [
        {
          name: 'c',
          image: 'busybox',
          command: ['sh', '-c', 'sleep 3; touch /ready; sleep 3600'],
          readinessProbe: { exec: { command: ['cat', '/ready'] }, periodSeconds: 1 },
        },
      ],
    });
    cluster.advance({ byMs: 3000 });
    expect(container()?.ready).toBe(false);
    cluster.advance({ byMs: 4000 });
    expect(container()?.ready).toBe(true);
  });

  it('fails when its deadline is over', () => {
    start({ activeDeadlineSeconds: 5, containers: [{ name: 'c', image: 'nginx' }] });
    cluster.advance({ byMs: 10_000 });
    expect(pod().status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
  });

  it('keeps its log lines and answers for the container before', () => {
    start({ restartPolicy: 'OnFailure', containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'echo hello; exit 1'] }] });
    cluster.advance({ byMs: 6000 });
    const question = { type: 'logs', podUid: pod().metadata.uid, container: 'c' };
    expect(cluster.query('node/node-1', question)).toMatchObject({ found: true, lines: [{ stream: 'stdout', text: 'hello' }] });
    expect(cluster.query('node/node-1', { ...question, previous: true })).toMatchObject({ found: true });
    expect(cluster.query('node/node-1', { ...question, container: 'other' })).toEqual({ found: false, lines: [] });
  });

  it('lets "run until idle" end', () => {
    start({
      containers: [
        { name: 'c', image: 'nginx', livenessProbe: { httpGet: { path: '/', port: 80 } } },
        { name: 'loop', image: 'busybox', command: ['sh', '-c', 'while true; do sleep 1; done'] },
      ],
    });
    expect(cluster.advance({ untilIdle: true, limitMs: 600_000 })).toMatchObject({ idle: true });
    expect(pod().status?.phase).toBe('Running');
  });
});

function start(spec: object): void {
  const reply = cluster.handle(
    request('create', 'pods', {
      namespace: 'default',
      body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { nodeName: 'node-1', ...spec } },
    }),
  );
  expect(reply.code).toBe(201);
  cluster.watch(request('watch', 'pods', { namespace: 'default' }), {
    events: (events) =>
      events.forEach(({ type, object }) => {
        const phase = type === 'DELETED' ? 'deleted' : ((object as unknown as Pod).status?.phase ?? '');
        if (phases.at(-1) !== phase) phases.push(phase);
      }),
    closed: () => {},
  });
}

function pod(): Pod {
  return list(cluster, 'pods', 'default')[0] as Pod;
}

function container() {
  return pod().status?.containerStatuses?.[0];
}
