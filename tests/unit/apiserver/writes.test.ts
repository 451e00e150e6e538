import { describe, expect, test } from 'vitest';
import { ServerUnderTest, configMap, message, pod } from './server-under-test';

describe('creating', () => {
  test('fills in the metadata only the server decides; a kind that counts no generations keeps the given one', () => {
    const server = new ServerUnderTest();
    server.nowMs = 7_900;
    const { metadata } = server.must('create', 'configmaps', {
      body: configMap('a', { uid: 'mine', generation: 9, creationTimestamp: '2001-01-01T00:00:00Z' }),
    });
    expect(metadata).toEqual({
      name: 'a',
      namespace: 'default',
      uid: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string,
      resourceVersion: String(server.store.revision),
      creationTimestamp: '2026-01-01T00:00:07Z',
      generation: 9,
    });
  });

  test('leaves the body to the caller', () => {
    const server = new ServerUnderTest();
    const body = pod('a');
    const before = structuredClone(body);
    server.must('create', 'pods', { body });
    expect(body).toEqual(before);
  });

  test('makes names of five letters that spell nothing', () => {
    const server = new ServerUnderTest();
    const { metadata } = server.must('create', 'configmaps', { body: { metadata: { generateName: 'web-' } } });
    expect(metadata?.name).toMatch(/^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test('gives the same names and uids for the same seed', () => {
    const [one, two] = [new ServerUnderTest(), new ServerUnderTest()].map((server) =>
      server.must('create', 'pods', { body: pod('', {}, { generateName: 'x-' }) }),
    );
    expect(one).toEqual(two);
  });

  test.each([
    ['a name that is taken', configMap('taken'), 409, 'configmaps "taken" already exists'],
    [
      'another namespace',
      configMap('a', { namespace: 'other' }),
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    ['a resourceVersion', configMap('a', { resourceVersion: '5' }), 500, 'resourceVersion should not be set on objects to be created'],
    ['no name', { metadata: {} }, 422, 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required'],
  ])('refuses %s', (_title, body, code, text) => {
    const server = new ServerUnderTest();
    server.must('create', 'configmaps', { body: configMap('taken') });
    const reply = server.call('create', 'configmaps', { body });
    expect([reply.code, message(reply)]).toEqual([code, text]);
  });

  test('by a PUT takes a version, with which nothing is compared, and a time of deletion', () => {
    const server = new ServerUnderTest();
    const metadata = { name: 'a', resourceVersion: '5', selfLink: 'x', deletionTimestamp: '2020-01-01T00:00:00Z' };
    const put = (name: string, options: object, more: object) =>
      server.call('update', 'leases', { name, options, body: { metadata: { ...metadata, name, ...more } } });
    expect(put('a', {}, {}).body).toMatchObject({ metadata: { deletionTimestamp: metadata.deletionTimestamp } });
    expect(put('b', { dryRun: true }, {}).body).toMatchObject({ metadata: { selfLink: 'x', resourceVersion: '5' } });
    expect(message(put('c', {}, { resourceVersion: 'x' }))).toBe('strconv.ParseUint: parsing "x": invalid syntax');
  });

  test('stores nothing in a dry run', () => {
    const server = new ServerUnderTest();
    const revision = server.store.revision;
    expect(server.call('create', 'configmaps', { body: configMap('a'), options: { dryRun: true } }).code).toBe(201);
    expect([server.store.revision, server.names('configmaps')]).toEqual([revision, []]);
  });
});

describe('updating', () => {
  test('writes nothing when nothing changes', () => {
    const server = new ServerUnderTest();
    const before = server.must('create', 'configmaps', { body: configMap('a') });
    expect(server.must('update', 'configmaps', { name: 'a', body: configMap('a') })).toBe(before);
  });

  test('refuses a version that is not the newest', () => {
    const server = new ServerUnderTest();
    const old = server.must('create', 'configmaps', { body: configMap('a') });
    server.must('patch', 'configmaps', { name: 'a', patchType: 'merge', body: { data: { x: '1' } } });
    const reply = server.call('update', 'configmaps', { name: 'a', body: old });
    expect([reply.code, message(reply)]).toEqual([
      409,
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    ]);
  });

  test('counts generations of the spec, not of metadata or status', () => {
    const server = new ServerUnderTest();
    const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'x' }] } };
    server.must('create', 'replicasets', { body: { metadata: { name: 'a' }, spec: { selector: { matchLabels: { a: 'b' } }, template } } });
    const generation = (body: object, subresource?: string) =>
      server.must('patch', 'replicasets', { name: 'a', patchType: 'merge', body, ...(subresource ? { subresource } : {}) }).metadata
        ?.generation;
    expect([
      generation({ metadata: { labels: { x: 'y' } } }),
      generation({ spec: { replicas: 3 } }),
      generation({ status: { replicas: 1 } }, 'status'),
    ]).toEqual([1, 2, 2]);
  });

  test('keeps status on the main resource and spec on the status subresource', () => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a') });
    const main = server.must('patch', 'pods', {
      name: 'a',
      patchType: 'merge',
      body: { metadata: { labels: { x: 'y' } }, status: { phase: 'Running' } },
    });
    const status = server.must('patch', 'pods', {
      name: 'a',
      subresource: 'status',
      patchType: 'merge',
      body: { spec: { nodeName: 'n' }, status: { phase: 'Running' } },
    });
    expect([
      (main.status as { phase: string }).phase,
      (status.status as { phase: string }).phase,
      (status.spec as { nodeName?: string }).nodeName,
    ]).toEqual(['Pending', 'Running', undefined]);
  });

  test('fills in defaults of metadata also when the status is written', () => {
    const server = new ServerUnderTest();
    server.must('create', 'namespaces', { namespace: '', body: { metadata: { name: 'a' } } });
    const body = { metadata: { name: 'a', labels: { b: 'c' } }, status: { phase: 'Active' } };
    const written = server.must('update', 'namespaces', {
      namespace: '',
      name: 'a',
      subresource: 'status',
      body,
      options: { fieldManager: 'me' },
    });
    expect(written.metadata?.labels).toEqual({ b: 'c', 'kubernetes.io/metadata.name': 'a' });
  });

  test('creates what is not there only for kinds that allow it', () => {
    const server = new ServerUnderTest();
    expect(server.call('update', 'leases', { name: 'l', body: { metadata: { name: 'l' }, spec: {} } }).code).toBe(201);
    expect(server.call('update', 'configmaps', { name: 'a', body: configMap('a') }).code).toBe(404);
  });
});

describe('binding', () => {
  test('sets the node and the condition once', () => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a') });
    const bind = (node: string) =>
      server.call('create', 'pods', {
        name: 'a',
        subresource: 'binding',
        body: { metadata: { name: 'a' }, target: { kind: 'Node', name: node } },
      });
    expect(bind('n1').code).toBe(201);
    expect(message(bind('n2'))).toBe('Operation cannot be fulfilled on pods/binding "a": pod a is already assigned to node "n1"');
    const bound = server.must('get', 'pods', { name: 'a' }) as unknown as { spec: { nodeName: string }; status: { conditions: object[] } };
    expect([bound.spec.nodeName, bound.status.conditions]).toEqual([
      'n1',
      [{ type: 'PodScheduled', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-01-01T00:00:00Z' }],
    ]);
  });
});
