/** Policies are asked about requests that connect, with the options of the connection as their object. */
import { describe, expect, test } from 'vitest';
import type { Status } from '../../../workers/api/status';
import { handleHttp } from '../../../workers/apiserver/http';
import type { ConnectRequest } from '../../../workers/apiserver/subresources/connect';
import { ServerUnderTest } from './server-under-test';

const API_VERSION = 'admissionregistration.k8s.io/v1';
const RULE = { apiGroups: [''], apiVersions: ['v1'], operations: ['CONNECT'], resources: ['pods/*', 'services/proxy'] };

function serverWith(kind: 'Validating' | 'Mutating', spec: object, binding: object = {}): ServerUnderTest {
  const server = new ServerUnderTest();
  const group = { group: 'admissionregistration.k8s.io', version: 'v1' };
  const make = (resource: string, part: string, own: object) =>
    server.must('create', '', {
      ...group,
      resource: `${kind.toLowerCase()}admission${resource}`,
      body: { apiVersion: API_VERSION, kind: `${kind}Admission${part}`, metadata: { name: 'p' }, spec: own },
    });
  make('policies', 'Policy', { matchConstraints: { resourceRules: [RULE] }, ...spec });
  make('policybindings', 'PolicyBinding', { policyName: 'p', ...binding });
  const containers = ['c', 'd'].map((name) => ({ name, image: 'web:1' }));
  server.must('create', 'pods', { body: { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'two' }, spec: { containers } } });
  return server;
}

const ask = (server: ServerUnderTest, method: string, path: string) =>
  (handleHttp(server.api, { method, path: `/api/v1/namespaces/default/${path}` }).body as Status).message;

describe('a policy that refuses', () => {
  const told = "request.operation + ' ' + request.kind.kind + ' ' + request.subResource + ' %s'.format([dyn(object)])";
  const server = serverWith(
    'Validating',
    { validations: [{ expression: 'false', messageExpression: told }] },
    { validationActions: ['Deny'] },
  );

  test.each([
    [
      'POST',
      'pods/two/exec?command=a&command=b%20c&stdin=1&tty=false',
      'CONNECT PodExecOptions exec',
      '"command":["a", "b c"], ',
      ', "stdin":true',
    ],
    ['GET', 'pods/two/exec', 'CONNECT PodExecOptions exec', '"command":null, ', ''],
    ['POST', 'pods/two/attach?container=c', 'CONNECT PodAttachOptions attach', '"container":"c", ', ''],
    ['GET', 'pods/two/portforward?ports=80,81&ports=82', 'CONNECT PodPortForwardOptions portforward', '', ', "ports":[80, 81, 82]'],
    ['PUT', 'pods/two/proxy/a//b/?path=x', 'CONNECT PodProxyOptions proxy', '', ', "path":"/a//b/"'],
    ['DELETE', 'pods/two/proxy//x', 'CONNECT PodProxyOptions proxy', '', ', "path":"/x"'],
  ])('%s %s', (method, path, what, before, after) => {
    const kind = what.split(' ')[1];
    const why = `${what} {"apiVersion":"v1", ${before}"kind":"${kind}"${after}}`;
    const denied = `ValidatingAdmissionPolicy 'p' with binding 'p' denied request: ${why}`;
    expect(ask(server, method, path)).toBe(`pods "two" is forbidden: ${denied}`);
  });

  test('is not asked about a dry run, which cannot be', () => {
    expect(ask(server, 'POST', 'pods/two/exec?dryRun=All')).toBe('dryRun is not supported');
  });

  test('is asked before it is known whether there is something to connect to', () => {
    expect(ask(server, 'GET', 'services/none/proxy')).toContain('services "none" is forbidden');
  });
});

describe('a policy that changes the options', () => {
  const patch = { patchType: 'JSONPatch', jsonPatch: { expression: '[JSONPatch{op: "add", path: "/container", value: "d"}]' } };
  const server = serverWith('Mutating', { reinvocationPolicy: 'Never', mutations: [patch] });

  test('chooses the container', () => {
    expect(ask(server, 'POST', 'pods/two/exec')).toBe('pod two does not have a host assigned');
  });

  test('tells the host what it chose', () => {
    const bound = { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'two' }, target: { kind: 'Node', name: 'n' } };
    server.must('create', 'nodes', { body: { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } } });
    server.must('create', 'pods', { name: 'two', subresource: 'binding', body: bound });
    const body: ConnectRequest = { method: 'POST', query: 'command=ls', carried: true };
    expect(server.call('get', 'pods', { name: 'two', subresource: 'exec', body }).body).toEqual({
      apiVersion: 'v1',
      kind: 'PodExecOptions',
      command: ['ls'],
      container: 'd',
    });
  });
});

test('options cannot be applied to: they have no schema', () => {
  const mutation = { patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{container: "d"}' } };
  const server = serverWith('Mutating', { reinvocationPolicy: 'Never', mutations: [mutation] });
  expect(ask(server, 'POST', 'pods/two/exec')).toBe(
    "policy 'p' with binding 'p' denied request: error applying patch: failed to convert patch object to typed object: no corresponding type for /v1, Kind=PodExecOptions",
  );
});
