/** What is asked for in headers and queries, and what is made of it. */
import { describe, expect, test } from 'vitest';
import { parseFieldSelector } from '../../../workers/api/fields';
import { handleHttp } from '../../../workers/apiserver/http';
import { negotiate } from '../../../workers/apiserver/http/negotiate';
import { requestOptions } from '../../../workers/apiserver/http/query';
import { decodeContinue } from '../../../workers/apiserver/verbs/continue-token';
import { ServerUnderTest } from './server-under-test';

const TABLE = { as: 'Table', version: 'v1' };

describe('Accept headers', () => {
  const cases: readonly [string, unknown][] = [
    ['', { yaml: false }],
    ['application/json;q=0.5,application/yaml', { yaml: true }],
    ['*/*,application/yaml', { yaml: true }],
    ['application/json;as=Table;v=v1;g=meta.k8s.io', { yaml: false, ...TABLE }],
    ['application/json;as=Table;v=v9;g=meta.k8s.io, application/json', { yaml: false }],
    ['application/json;charset=utf-8', { yaml: false }],
  ];
  test.each(cases)('%s', (accept, expected) => {
    expect(negotiate(accept)).toEqual(expected);
  });

  const refused: readonly [string, string][] = [
    [
      'APPLICATION/JSON',
      '406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ],
    [
      'application/json;stream=bogus',
      'only the following media types are accepted: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ],
  ];
  test.each(refused)('%s is not acceptable', (accept, message) => {
    expect(negotiate(accept)).toMatchObject({ code: 406, message });
  });

  test('a failure is YAML where YAML was asked for', () => {
    const { api } = new ServerUnderTest();
    const reply = handleHttp(api, { method: 'GET', path: '/api/v1/namespaces/default/pods/a', headers: { accept: 'application/yaml' } });
    expect([reply.code, reply.contentType, String(reply.body).split('\n')[0]]).toEqual([404, 'application/yaml', 'apiVersion: v1']);
  });
});

test.each([
  ['9'.repeat(20), `strconv.ParseInt: parsing "${'9'.repeat(20)}": value out of range`],
  ['', 'strconv.ParseInt: parsing "": invalid syntax'],
  ['1.5', 'strconv.ParseInt: parsing "1.5": invalid syntax'],
])('limit=%s is no number', (limit, error) => {
  expect(requestOptions({ limit })).toBe(error);
});

test.each([
  ['abc', "invalid character 'i' looking for beginning of value"],
  ['e30', 'server does not recognize this encoded version '],
])('continue token %s', (token, error) => {
  expect(decodeContinue(token)).toBe(error);
});

test.each([
  ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
  ['a=b\\', 'invalid field selector: invalid escape sequence: \\'],
  ['a=b\\x', 'invalid field selector: invalid escape sequence: \\x'],
])('field selector %s', (text, error) => {
  expect(parseFieldSelector(text)).toEqual({ error });
});

describe('fields that a kind cannot be selected by', () => {
  const cases: readonly [string, string][] = [
    ['/api/v1/nodes?fieldSelector=metadata.namespace%3Da', 'field label not supported: metadata.namespace'],
    ['/apis/batch/v1/jobs?fieldSelector=a%3Db', 'field label "a" not supported for Job'],
    [
      '/apis/apps/v1/replicasets?fieldSelector=status.replicas%3D1',
      '"status.replicas" is not a known field selector: only "metadata.name", "metadata.namespace"',
    ],
    ['/apis/events.k8s.io/v1/events?fieldSelector=source%3Da', 'field label not supported: source'],
  ];
  test.each(cases)('%s', (path, message) => {
    const { api } = new ServerUnderTest();
    expect(handleHttp(api, { method: 'GET', path })).toMatchObject({ code: 400, body: { message } });
  });

  test('a namespace is one of all others, even where there are none', () => {
    const { api } = new ServerUnderTest();
    const path = '/apis/storage.k8s.io/v1/storageclasses?fieldSelector=metadata.namespace%3Da';
    expect(handleHttp(api, { method: 'GET', path })).toMatchObject({ code: 200, body: { items: [] } });
  });
});

test('a limited list goes on while anything is left behind its last match', () => {
  const server = new ServerUnderTest();
  for (const [name, labels] of Object.entries({ a: { l: 'x' }, b: {} }))
    server.call('create', 'configmaps', { body: { metadata: { name, labels } } });
  const list = (query: string) => handleHttp(server.api, { method: 'GET', path: `/api/v1/namespaces/default/configmaps?${query}` });
  const meta = (query: string) => Object.keys((list(query).body as { metadata: object }).metadata).sort();
  expect([meta('limit=1&labelSelector=l%3Dx'), meta('limit=1'), meta('limit=1&resourceVersion=0')]).toEqual([
    ['continue', 'resourceVersion'],
    ['continue', 'remainingItemCount', 'resourceVersion'],
    ['resourceVersion'],
  ]);
});
