import { beforeAll, describe, expect, test } from 'vitest';
import { guestbook } from '../../src/examples/guestbook';
import { createInlineCluster } from '../../workers/hosts/inline';
import type { InlineCluster } from '../../workers/hosts/inline';
import { advanceUntil, isReady, list, readyEndpoints, request } from '../support/cluster';
import { createAll } from '../support/manifests';

const SECOND = 1_000;

/** The demo's whole story, without a page: a machine dies, the cluster notices, moves its pods, and takes it back. */
describe('power off the node with most pods', () => {
  let cluster: InlineCluster;
  let node = '';
  let lost: string[] = [];
  let endpoints = 0;
  let darkAtMs = 0;

  const pods = () => list(cluster, 'pods', 'default');
  const theNode = () => {
    const found = list(cluster, 'nodes').find(({ metadata }) => metadata.name === node);
    if (!found) throw new Error(`no node ${node}`);
    return found;
  };
  const at = (afterMs: number) => cluster.advance({ untilMs: darkAtMs + afterMs });
  const taints = () => (theNode().spec?.taints ?? []).map((taint) => `${taint.key}:${taint.effect}`).sort();

  beforeAll(() => {
    cluster = createInlineCluster({ seed: 1, nodes: 3 });
    cluster.advance({ byMs: 5 * SECOND });
    createAll(cluster.handle, guestbook);
    advanceUntil(cluster, () => pods().length > 0 && pods().every(isReady), 'the demo is not Ready');
    cluster.advance({ byMs: 15 * SECOND });
    const counts = new Map<string, number>();
    for (const pod of pods()) counts.set(pod.spec?.nodeName ?? '', (counts.get(pod.spec?.nodeName ?? '') ?? 0) + 1);
    node = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
    lost = pods()
      .filter((pod) => pod.spec?.nodeName === node)
      .map((pod) => pod.metadata.name ?? '');
    endpoints = readyEndpoints(cluster, 'frontend').length;
    darkAtMs = cluster.nowMs;
    const fault = {
      apiVersion: 'sim.kubarium.dev/v1alpha1',
      kind: 'Fault',
      metadata: { name: 'dark' },
      spec: { type: 'PowerOff', target: { kind: 'Node', name: node } },
    };
    expect(cluster.handle(request('create', 'faults', { body: fault })).code).toBe(201);
  });

  test('nothing is noticed for 35 seconds', () => {
    at(35 * SECOND);
    expect({ ready: isReady(theNode()), taints: taints() }).toEqual({ ready: true, taints: [] });
  });

  test('by 60 seconds the node is NotReady and tainted, and its endpoints are out', () => {
    at(61 * SECOND);
    const ready = theNode().status?.conditions?.find(({ type }) => type === 'Ready');
    expect({ status: ready?.status, reason: ready?.reason, message: ready?.message }).toEqual({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(taints()).toEqual(['node.kubernetes.io/unreachable:NoExecute', 'node.kubernetes.io/unreachable:NoSchedule']);
    expect(readyEndpoints(cluster, 'frontend').length).toBeLessThanOrEqual(endpoints);
    expect(readyEndpoints(cluster, 'frontend').filter((name) => lost.includes(name))).toEqual([]);
  });

  test('its pods stay until the toleration of 300 seconds is over', () => {
    at(330 * SECOND);
    expect(
      pods()
        .filter((pod) => lost.includes(pod.metadata.name ?? '') && !pod.metadata.deletionTimestamp)
        .map((pod) => pod.metadata.name)
        .sort(),
    ).toEqual(lost.sort());
  });

  test('then they are evicted, and replacements run elsewhere, each with a decision that explains it', () => {
    at(380 * SECOND);
    const replacements = pods().filter((pod) => !lost.includes(pod.metadata.name ?? ''));
    expect(replacements.filter((pod) => pod.spec?.nodeName === node)).toEqual([]);
    expect(
      pods()
        .filter((pod) => !pod.metadata.deletionTimestamp)
        .every(isReady),
    ).toBe(true);
    expect(readyEndpoints(cluster, 'frontend')).toHaveLength(endpoints);
    const fresh = pods().filter((pod) => Date.parse(pod.metadata.creationTimestamp ?? '') > Date.UTC(2026, 0, 1) + darkAtMs);
    expect(fresh).toHaveLength(lost.length);
    for (const pod of fresh) {
      const decisions = cluster.query('kube-scheduler', { type: 'decisions', namespace: 'default', pod: pod.metadata.name }) as unknown[];
      expect(decisions.length).toBeGreaterThan(0);
      expect(JSON.stringify(decisions)).toContain(node);
    }
  });

  test('power on: the node returns without taints, and nothing of the dead pods is left', () => {
    expect(cluster.handle(request('delete', 'faults', { name: 'dark' })).code).toBe(200);
    at(440 * SECOND);
    expect({ ready: isReady(theNode()), taints: taints() }).toEqual({ ready: true, taints: [] });
    expect(
      pods()
        .filter((pod) => lost.includes(pod.metadata.name ?? ''))
        .map((pod) => pod.metadata.name),
    ).toEqual([]);
  });

  test('the events tell the story', () => {
    const reasons = new Set(list(cluster, 'events').map((event) => String(event['reason'])));
    expect([...reasons]).toEqual(
      expect.arrayContaining(['NodeNotReady', 'TaintManagerEviction', 'Scheduled', 'SuccessfulCreate', 'NodeReady']),
    );
  });
});
