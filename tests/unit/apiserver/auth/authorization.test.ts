import { describe, expect, test } from 'vitest';
import type { UserInfo } from '../../../../workers/api/user-info';
import { attributesOf } from '../../../../workers/apiserver/authz/request-info';
import { ruleAllows, uncovered } from '../../../../workers/apiserver/authz/rules';
import type { PolicyRule } from '../../../../workers/apiserver/authz/rules';
import { ServerUnderTest, pod } from '../server-under-test';

const alice: UserInfo = { username: 'alice', groups: ['dev', 'system:authenticated'] };
const RBAC = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;

function ask(verb: string, resource: string, more: object = {}) {
  return { user: alice, verb, group: '', resource, subresource: '', namespace: 'default', name: '', ...more };
}

describe('request attributes', () => {
  test.each([
    ['GET', '/api/v1/namespaces/x/pods', {}, { verb: 'list', resource: 'pods', namespace: 'x', name: '' }],
    ['GET', '/api/v1/namespaces/x/pods', { watch: '1' }, { verb: 'watch', resource: 'pods', namespace: 'x', name: '' }],
    ['GET', '/api/v1/pods', { fieldSelector: 'metadata.name=a' }, { verb: 'list', resource: 'pods', namespace: '', name: 'a' }],
    [
      'DELETE',
      '/api/v1/pods',
      { fieldSelector: 'metadata.name=a' },
      { verb: 'deletecollection', resource: 'pods', namespace: '', name: '' },
    ],
    ['GET', '/api/v1/namespaces/x', {}, { verb: 'get', resource: 'namespaces', namespace: 'x', name: 'x' }],
    [
      'PUT',
      '/api/v1/namespaces/x/finalize',
      {},
      { verb: 'update', resource: 'namespaces', subresource: 'finalize', namespace: 'x', name: 'x' },
    ],
    ['GET', '/apis/no.io/v1/namespaces/x/things/a/b', {}, { verb: 'get', group: 'no.io', resource: 'things', subresource: 'b', name: 'a' }],
    ['GET', '/apis/apps/v1', {}, { verb: 'get', path: '/apis/apps/v1' }],
    ['POST', '/metrics', {}, { verb: 'post', path: '/metrics' }],
  ])('of %s %s %o', (method, path, query, wanted) => {
    expect(attributesOf(method, path, query, alice)).toMatchObject(wanted);
  });
});

