/** Paths, methods and forms of answers that no resource decides. */
import { expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import type { HttpReply } from '../../../workers/apiserver/http';
import { ServerUnderTest } from './server-under-test';

const AGGREGATED = 'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

function ask(method: string, path: string, accept = 'application/json'): HttpReply {
  return handleHttp(new ServerUnderTest().api, { method, path, headers: { accept } });
}

test.each<[string, string, string, number, unknown]>([
  ['an escaped slash separates', 'GET', '/api/v1/namespaces/a%2Fb', 404, { message: 'the server could not find the requested resource' }],
  ['a bad escape is no path', 'GET', '/api/v1/namespaces/%zz', 400, '400 Bad Request'],
  ['an empty namespace is all of them', 'GET', '/api/v1/namespaces//pods', 200, { kind: 'PodList' }],
  ['two dots are no name', 'GET', '/api/v1/namespaces/default/pods/..', 400, { message: `Name parameter invalid: "..": may not be '..'` }],
  ['a percent sign is in no name', 'DELETE', '/api/v1/nodes/a%25b', 400, { message: `Name parameter invalid: "a%b": may not contain '%'` }],
  [
    'watch alone leads nowhere',
    'GET',
    '/api/v1/watch',
    500,
    expect.stringContaining('unable to determine kind and namespace from url, /api/v1/watch'),
  ],
  ['the old watch path only watches', 'POST', '/api/v1/watch/pods', 405, { reason: 'MethodNotAllowed' }],
  ['a query pair with a bad escape is passed over', 'GET', '/api/v1/pods?limit=1%zz', 200, { kind: 'PodList' }],
  ['a query pair with a semicolon is passed over', 'GET', '/api/v1/pods?labelSelector=a;b', 200, { kind: 'PodList' }],
  ['GET of one object knows no limit', 'GET', '/api/v1/namespaces/default?limit=abc', 200, { kind: 'Namespace' }],
  [
    'a timeout is a duration',
    'GET',
    '/api/v1/namespaces/default?timeout=5',
    400,
    { message: 'invalid timeout specified in the request URL - time: missing unit in duration "5"' },
  ],
  [
    'nothing is exported',
    'GET',
    '/api/v1/namespaces/default?export=1',
    400,
    { message: 'the export parameter, deprecated since v1.14, is no longer supported' },
  ],
  ['the aggregator does not look at methods', 'PUT', '/apis/apps', 200, { kind: 'APIGroup' }],
  ['the API server does', 'PUT', '/apis/apps/v1', 405, { reason: 'MethodNotAllowed' }],
  ['metrics can be reset', 'DELETE', '/metrics', 200, 'metrics reset\n'],
  ['subresources know their verbs', 'PUT', '/api/v1/namespaces/default/pods/a/exec', 405, { reason: 'MethodNotAllowed' }],
  ['one object is got, not watched', 'GET', '/api/v1/namespaces/default?watch=1', 200, { kind: 'Namespace' }],
  ['what cannot be watched has no old watch path', 'GET', '/api/v1/watch/componentstatuses', 404, { reason: 'NotFound' }],
  [
    'a list that cannot be watched says so',
    'GET',
    '/api/v1/componentstatuses?watch=f',
    405,
    { message: 'watch is not supported on resources of kind "componentstatuses"' },
  ],
  ['an unknown OpenAPI document is nothing', 'GET', '/openapi/v3/apis/nope', 404, ''],
  ['the index of OpenAPI has no slash behind it', 'GET', '/openapi/v3/', 404, ''],
  [
    'a stale OpenAPI link leads to the newest document',
    'GET',
    '/openapi/v3/api/v1?hash=OLD',
    301,
    expect.stringContaining('Moved Permanently'),
  ],
  ['what is proxied has a method that exists', 'TRACE', '/api/v1/nodes/a/proxy/', 405, { reason: 'MethodNotAllowed' }],
  ['HEAD has no body', 'HEAD', '/api/v1/namespaces/default', 405, ''],
])('%s', (_rule, method, path, code, body) => {
  const reply = ask(method, path);
  expect([reply.code, reply.body]).toEqual([
    code,
    typeof body === 'object' && body !== null && !('asymmetricMatch' in body) ? expect.objectContaining(body) : body,
  ]);
});

test.each<[string, string, number, string, unknown]>([
  ['application/yaml', '/api/v1/nope', 404, 'application/yaml', expect.stringContaining('code: 404\n')],
  ['application/yaml;as=Table;v=v1;g=meta.k8s.io', '/api/v1/nodes/a', 404, 'application/json', expect.objectContaining({ code: 404 })],
  ['application/yaml', '/api', 200, 'application/yaml', expect.stringContaining('kind: APIVersions\n')],
  [
    'text/html',
    '/api',
    406,
    'application/json',
    expect.objectContaining({ message: expect.stringContaining('406: Not Acceptable') as string }),
  ],
  [
    'text/html',
    '/apis',
    406,
    'application/json',
    expect.objectContaining({ message: expect.stringContaining('only the following media types') as string }),
  ],
  [
    `application/json,application/yaml;q=0.5;${AGGREGATED}`,
    '/api',
    200,
    `application/yaml;${AGGREGATED}`,
    expect.stringContaining('kind: APIGroupDiscoveryList\n'),
  ],
  ['application/yaml', '/api/v1/pods?watch=1', 406, 'application/yaml', expect.stringContaining('application/json;stream=watch')],
  ['application/yaml', '/version', 406, 'application/yaml', expect.stringContaining('Available representations: application/json\n')],
])('Accept: %s on %s', (accept, path, code, contentType, body) => {
  const reply = ask('GET', path, accept);
  expect([reply.code, reply.contentType, reply.body]).toEqual([code, contentType, body]);
});

test.each<[string, Readonly<Record<string, unknown>>, readonly string[] | string]>([
  ['from the start with bookmarks is a list told as events', { allowWatchBookmarks: true }, ['BOOKMARK']],
  ['from version 0 likewise', { allowWatchBookmarks: true, resourceVersion: '0' }, ['BOOKMARK']],
  ['without bookmarks none ends the list', {}, []],
  [
    'no part of a list can be continued from the start',
    { continue: 'abc' },
    'Forbidden: resourceVersionMatch is forbidden when continue is provided',
  ],
  ['elsewhere nobody looks at it', { continue: 'abc', resourceVersion: '1000' }, []],
  ['a version past all numbers', { resourceVersion: '9'.repeat(20) }, 'value out of range'],
])('a client watches: %s', (_rule, options, expected) => {
  const { api } = new ServerUnderTest();
  const seen: string[] = [];
  const user = { username: 'a', groups: ['system:masters'] };
  const request = { verb: 'watch', group: '', version: 'v1', resource: 'pods', namespace: 'default', userInfo: user, options } as const;
  const opened = api.watch(request, { events: (batch) => void seen.push(...batch.map(({ type }) => type)), closed: () => undefined });
  if (typeof expected === 'string') expect(opened).toMatchObject({ body: { message: expect.stringContaining(expected) as string } });
  else expect(seen).toEqual(expected);
});
