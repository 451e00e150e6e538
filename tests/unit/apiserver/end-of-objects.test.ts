/** What deletion asks of what is on its way out, and how answers name a resource that two groups serve. */
import { expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import { ServerUnderTest, configMap } from './server-under-test';

const MERGE = { 'content-type': 'application/merge-patch+json' };
const PATH = '/api/v1/namespaces/default/configmaps/a';

test('no finalizer is added to what is being deleted', () => {
  const server = new ServerUnderTest();
  server.must('create', 'configmaps', { body: configMap('a', { finalizers: ['x.io/a'] }) });
  handleHttp(server.api, { method: 'DELETE', path: PATH });
  const body = { metadata: { finalizers: ['x.io/a', 'x.io/c', 'x.io/b'] } };
  expect(handleHttp(server.api, { method: 'PATCH', path: PATH, headers: MERGE, body: JSON.stringify(body) })).toMatchObject({
    code: 422,
    body: {
      message:
        'ConfigMap "a" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x.io/b", "x.io/c"}',
    },
  });
});

test.each([
  ['Foreground', 'Background', 404],
  ['Orphan', 'Foreground', ['foregroundDeletion']],
])('%s deletion, then %s: one more write', (first, second, left) => {
  const server = new ServerUnderTest();
  server.must('create', 'configmaps', { body: configMap('a') });
  const remove = (propagationPolicy: string) =>
    handleHttp(server.api, { method: 'DELETE', path: PATH, body: JSON.stringify({ propagationPolicy }) });
  remove(first);
  const { revision } = server.store;
  remove(second);
  const { body } = handleHttp(server.api, { method: 'GET', path: PATH });
  const { metadata, code } = body as { metadata: { finalizers?: string[] }; code?: number };
  expect([server.store.revision - revision, code ?? metadata.finalizers]).toEqual([1, left]);
});

test('an answer names the group that was asked', () => {
  const { api } = new ServerUnderTest();
  const path = '/apis/events.k8s.io/v1/namespaces/default/events/a';
  expect(handleHttp(api, { method: 'GET', path })).toMatchObject({
    code: 404,
    body: { message: 'events.events.k8s.io "a" not found', details: { name: 'a', group: 'events.k8s.io', kind: 'events' } },
  });
});