describe('rules', () => {
  const rule = (resources: readonly string[], more: Partial<PolicyRule> = {}): PolicyRule => ({
    verbs: ['get'],
    apiGroups: [''],
    resources,
    ...more,
  });
  test.each([
    ['a resource', rule(['pods']), ask('get', 'pods'), true],
    ['not its subresource', rule(['pods']), ask('get', 'pods', { subresource: 'log' }), false],
    ['a subresource of all resources', rule(['*/log']), ask('get', 'pods', { subresource: 'log' }), true],
    ['not another verb', rule(['pods']), ask('list', 'pods'), false],
    ['only the names it has', rule(['pods'], { resourceNames: ['a'] }), ask('get', 'pods', { name: 'b' }), false],
    ['a URL below a star', { verbs: ['get'], nonResourceURLs: ['/debug/*'] }, { user: alice, verb: 'get', path: '/debug/x' }, true],
    [
      'not a URL that only begins alike',
      { verbs: ['get'], nonResourceURLs: ['/metrics'] },
      { user: alice, verb: 'get', path: '/metricz' },
      false,
    ],
  ])('allow %s', (_, given, attributes, allowed) => {
    expect(ruleAllows(given, attributes)).toBe(allowed);
  });

  test('uncovered parts are single verbs on single resources', () => {
    const wanted = [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods', 'secrets'] }];
    expect(uncovered([rule(['pods', 'secrets'])], wanted)).toEqual([
      { verbs: ['list'], apiGroups: [''], resources: ['pods'] },
      { verbs: ['list'], apiGroups: [''], resources: ['secrets'] },
    ]);
  });
});

describe('decisions', () => {
  test('follow bindings as they come and go, and name the role that is missing', () => {
    const server = new ServerUnderTest();
    const { authorizer } = server.api.access;
    expect(authorizer.authorize(ask('get', 'pods'))).toEqual({ allowed: false, reason: '' });
    const binding = { metadata: { name: 'b' }, roleRef: { kind: 'Role', name: 'r' }, subjects: [{ kind: 'Group', name: 'dev' }] };
    server.must('create', 'rolebindings', { ...RBAC, body: binding });
    expect(authorizer.authorize(ask('get', 'pods')).reason).toBe('RBAC: role.rbac.authorization.k8s.io "r" not found');
    const role = { metadata: { name: 'r' }, rules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }] };
    server.must('create', 'roles', { ...RBAC, body: role });
    expect(authorizer.authorize(ask('get', 'pods'))).toEqual({
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "b/default" of Role "r" to Group "dev"',
    });
    server.must('delete', 'rolebindings', { ...RBAC, name: 'b' });
    expect(authorizer.authorize(ask('get', 'pods')).allowed).toBe(false);
  });

  test.each([
    ['its own node', 'get', 'nodes', { namespace: '', name: 'n1' }, true, ''],
    ['another node', 'get', 'nodes', { namespace: '', name: 'n2' }, false, "node 'n1' cannot read 'n2', only its own Node object"],
    ['all pods', 'list', 'pods', {}, false, 'can only list/watch pods with spec.nodeName field selector'],
    ['pods on it', 'list', 'pods', { fieldSelector: 'spec.nodeName=n1' }, true, ''],
    ['the secret of a pod on it', 'get', 'secrets', { name: 'used' }, true, ''],
    ['a secret nobody on it uses', 'get', 'secrets', { name: 'other' }, false, "no relationship found between node 'n1' and this object"],
    ['tokens of an account in use', 'create', 'serviceaccounts', { name: 'default', subresource: 'token' }, true, ''],
    [
      'a lease elsewhere',
      'get',
      'leases',
      { group: 'coordination.k8s.io' },
      false,
      'can only access leases in the "kube-node-lease" system namespace',
    ],
  ])('give a kubelet %s', (_, verb, resource, more, allowed, reason) => {
    const server = new ServerUnderTest();
    const spec = { nodeName: 'n1', serviceAccountName: 'default', volumes: [{ name: 'v', secret: { secretName: 'used' } }] };
    server.must('create', 'pods', { body: pod('p', spec) });
    const user = { username: 'system:node:n1', groups: ['system:nodes'] };
    expect(server.api.access.authorizer.authorize({ ...ask(verb, resource, more), user })).toEqual({ allowed, reason });
  });
});

describe('escalation', () => {
  const rules = [{ verbs: ['create', 'bind'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles', 'rolebindings'] }];

  function withRole(extra: readonly object[] = []) {
    const server = new ServerUnderTest();
    server.must('create', 'roles', { ...RBAC, body: { metadata: { name: 'r' }, rules: [...rules, ...extra] } });
    const subjects = [{ kind: 'User', name: 'alice' }];
    server.must('create', 'rolebindings', { ...RBAC, body: { metadata: { name: 'b' }, roleRef: { kind: 'Role', name: 'r' }, subjects } });
    return server;
  }

  const wanted = { metadata: { name: 'more' }, rules: [{ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'] }] };

  test('of a role is refused with all that is missing', () => {
    expect(withRole().call('create', 'roles', { ...RBAC, userInfo: alice, body: wanted })).toMatchObject({
      code: 403,
      body: {
        message:
          'roles.rbac.authorization.k8s.io "more" is forbidden: user "alice" (groups=["dev" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}',
      },
    });
  });

  test('is allowed by the verb escalate', () => {
    const server = withRole([{ verbs: ['escalate'], apiGroups: ['rbac.authorization.k8s.io'], resources: ['roles'] }]);
    expect(server.call('create', 'roles', { ...RBAC, userInfo: alice, body: wanted }).code).toBe(201);
  });

  test('by binding is allowed by the verb bind for that kind of role only', () => {
    const server = withRole();
    const body = (kind: string, name: string) => ({ metadata: { name: kind.toLowerCase() }, roleRef: { kind, name }, subjects: [] });
    expect(server.call('create', 'rolebindings', { ...RBAC, userInfo: alice, body: body('Role', 'any') }).code).toBe(201);
    expect(server.call('create', 'rolebindings', { ...RBAC, userInfo: alice, body: body('ClusterRole', 'view') }).code).toBe(403);
  });
});
