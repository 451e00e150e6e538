import { describe, expect, test } from 'vitest';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { ServerUnderTest, message, pod } from './server-under-test';

function serverWithPod(spec: object = {}): ServerUnderTest {
  const server = new ServerUnderTest();
  const resources = { requests: { cpu: '100m' } };
  server.must('create', 'pods', {
    body: pod('p', {
      containers: [
        { name: 'c', image: 'x', resources },
        { name: 'd', image: 'y' },
      ],
      ...spec,
    }),
  });
  return server;
}

function write(server: ServerUnderTest, subresource: string, request: Partial<ApiRequest>): ApiReply {
  return server.call(request.patchType ? 'patch' : 'update', 'pods', { name: 'p', subresource, ...request });
}

describe('writes of a part of a pod', () => {
  test('change nothing else, labels neither', () => {
    const server = serverWithPod();
    const body = { metadata: { labels: { a: 'b' } }, spec: { nodeName: 'n', ephemeralContainers: [{ name: 'e', image: 'z' }] } };
    expect(write(server, 'ephemeralcontainers', { patchType: 'merge', body }).code).toBe(200);
    const stored = server.must('get', 'pods', { name: 'p' }) as { metadata: object; spec?: Record<string, unknown> };
    expect([stored.metadata, stored.spec?.['nodeName'], (stored.spec?.['ephemeralContainers'] as unknown[] | undefined)?.length]).toEqual([
      expect.not.objectContaining({ labels: { a: 'b' } }),
      undefined,
      1,
    ]);
  });

  test('can be applied, by a manager who then owns them', () => {
    const server = serverWithPod();
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { ephemeralContainers: [{ name: 'e', image: 'z' }] } };
    expect(write(server, 'ephemeralcontainers', { patchType: 'apply', body, options: { fieldManager: 'me' } }).code).toBe(200);
    const { metadata } = server.must('get', 'pods', { name: 'p' });
    expect(
      (metadata?.managedFields as { manager: string; subresource?: string }[] | undefined)?.map((one) => [one.manager, one.subresource]),
    ).toContainEqual(['me', 'ephemeralcontainers']);
  });

  const OTHERS = 'spec.containers: Forbidden: containers may not be added or removed on resize';
  test.each([
    [
      'no containers at all',
      [{ op: 'remove', path: '/spec/containers' }],
      `[spec.containers: Required value, spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing, ${OTHERS}]`,
    ],
    ['one container less', [{ op: 'remove', path: '/spec/containers/1' }], OTHERS],
    [
      'another name',
      [{ op: 'replace', path: '/spec/containers/1/name', value: 'e' }],
      'spec.containers[1].name: Forbidden: containers may not be renamed or reordered on resize',
    ],
  ])('a resize to %s is refused before amounts are compared', (_what, body, why) => {
    expect(message(write(serverWithPod(), 'resize', { patchType: 'json', body }))).toBe(`Pod "p" is invalid: ${why}`);
  });
});

test.each([
  [{ kind: 'x' }, '[target.kind: Unsupported value: "x": supported values: "Node", "<empty>", target.name: Required value]'],
  [{}, 'target.name: Required value'],
])('a binding to %j is refused for all that is wrong', (target, why) => {
  const body = { metadata: { name: 'p' }, target };
  expect(message(serverWithPod().call('create', 'pods', { name: 'p', subresource: 'binding', body }))).toBe(why);
});

test('a bound pod is nominated no longer', () => {
  const server = serverWithPod();
  write(server, 'status', { patchType: 'merge', body: { status: { nominatedNodeName: 'n' } } });
  const nominated = () => (server.must('get', 'pods', { name: 'p' }).status as { nominatedNodeName?: string }).nominatedNodeName;
  const before = nominated();
  server.must('create', 'pods', { name: 'p', subresource: 'binding', body: { metadata: { name: 'p' }, target: { name: 'n' } } });
  expect([before, nominated()]).toEqual(['n', undefined]);
});

