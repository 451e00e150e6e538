import { describe, expect, test } from 'vitest';
import type { DecisionRecord, QueueView } from '../../../workers/protocol/decision';
import type { AnyObject } from '../../../workers/api/meta';
import { createInlineCluster } from '../../../workers/hosts/inline';
import type { InlineCluster } from '../../../workers/hosts/inline';
import { advanceUntil, list, request, untilPodsMayCome } from '../../support/cluster';
import { createRequest } from '../../support/manifests';
import { node, pod } from './world';

/** Nodes that only exist, so that on pods nothing but the scheduler acts. */
function clusterOf(...nodes: ReturnType<typeof node>[]): InlineCluster {
  const cluster = createInlineCluster({ seed: 1, nodes: 0, controllers: ['serviceaccount-controller'] });
  untilPodsMayCome(cluster);
  for (const one of nodes) {
    const name = one.metadata.name as string;
    cluster.handle(request('create', 'nodes', { body: one }));
    const stored = cluster.handle(request('get', 'nodes', { name })).body as AnyObject;
    cluster.handle(request('update', 'nodes', { name, body: { ...stored, spec: {} } }));
    cluster.handle(
      request('update', 'nodes', { name, subresource: 'status', body: { ...stored, spec: {}, metadata: { name }, status: one.status } }),
    );
  }
  return cluster;
}

function create(cluster: InlineCluster, wanted: ReturnType<typeof pod>): void {
  const { uid: _uid, ...metadata } = wanted.metadata;
  const reply = cluster.handle(request('create', 'pods', { namespace: 'default', body: { ...wanted, metadata } }));
  if (reply.code !== 201) throw new Error(JSON.stringify(reply.body));
}

function make(cluster: InlineCluster, object: object): void {
  const reply = cluster.handle(createRequest(object as AnyObject));
  if (reply.code !== 201) throw new Error(JSON.stringify(reply.body));
}

const nodeOf = (cluster: InlineCluster, name: string) =>
  list(cluster, 'pods', 'default').find(({ metadata }) => metadata.name === name)?.spec?.nodeName;
const decisions = (cluster: InlineCluster, name: string) =>
  cluster.query('kube-scheduler', { type: 'decisions', namespace: 'default', pod: name }) as DecisionRecord[];
const eventsOf = (cluster: InlineCluster, name: string) =>
  (
    list(cluster, 'events', 'default') as unknown as {
      involvedObject: { name: string };
      reason: string;
      message: string;
      reportingComponent: string;
    }[]
  )
    .filter(({ involvedObject, reportingComponent }) => involvedObject.name === name && reportingComponent === 'default-scheduler')
    .map(({ reason, message }) => `${reason}: ${message}`);

