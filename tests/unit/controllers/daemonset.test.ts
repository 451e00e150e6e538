import { describe, expect, test } from 'vitest';
import { daemonTolerations } from '../../../workers/controllers/daemonset/daemon-pod';
import { planDaemons, podsByNode } from '../../../workers/controllers/daemonset/manage';
import { nodeFit } from '../../../workers/controllers/daemonset/node-fit';
import { planUpdate } from '../../../workers/controllers/daemonset/update';
import type { DaemonSet } from '../../../workers/resources/apps/daemonsets/types';
import type { Node } from '../../../workers/resources/core/nodes/types';
import type { Pod } from '../../../workers/resources/core/pods/types';

function set(options: { rollingUpdate?: object; nodeSelector?: object } = {}): DaemonSet {
  const { rollingUpdate = { maxUnavailable: 1, maxSurge: 0 }, nodeSelector } = options;
  const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [], ...(nodeSelector ? { nodeSelector } : {}) } };
  return {
    metadata: { name: 'd', namespace: 'a', uid: 'd' },
    spec: { template, selector: {}, updateStrategy: { type: 'RollingUpdate', rollingUpdate } },
  } as unknown as DaemonSet;
}

function node(name: string, taints: object[] = [], labels: object = {}): Node {
  return { metadata: { name, labels }, spec: { taints } } as unknown as Node;
}

function pod(name: string, nodeName: string, options: { hash?: string; ready?: boolean; phase?: string; deleting?: boolean } = {}): Pod {
  const { hash = 'new', ready = true, phase = 'Running', deleting = false } = options;
  return {
    metadata: {
      name,
      namespace: 'a',
      labels: { 'controller-revision-hash': hash },
      creationTimestamp: '2026-01-01T00:00:00Z',
      ...(deleting ? { deletionTimestamp: '2026-01-01T00:00:30Z' } : {}),
    },
    spec: { nodeName },
    status: { phase, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: '2026-01-01T00:00:00Z' }] },
  } as unknown as Pod;
}

const noSchedule = (key: string): object => ({ key, effect: 'NoSchedule' });

describe('whether a node is for a daemon set', () => {
  test.each([
    { name: 'a bare node is', set: set(), node: node('n'), want: { run: true, keep: true } },
    {
      name: 'a selector keeps others out and sends pods away',
      set: set({ nodeSelector: { disk: 'ssd' } }),
      node: node('n'),
      want: { run: false, keep: false },
    },
    {
      name: 'a taint keeps new pods out and lets old ones stay',
      set: set(),
      node: node('n', [noSchedule('dedicated')]),
      want: { run: false, keep: true },
    },
    {
      name: 'NoExecute sends pods away',
      set: set(),
      node: node('n', [{ key: 'maint', effect: 'NoExecute' }]),
      want: { run: false, keep: false },
    },
    {
      name: 'an unreachable node keeps its pod',
      set: set(),
      node: node('n', [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }]),
      want: { run: true, keep: true },
    },
    {
      name: 'a cordoned node is',
      set: set(),
      node: node('n', [noSchedule('node.kubernetes.io/unschedulable')]),
      want: { run: true, keep: true },
    },
  ])('$name', ({ set: of, node: where, want }) => {
    expect(nodeFit(of, where)).toEqual(want);
  });

  test('daemon pods tolerate the troubles of nodes, in upstream order', () => {
    expect(daemonTolerations(set()).map(({ key, effect }) => `${key?.split('/')[1]}:${effect}`)).toEqual([
      'not-ready:NoExecute',
      'unreachable:NoExecute',
      'disk-pressure:NoSchedule',
      'memory-pressure:NoSchedule',
      'pid-pressure:NoSchedule',
      'unschedulable:NoSchedule',
    ]);
  });
});

describe('pods to create and delete', () => {
  const nodes = [node('n1'), node('n2'), node('n3', [{ key: 'maint', effect: 'NoExecute' }])];
  const names = (plan: ReturnType<typeof planDaemons>): object => ({
    create: plan.create,
    remove: plan.remove.map((one) => one.metadata.name),
    retryMs: plan.retryMs,
  });
  test.each([
    { name: 'every fitting node gets one', pods: [], waitMs: 0, want: { create: ['n1', 'n2'], remove: [] } },
    {
      name: 'pods where none should be go',
      pods: [pod('a', 'n1'), pod('b', 'n2'), pod('c', 'n3')],
      waitMs: 0,
      want: { create: [], remove: ['c'] },
    },
    {
      name: 'of several on a node the oldest stays',
      pods: [pod('a', 'n1'), pod('b', 'n1'), pod('c', 'n2')],
      waitMs: 0,
      want: { create: [], remove: ['b'] },
    },
    {
      name: 'a failed pod is removed to be replaced',
      pods: [pod('a', 'n1', { phase: 'Failed' }), pod('b', 'n2')],
      waitMs: 0,
      want: { create: [], remove: ['a'] },
    },
    {
      name: 'but not before its back-off is over',
      pods: [pod('a', 'n1', { phase: 'Failed' }), pod('b', 'n2')],
      waitMs: 2_000,
      want: { create: [], remove: [], retryMs: 2_000 },
    },
  ])('$name', ({ pods, waitMs, want }) => {
    expect(names(planDaemons(set(), nodes, podsByNode(pods), 'new', 0, () => waitMs))).toEqual(want);
  });
});

describe('rolling updates', () => {
  const nodes = ['n1', 'n2', 'n3'].map((name) => node(name));
  const old = (name: string, where: string, options: object = {}): Pod => pod(name, where, { hash: 'old', ...options });
  test.each([
    { name: 'one at a time', set: set(), pods: [old('a', 'n1'), old('b', 'n2'), old('c', 'n3')], want: { create: [], remove: ['a'] } },
    {
      name: 'nothing while a new pod is not available',
      set: set(),
      pods: [pod('a', 'n1', { ready: false }), old('b', 'n2'), old('c', 'n3')],
      want: { create: [], remove: [] },
    },
    {
      name: 'broken old pods first, whatever the limit',
      set: set(),
      pods: [old('a', 'n1', { ready: false }), old('b', 'n2', { ready: false }), old('c', 'n3')],
      want: { create: [], remove: ['a', 'b'] },
    },
    {
      name: 'a surge creates before it deletes',
      set: set({ rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }),
      pods: [old('a', 'n1'), old('b', 'n2'), old('c', 'n3')],
      want: { create: ['n1'], remove: [] },
    },
    {
      name: 'and deletes the old pod once the new one is available',
      set: set({ rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }),
      pods: [old('a', 'n1'), pod('z', 'n1'), old('b', 'n2'), old('c', 'n3')],
      want: { create: ['n2'], remove: ['a'] },
    },
  ])('$name', ({ set: of, pods, want }) => {
    const plan = planUpdate(of, nodes, podsByNode(pods), 'new', 60_000);
    expect({ create: plan.create, remove: plan.remove.map((one) => one.metadata.name) }).toEqual(want);
  });
});