describe('a pod on a node', () => {
  const node = (labels: object, status: object) => ({ metadata: { name: 'n', labels }, status });
  const roomy = { allocatable: { cpu: '1', memory: '1Gi' } };
  const resize = (requests: object) => [{ op: 'replace', path: '/spec/containers/0/resources/requests', value: requests }];
  const toLevel = [{ op: 'add', path: '/spec/resources', value: { requests: { cpu: '200m' } } }];
  test.each<[string, object | undefined, object, string | undefined]>([
    ['is resized', node({}, roomy), resize({ cpu: '200m' }), undefined],
    ['without that node', undefined, resize({ cpu: '200m' }), 'node "n" not found'],
    [
      'of Windows',
      node({ 'kubernetes.io/os': 'windows' }, roomy),
      resize({ cpu: '200m' }),
      'pod resize is only supported on linux nodes, node "n" is "windows"',
    ],
    [
      'that is too small',
      node({}, roomy),
      resize({ cpu: '2', memory: '2Gi' }),
      "node didn't have enough allocatable resources: cpu, requested: 2000, allocatable: 1000; memory, requested: 2147483648, allocatable: 1073741824",
    ],
    [
      'that cannot resize whole pods',
      node({}, roomy),
      toLevel,
      'pod update requires features InPlacePodLevelResourcesVerticalScaling which are not available on node "n"',
    ],
    ['that can', node({}, { ...roomy, declaredFeatures: ['InPlacePodLevelResourcesVerticalScaling'] }), toLevel, undefined],
  ])('%s', (_what, on, body, why) => {
    const server = serverWithPod({ nodeName: 'n' });
    if (on) server.must('create', 'nodes', { body: on });
    const reply = write(server, 'resize', { patchType: 'json', body });
    expect([reply.code, message(reply)]).toEqual(why === undefined ? [200, undefined] : [403, `pods "p" is forbidden: ${why}`]);
  });
});

describe('a token', () => {
  const ask = (body: object) => new ServerUnderTest().call('create', 'serviceaccounts', { name: 'a', subresource: 'token', body });
  test.each([
    [{ kind: 'Pod', apiVersion: 'v2', name: 'x' }, 'pods "x" not found'],
    [{ kind: 'Pod', apiVersion: 'a/b/c', name: 'x' }, 'pods "x" not found'],
    [{ kind: 'Pod', apiVersion: 'v1' }, 'Name parameter required.'],
    [{ kind: 'Pod', apiVersion: 'apps/v1', name: 'x' }, 'cannot bind token to object of type apps/v1, Kind=Pod'],
    [{ kind: 'ConfigMap', apiVersion: 'a/b/c', name: 'x' }, 'cannot bind token to object of type /, Kind=ConfigMap'],
  ])('bound to %j: %s', (boundObjectRef, why) => {
    const server = new ServerUnderTest();
    server.must('create', 'serviceaccounts', { body: { metadata: { name: 'a' } } });
    const reply = server.call('create', 'serviceaccounts', { name: 'a', subresource: 'token', body: { spec: { boundObjectRef } } });
    expect(message(reply)).toBe(why);
  });

  test('for another namespace is refused before the account is looked for', () => {
    expect(message(ask({ metadata: { namespace: 'x' } }))).toBe(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  });

  test('keeps the metadata of the request', () => {
    const server = new ServerUnderTest();
    server.must('create', 'serviceaccounts', { body: { metadata: { name: 'a' } } });
    const body = { metadata: { labels: { a: 'b' } } };
    const reply = server.must('create', 'serviceaccounts', { name: 'a', subresource: 'token', body, options: { fieldManager: 'me' } });
    expect([reply.metadata?.labels, (reply.metadata?.managedFields as object[] | undefined)?.length]).toEqual([{ a: 'b' }, 1]);
  });
});