describe('the scheduler in a cluster', () => {
  test('binds a pod, says so, and tells how it decided', () => {
    const cluster = clusterOf(node('a'), node('b', { cpu: '8' }));
    create(cluster, pod('p', { cpu: '2' }));
    advanceUntil(cluster, () => nodeOf(cluster, 'p') !== undefined, 'p has no node');
    cluster.advance({ byMs: 1000 });
    expect(nodeOf(cluster, 'p')).toBe('b');
    expect(eventsOf(cluster, 'p')).toEqual(['Scheduled: Successfully assigned default/p to b']);
    const [record] = decisions(cluster, 'p');
    expect(record).toMatchObject({
      outcome: 'scheduled',
      node: 'b',
      attempt: 1,
      message: 'Successfully assigned default/p to b',
      bind: [{ plugin: 'DefaultBinder', code: 'Success' }],
    });
    expect(record?.scores.map(({ node: name, total }) => [name, total])).toEqual([
      ['a', expect.any(Number)],
      ['b', expect.any(Number)],
    ]);
  });

  test('says why a pod fits nowhere, and places it as soon as it fits', () => {
    const cluster = clusterOf(node('a'));
    create(cluster, pod('big', { cpu: '3' }));
    create(cluster, pod('other', { cpu: '3' }));
    cluster.advance({ byMs: 5000 });
    const waiting = list(cluster, 'pods', 'default').find(({ spec }) => !spec?.nodeName);
    const message =
      '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
    expect(waiting?.status?.conditions).toMatchObject([
      {
        type: 'PodScheduled',
        observedGeneration: 1,
        status: 'False',
        lastTransitionTime: expect.any(String),
        reason: 'Unschedulable',
        message,
      },
    ]);
    expect(eventsOf(cluster, 'other')).toEqual([`FailedScheduling: ${message}`]);
    expect((cluster.query('kube-scheduler', { type: 'queue' }) as QueueView).unschedulable).toMatchObject([
      { pod: 'default/other', rejectedBy: ['NodeResourcesFit'] },
    ]);
    cluster.handle(request('delete', 'pods', { namespace: 'default', name: 'big', body: { gracePeriodSeconds: 0 } }));
    advanceUntil(cluster, () => nodeOf(cluster, 'other') === 'a', 'other is not placed');
    expect(decisions(cluster, 'other').at(-1)?.popped).toMatchObject({ event: 'AssignedPodDelete', hintedBy: 'NodeResourcesFit' });
  });

  test("counts volumes against the limit that the node's CSI driver tells", () => {
    const cluster = clusterOf(node('a'));
    const drivers = [{ name: 'csi.example.com', nodeID: 'a', allocatable: { count: 1 } }];
    make(cluster, { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', metadata: { name: 'a' }, spec: { drivers } });
    for (const name of ['one', 'two']) {
      const common = { accessModes: ['ReadWriteOnce'], storageClassName: 'fast' };
      const csi = { driver: 'csi.example.com', volumeHandle: name };
      const claimRef = { namespace: 'default', name };
      const metadata = { name, annotations: { 'pv.kubernetes.io/bind-completed': 'yes' } };
      make(cluster, {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name },
        spec: { ...common, csi, claimRef, capacity: { storage: '1Gi' } },
      });
      const resources = { requests: { storage: '1Gi' } };
      make(cluster, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: { ...common, volumeName: name, resources } });
      const stored = cluster.handle(request('get', 'persistentvolumeclaims', { namespace: 'default', name })).body as AnyObject;
      const bound = { ...stored, status: { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } } };
      cluster.handle(request('update', 'persistentvolumeclaims', { namespace: 'default', name, subresource: 'status', body: bound }));
      create(cluster, pod(name, { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] } }));
    }
    cluster.advance({ byMs: 5000 });
    expect(eventsOf(cluster, 'one')).toEqual(['Scheduled: Successfully assigned default/one to a']);
    expect(eventsOf(cluster, 'two')).toEqual([
      'FailedScheduling: 0/1 nodes are available: 1 node(s) exceed max volume count. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
    ]);
  });

  test('does not look at pods of other schedulers', () => {
    const cluster = clusterOf(node('a'));
    create(cluster, pod('p', { spec: { schedulerName: 'mine' } }));
    cluster.advance({ byMs: 5000 });
    expect([nodeOf(cluster, 'p'), decisions(cluster, 'p')]).toEqual([undefined, []]);
  });

  test('tells of a gated pod why it is not tried', () => {
    const cluster = clusterOf(node('a'));
    create(cluster, pod('p', { spec: { schedulingGates: [{ name: 'a.com/x' }] } }));
    cluster.advance({ byMs: 5000 });
    expect(decisions(cluster, 'p')).toMatchObject([
      { outcome: 'gated', attempt: 0, message: 'waiting for scheduling gates: [a.com/x]', nodes: [] },
    ]);
  });

  test('killed and started again, takes up what is pending', () => {
    const cluster = clusterOf(node('a'));
    cluster.stop('kube-scheduler');
    create(cluster, pod('p', { cpu: '1' }));
    cluster.advance({ byMs: 2000 });
    expect(nodeOf(cluster, 'p')).toBeUndefined();
    cluster.start({ name: 'kube-scheduler', kind: 'kube-scheduler', group: 'scheduler' });
    advanceUntil(cluster, () => nodeOf(cluster, 'p') === 'a', 'p has no node');
  });

  test('never puts more on a node than it holds, however many pods come at once', () => {
    const cluster = clusterOf(node('a', { pods: '40' }), node('b', { pods: '40' }), node('c', { pods: '40' }));
    for (let at = 0; at < 150; at++) create(cluster, pod(`p${at}`, { cpu: '100m' }));
    cluster.advance({ byMs: 3000 });
    const counts = new Map<string, number>();
    for (const { spec } of list(cluster, 'pods', 'default')) counts.set(spec?.nodeName ?? '', (counts.get(spec?.nodeName ?? '') ?? 0) + 1);
    expect(Object.fromEntries([...counts].sort())).toEqual({ '': 30, a: 40, b: 40, c: 40 });
  });
});

describe('preemption in a cluster', () => {
  test('the victims leave, and the more important pod takes their place', () => {
    const cluster = createInlineCluster({ seed: 1, nodes: 2 });
    cluster.advance({ byMs: 20_000 });
    cluster.handle({
      verb: 'create',
      group: 'scheduling.k8s.io',
      version: 'v1',
      resource: 'priorityclasses',
      body: { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 },
    });
    for (const name of ['x', 'y']) create(cluster, pod(name, { cpu: '3' }));
    advanceUntil(cluster, () => nodeOf(cluster, 'x') !== undefined && nodeOf(cluster, 'y') !== undefined, 'x and y are not placed');
    create(cluster, pod('vip', { cpu: '2', spec: { priorityClassName: 'high' } }));
    advanceUntil(cluster, () => nodeOf(cluster, 'vip') !== undefined, 'vip is not placed');
    cluster.advance({ byMs: 5000 });
    const [first, second] = decisions(cluster, 'vip');
    const victim = first?.preemption?.victims[0]?.pod.replace('default/', '') as string;
    expect(first).toMatchObject({
      outcome: 'unschedulable',
      message: '0/2 nodes are available: 2 Insufficient cpu.',
      preemption: { nominatedNode: nodeOf(cluster, 'vip') },
    });
    expect(second).toMatchObject({ outcome: 'scheduled', takesNominatedNode: true, attempt: 2 });
    expect(list(cluster, 'pods', 'default').map(({ metadata }) => metadata.name)).not.toContain(victim);
    expect(eventsOf(cluster, victim).at(-1)).toMatch(`Preempted by pod ${first?.uid} on node ${first?.preemption?.nominatedNode}`);
  });
});
