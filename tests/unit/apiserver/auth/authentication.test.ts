import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hmacSha256, sha256 } from '../../../../workers/apiserver/authn/hmac-sha256';
import { parseTokenFile } from '../../../../workers/apiserver/authn/token-file';
import { handleHttp } from '../../../../workers/apiserver/http';
import { ServerUnderTest } from '../server-under-test';

const TOKENS = 'root,admin,u-admin,"system:masters"\nalice,alice,u-alice,"dev,ops"\n';

function served() {
  const server = new ServerUnderTest();
  server.api.access.authenticator.staticTokens = parseTokenFile(TOKENS);
  const send = (method: string, path: string, headers: object, body?: object) =>
    handleHttp(server.api, {
      method,
      path,
      headers: { 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    });
  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  const whoami = (headers: object) =>
    (send('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', headers, {}).body as { status: { userInfo?: unknown } }).status
      .userInfo;
  const tokenOf = (body: object = {}) => {
    const path = '/api/v1/namespaces/default/serviceaccounts/ci/token';
    return (send('POST', path, as('root'), body).body as { status: { token: string } }).status.token;
  };
  server.must('create', 'serviceaccounts', { body: { metadata: { name: 'ci' } } });
  return { server, send, as, whoami, tokenOf };
}

describe('hmac', () => {
  test.each([0, 1, 55, 56, 63, 64, 65, 1000])('of %i bytes is what node:crypto makes of them', (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => index & 255);
    expect(Buffer.from(sha256(bytes))).toEqual(createHash('sha256').update(bytes).digest());
    expect(Buffer.from(hmacSha256(bytes, bytes))).toEqual(createHmac('sha256', bytes).update(bytes).digest());
  });
});

describe('callers', () => {
  test('are who their token says, with the group of all who are known', () => {
    const { whoami, as } = served();
    expect(whoami(as('alice'))).toEqual({ username: 'alice', uid: 'u-alice', groups: ['dev', 'ops', 'system:authenticated'] });
  });

  test.each([
    ['a wrong token', 'Bearer nope', 401, 'Unauthorized'],
    [
      'no token',
      undefined,
      403,
      'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
    ],
    [
      'another scheme',
      'Basic YTpi',
      403,
      'nodes is forbidden: User "system:anonymous" cannot list resource "nodes" in API group "" at the cluster scope',
    ],
  ])('with %s are refused', (_, authorization, code, message) => {
    expect(served().send('GET', '/api/v1/nodes', { authorization })).toMatchObject({ code, body: { message } });
  });

  test('of a server without a token file are its administrator', () => {
    expect(handleHttp(new ServerUnderTest().api, { method: 'GET', path: '/api/v1/nodes' }).code).toBe(200);
  });
});

describe('service account tokens', () => {
  test('let their account in until they expire', () => {
    const { server, whoami, as, tokenOf } = served();
    const token = tokenOf({ spec: { expirationSeconds: 600 } });
    expect(whoami(as(token))).toMatchObject({
      username: 'system:serviceaccount:default:ci',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
      extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=[-0-9a-f]{36}$/)] },
    });
    server.nowMs += 661_000;
    expect(whoami(as(token))).toBeUndefined();
  });

  test.each([
    ['changed ones', (token: string) => token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))],
    ['ones for others', (_: string, tokenOf: (body: object) => string) => tokenOf({ spec: { audiences: ['vault'] } })],
  ])('are not taken: %s', (_, change) => {
    const { send, as, tokenOf } = served();
    expect(send('GET', '/version', as(change(tokenOf(), tokenOf))).code).toBe(401);
  });

  test('are reviewed with the reason', () => {
    const { server, send, as, tokenOf } = served();
    const token = tokenOf();
    const review = (spec: object) =>
      (send('POST', '/apis/authentication.k8s.io/v1/tokenreviews', as('root'), { spec }).body as { status: unknown }).status;
    expect(review({ token })).toMatchObject({ authenticated: true, audiences: ['https://kubernetes.default.svc.cluster.local'] });
    expect(review({ token: 'nope' })).toEqual({ user: {}, error: 'invalid bearer token' });
    server.must('delete', 'serviceaccounts', { name: 'ci' });
    expect(review({ token })).toEqual({ user: {}, error: '[invalid bearer token, serviceaccounts "ci" not found]' });
  });
});

describe('impersonation', () => {
  test('by an administrator takes name, uid, groups and extras', () => {
    const { whoami, as } = served();
    const headers = {
      'impersonate-user': 'jane',
      'impersonate-uid': '7',
      'impersonate-group': ['a', 'b'],
      'impersonate-extra-x%2fy': ['z'],
    };
    expect(whoami({ ...as('root'), ...headers })).toEqual({
      username: 'jane',
      uid: '7',
      groups: ['a', 'b', 'system:authenticated'],
      extra: { 'x/y': ['z'] },
    });
  });

  test.each([
    [
      'somebody',
      { 'impersonate-user': 'bob' },
      403,
      'pods is forbidden: User "alice" cannot impersonate-on:user-info:list resource "pods" in API group "" at the cluster scope',
    ],
    [
      'a node',
      { 'impersonate-user': 'system:node:n' },
      403,
      'pods is forbidden: User "alice" cannot impersonate-on:arbitrary-node:list resource "pods" in API group "" at the cluster scope',
    ],
    [
      'a group alone',
      { 'impersonate-group': ['x'] },
      400,
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"x"}, Extra:map[string][]string(nil)} without impersonating a user name',
    ],
  ])('of %s needs a right or a name', (_, headers, code, message) => {
    const { send, as } = served();
    expect(send('GET', '/api/v1/pods', { ...as('alice'), ...headers })).toMatchObject({ code, body: { message } });
  });
});
