import { describe, expect, test } from 'vitest';
import { ServerUnderTest, configMap, message, pod } from './server-under-test';

const NODE = { nodeName: 'n1' };

describe('deleting pods', () => {
  test.each([
    ['without a node goes at once', {}, undefined, undefined],
    ['on a node gets its grace', NODE, undefined, 30],
    ['on a node gets its own grace', { ...NODE, terminationGracePeriodSeconds: 5 }, undefined, 5],
    ['on a node gets the grace asked for', NODE, 7, 7],
    ['on a node goes at once with grace 0', NODE, 0, undefined],
  ])('a pod %s', (_title, spec, asked, grace) => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a', spec) });
    server.must('delete', 'pods', { name: 'a', body: asked === undefined ? {} : { gracePeriodSeconds: asked } });
    const left = server.call('get', 'pods', { name: 'a' });
    expect(left.code === 404 ? undefined : (left.body as { metadata: object }).metadata).toEqual(
      grace === undefined
        ? undefined
        : expect.objectContaining({
            deletionGracePeriodSeconds: grace,
            deletionTimestamp: `2026-01-01T00:00:${String(grace).padStart(2, '0')}Z`,
            generation: 2,
          }),
    );
  });

  test('a second delete may shorten the grace but not lengthen it', () => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a', NODE) });
    const grace = (seconds: number) =>
      server.must('delete', 'pods', { name: 'a', body: { gracePeriodSeconds: seconds } }).metadata?.deletionGracePeriodSeconds;
    expect([grace(20), grace(10), grace(25)]).toEqual([20, 10, 10]);
  });
});

describe('finalizers', () => {
  test('hold the object until the last is gone', () => {
    const server = new ServerUnderTest();
    server.must('create', 'configmaps', { body: configMap('a', { finalizers: ['example.com/x'] }) });
    const held = server.must('delete', 'configmaps', { name: 'a' });
    expect(held.metadata?.deletionGracePeriodSeconds).toBe(0);
    server.must('patch', 'configmaps', { name: 'a', patchType: 'merge', body: { metadata: { finalizers: null } } });
    expect(server.call('get', 'configmaps', { name: 'a' }).code).toBe(404);
  });

  test.each([
    ['Foreground', 'foregroundDeletion'],
    ['Orphan', 'orphan'],
  ])('%s propagation leaves the object to the garbage collector', (propagationPolicy, finalizer) => {
    const server = new ServerUnderTest();
    server.must('create', 'configmaps', { body: configMap('a') });
    expect(server.must('delete', 'configmaps', { name: 'a', body: { propagationPolicy } }).metadata?.finalizers).toEqual([finalizer]);
  });
});

describe('preconditions', () => {
  test('a uid that is another object refuses', () => {
    const server = new ServerUnderTest();
    const { metadata } = server.must('create', 'configmaps', { body: configMap('a') });
    const reply = server.call('delete', 'configmaps', { name: 'a', body: { preconditions: { uid: 'other' } } });
    const why = `the UID in the precondition (other) does not match the UID in record (${metadata?.uid}). The object might have been deleted and then recreated`;
    expect(message(reply)).toBe(`Operation cannot be fulfilled on ConfigMap "a": ${why}`);
  });
});

describe('namespaces', () => {
  test('terminate, take nothing new, and go with their last finalizer', () => {
    const server = new ServerUnderTest();
    const namespaced = { namespace: 'n' };
    server.must('create', 'namespaces', { body: { metadata: { name: 'n' } } });
    expect((server.must('delete', 'namespaces', { name: 'n' }).status as { phase: string }).phase).toBe('Terminating');
    const refused = server.call('create', 'configmaps', { ...namespaced, body: configMap('a') });
    expect(message(refused)).toBe(
      'configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated',
    );
    server.must('update', 'namespaces', { name: 'n', subresource: 'finalize', body: { metadata: { name: 'n' }, spec: {} } });
    expect(message(server.call('create', 'configmaps', { ...namespaced, body: configMap('a') }))).toBe('namespaces "n" not found');
  });

  test('of the system stay', () => {
    expect(message(new ServerUnderTest().call('delete', 'namespaces', { name: 'default' }))).toBe(
      'namespaces "default" is forbidden: this namespace may not be deleted',
    );
  });
});

describe('eviction', () => {
  test('waits for a budget that allows no disruption', () => {
    const server = new ServerUnderTest();
    const labels = { labels: { app: 'a' } };
    server.must('create', 'pods', { body: pod('a', NODE, labels) });
    server.must('patch', 'pods', {
      name: 'a',
      subresource: 'status',
      patchType: 'merge',
      body: { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
    });
    server.must('create', 'poddisruptionbudgets', {
      body: { metadata: { name: 'b' }, spec: { minAvailable: 1, selector: { matchLabels: labels.labels } } },
    });
    const status = (disruptionsAllowed: number) => ({
      status: { observedGeneration: 1, disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 },
    });
    const allow = (count: number) =>
      server.must('patch', 'poddisruptionbudgets', { name: 'b', subresource: 'status', patchType: 'merge', body: status(count) });
    const evict = () => server.call('create', 'pods', { name: 'a', subresource: 'eviction', body: { metadata: { name: 'a' } } });
    allow(0);
    const refused = evict();
    expect([refused.code, message(refused)]).toEqual([429, "Cannot evict pod as it would violate the pod's disruption budget."]);
    allow(1);
    expect(evict().code).toBe(201);
    const budget = server.must('get', 'poddisruptionbudgets', { name: 'b' }).status as {
      disruptionsAllowed: number;
      disruptedPods: object;
    };
    expect([budget.disruptionsAllowed, Object.keys(budget.disruptedPods)]).toEqual([0, ['a']]);
  });
});
