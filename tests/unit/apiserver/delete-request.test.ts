import { describe, expect, test } from 'vitest';
import { deleteOptions } from '../../../workers/apiserver/verbs/delete-options';
import { queriedDeleteOptions, withoutDeleteOptions } from '../../../workers/apiserver/http/delete-request';
import { handleHttp } from '../../../workers/apiserver/http';
import type { HttpReply } from '../../../workers/apiserver/http';
import { ServerUnderTest, configMap, pod } from './server-under-test';

const message = (value: unknown) => (value as { message?: string }).message;

describe('options of a DELETE', () => {
  test.each([
    ['an empty policy is one', { propagationPolicy: '' }, 'propagationPolicy: Unsupported value: ""'],
    ['orphanDependents and a policy exclude each other', { orphanDependents: true, propagationPolicy: 'Orphan' }, 'cannot be both set'],
    ['only All runs dry', { dryRun: ['x'] }, 'dryRun: Unsupported value: ["x"]'],
    ['a uid is text', { preconditions: { uid: 5 } }, 'Go struct field Preconditions.preconditions.uid of type types.UID'],
    ['seconds are whole', { gracePeriodSeconds: 1.5 }, 'cannot unmarshal number 1.5 into Go struct field DeleteOptions.gracePeriodSeconds'],
    ['another kind is none', { kind: 'Foo', apiVersion: 'v1' }, 'no kind "Foo" is registered for version "v1"'],
  ])('%s', (_name, body, text) => {
    expect(message(deleteOptions(body))).toContain(text);
  });

  test('a query says the same as a body, preconditions included', () => {
    expect(
      queriedDeleteOptions({ gracePeriodSeconds: '5', orphanDependents: 'maybe', dryRun: 'All', uid: 'u', labelSelector: 'a=b' }),
    ).toEqual({
      gracePeriodSeconds: 5,
      orphanDependents: true,
      dryRun: ['All'],
      preconditions: { uid: 'u' },
    });
    expect(queriedDeleteOptions({ labelSelector: 'a=b' })).toBeUndefined();
    expect(withoutDeleteOptions({ dryRun: 'All', limit: '1' })).toEqual({ limit: '1' });
  });

  test('a body makes the query count for nothing', () => {
    const server = new ServerUnderTest();
    const del = (query: string, body: string): HttpReply =>
      handleHttp(server.api, { method: 'DELETE', path: `/api/v1/namespaces/default/configmaps/a${query}`, headers: {}, body });
    server.must('create', 'configmaps', { body: configMap('a') });
    expect(del('?dryRun=All', '').code).toBe(200);
    expect(del('?gracePeriodSeconds=abc', '').code).toBe(400);
    expect(message(del('', '[]').body)).toContain("couldn't get version/kind; json parse error: json: cannot unmarshal array");
    expect(del('?dryRun=All&gracePeriodSeconds=abc', '{}').code).toBe(200);
    expect(server.call('get', 'configmaps', { name: 'a' }).code).toBe(404);
  });
});

describe('eviction', () => {
  const evict = (server: ServerUnderTest, body: object) => server.call('create', 'pods', { name: 'a', subresource: 'eviction', body });

  test('names the pod it is for', () => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a', { nodeName: 'n' }) });
    expect(message(evict(server, {}).body)).toBe('name in URL does not match name in Eviction object');
  });

  test('wrong options are found after the condition was written', () => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a', { nodeName: 'n' }) });
    expect(evict(server, { metadata: { name: 'a' }, deleteOptions: { propagationPolicy: 'x' } }).code).toBe(422);
    const { metadata, status } = server.must('get', 'pods', { name: 'a' }) as unknown as {
      metadata: object;
      status: { conditions: object[] };
    };
    expect(metadata).not.toHaveProperty('deletionTimestamp');
    expect(status.conditions).toMatchObject([{ type: 'DisruptionTarget', status: 'True' }]);
  });

  test.each([
    [{ currentHealthy: 2, desiredHealthy: 2 }, 'The disruption budget b needs 2 healthy pods and has 2 currently'],
    [{ currentHealthy: 3, desiredHealthy: 2 }, 'The disruption budget b does not allow evicting pods currently'],
    [
      {
        conditions: [
          { type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'boom', lastTransitionTime: '2020-01-01T00:00:00Z' },
        ],
      },
      'The disruption budget b does not allow evicting pods currently because it failed sync: boom',
    ],
  ])('a spent budget says why: %j', (status, text) => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a', { nodeName: 'n' }) });
    server.must('patch', 'pods', {
      name: 'a',
      subresource: 'status',
      patchType: 'merge',
      body: { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } },
    });
    server.must('create', 'poddisruptionbudgets', { body: { metadata: { name: 'b' }, spec: { selector: {}, minAvailable: 1 } } });
    const whole = { observedGeneration: 1, disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, ...status };
    server.must('patch', 'poddisruptionbudgets', { name: 'b', subresource: 'status', patchType: 'merge', body: { status: whole } });
    expect(evict(server, { metadata: { name: 'a' } })).toMatchObject({ code: 429, body: { details: { causes: [{ message: text }] } } });
  });
});

describe('namespaces', () => {
  const call = (server: ServerUnderTest, verb: 'update' | 'delete' | 'patch' | 'create', more: object) =>
    server.call(verb, 'namespaces', more);

  test('the last finalizer, in the spec or the metadata, ends a terminating one', () => {
    const server = new ServerUnderTest();
    call(server, 'create', { body: { metadata: { name: 'n', finalizers: ['a/b'] } } });
    call(server, 'delete', { name: 'n', body: { propagationPolicy: 'Foreground' } });
    const held = call(server, 'patch', { name: 'n', patchType: 'merge', body: { metadata: { finalizers: null } } });
    expect(held.body).toMatchObject({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Terminating' } });
    expect(call(server, 'update', { name: 'n', subresource: 'finalize', body: { metadata: { name: 'n' } } }).code).toBe(200);
    expect(server.call('get', 'namespaces', { name: 'n' }).code).toBe(404);
  });

  test('takes nothing new while it goes, not even a token', () => {
    const server = new ServerUnderTest();
    call(server, 'create', { body: { metadata: { name: 'n' } } });
    server.must('create', 'serviceaccounts', { namespace: 'n', body: { metadata: { name: 'x' } } });
    call(server, 'delete', { name: 'n' });
    const token = server.call('create', 'serviceaccounts', { namespace: 'n', name: 'x', subresource: 'token', body: {} });
    expect(message(token.body)).toBe(
      'serviceaccounts "x" is forbidden: unable to create new content in namespace n because it is being terminated',
    );
  });
});

test.each([
  ['a Job', { name: 'a' }, undefined, true],
  ['all Jobs', {}, undefined, true],
  ['all Jobs with a policy', {}, { propagationPolicy: 'Background' }, false],
])('whoever deletes %s is told what becomes of its pods: %#', (_, target, body, told) => {
  const verb = 'name' in target ? 'delete' : 'deletecollection';
  const { warnings = [] } = new ServerUnderTest().call(verb, 'jobs', { ...target, body });
  expect(warnings.some((text) => text.startsWith('child pods are preserved by default'))).toBe(told);
});
