import { expect, test } from 'vitest';
import { ServerUnderTest, pod } from '../server-under-test';

const BINDINGS = { group: 'rbac.authorization.k8s.io', version: 'v1' } as const;

test.each([
  [
    'system:kube-scheduler',
    'system:kube-scheduler',
    'pods',
    'User "system:kube-scheduler" cannot list resource "pods" in API group "" in the namespace "default"',
  ],
  ['system:kube-controller-manager', 'system:controller:service-account-controller', 'serviceaccounts', undefined],
])('%s may only what a binding gives it', (user, binding, resource, refusal) => {
  const server = new ServerUnderTest();
  expect(server.call('list', resource, { user }).code).toBe(200);
  server.must('delete', 'clusterrolebindings', { ...BINDINGS, name: binding });
  const { body } = server.call('list', resource, { user });
  expect((body as { message?: string }).message).toBe(refusal && `pods is forbidden: ${refusal}`);
});

test('a machine is both kubelet and kube-proxy, and nobody else', () => {
  const server = new ServerUnderTest();
  server.must('create', 'pods', { body: pod('p', { nodeName: 'n2' }) });
  const as = (verb: 'get' | 'list', resource: string, more: object) =>
    server.call(verb, resource, { user: 'system:node:n1', ...more }).code;
  expect(as('list', 'endpointslices', { group: 'discovery.k8s.io' })).toBe(200);
  expect(as('list', 'pods', { options: { fieldSelector: 'spec.nodeName=n1' } })).toBe(200);
  expect(as('list', 'pods', {})).toBe(403);
  expect(as('get', 'pods', { name: 'p' })).toBe(403);
});
