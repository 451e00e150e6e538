import { expect, test } from 'vitest';
import { ServerUnderTest } from './server-under-test';

const named = (server: ServerUnderTest, group: string, resource: string) =>
  (server.must('list', resource, { group }) as unknown as { items: { metadata: { name: string } }[] }).items.map(
    ({ metadata }) => metadata.name,
  );

test('every cluster IP has an IPAddress as long as the Service has it', () => {
  const server = new ServerUnderTest();
  const addresses = () => named(server, 'networking.k8s.io', 'ipaddresses');
  const spec = { ports: [{ port: 80 }], clusterIP: '10.96.7.7' };
  expect(addresses()).toEqual(['10.96.0.1']);
  server.must('create', 'services', { body: { metadata: { name: 'a' }, spec } });
  server.must('create', 'services', { body: { metadata: { name: 'b' }, spec: { ports: [{ port: 80 }], clusterIP: 'None' } } });
  server.call('create', 'services', { options: { dryRun: true }, body: { metadata: { name: 'c' }, spec: { ports: [{ port: 80 }] } } });
  expect(addresses()).toEqual(['10.96.0.1', '10.96.7.7']);
  expect(server.must('get', 'ipaddresses', { group: 'networking.k8s.io', name: '10.96.7.7' })).toMatchObject({
    metadata: { labels: { 'ipaddress.kubernetes.io/ip-family': 'IPv4' } },
    spec: { parentRef: { resource: 'services', namespace: 'default', name: 'a' } },
  });
  const body = { spec: { type: 'ExternalName', externalName: 'x.y', clusterIP: null } };
  server.must('patch', 'services', { name: 'a', patchType: 'merge', body });
  expect(addresses()).toEqual(['10.96.0.1']);
});

test('flow schemas refer to levels that exist', () => {
  const server = new ServerUnderTest();
  const group = 'flowcontrol.apiserver.k8s.io';
  const levels = named(server, group, 'prioritylevelconfigurations');
  const { items } = server.must('list', 'flowschemas', { group }) as unknown as {
    items: { spec: { priorityLevelConfiguration: { name: string } } }[];
  };
  expect(items).toHaveLength(11);
  expect(items.filter(({ spec }) => !levels.includes(spec.priorityLevelConfiguration.name))).toEqual([]);
});

test('a version of custom kinds has an APIService as long as it is served', () => {
  const server = new ServerUnderTest();
  const custom = () => named(server, 'apiregistration.k8s.io', 'apiservices').filter((name) => name.endsWith('example.com'));
  const version = (name: string, storage: boolean) => ({ name, served: true, storage, schema: { openAPIV3Schema: { type: 'object' } } });
  const spec = {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'foos', kind: 'Foo' },
    versions: [version('v1', true), version('v2', false)],
  };
  const group = 'apiextensions.k8s.io';
  server.must('create', 'customresourcedefinitions', { group, body: { metadata: { name: 'foos.example.com' }, spec } });
  expect(custom()).toEqual(['v1.example.com', 'v2.example.com']);
  const body = [{ op: 'replace', path: '/spec/versions/1/served', value: false }];
  server.must('patch', 'customresourcedefinitions', { group, name: 'foos.example.com', patchType: 'json', body });
  expect(custom()).toEqual(['v1.example.com']);
  server.must('delete', 'customresourcedefinitions', { group, name: 'foos.example.com' });
  expect(custom()).toEqual([]);
});
