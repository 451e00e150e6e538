import { describe, expect, test } from 'vitest';
import type { AnyObject, KubeList } from '../../../workers/api/meta';
import type { ApiReply, Verb } from '../../../workers/api/request';
import { ServerUnderTest, message } from './server-under-test';

const GROUP = 'stable.example.com';
const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

const SPEC = {
  type: 'object',
  properties: {
    size: { type: 'integer', maximum: 10, default: 1 },
    name: { type: 'string', 'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'name stays' }] },
  },
};

function definition(): object {
  const version = (name: string, storage: boolean, spec: object) => ({
    name,
    served: true,
    storage,
    schema: {
      openAPIV3Schema: { type: 'object', properties: { spec, status: { type: 'object', properties: { phase: { type: 'string' } } } } },
    },
    subresources: { status: {} },
  });
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `crontabs.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural: 'crontabs', kind: 'CronTab' },
      versions: [version('v1', true, SPEC), version('v1beta1', false, { type: 'object', properties: { size: { type: 'integer' } } })],
    },
  };
}

function served(): ServerUnderTest {
  const server = new ServerUnderTest();
  server.must('create', '', { ...DEFINITIONS, body: definition() });
  return server;
}

function cronTabs(server: ServerUnderTest, verb: Verb, more: object = {}): ApiReply {
  return server.api.handle({ verb, group: GROUP, version: 'v1', resource: 'crontabs', namespace: 'default', ...more });
}

function cronTab(name: string, spec: object): object {
  return { apiVersion: `${GROUP}/v1`, kind: 'CronTab', metadata: { name }, spec };
}

describe('a custom resource', () => {
  test('is served at once, pruned and defaulted', () => {
    const reply = cronTabs(served(), 'create', { body: cronTab('a', { name: 'n', bogus: true }) });
    expect((reply.body as AnyObject).spec).toEqual({ size: 1, name: 'n' });
  });

  test('is judged by its schema, in the schema’s words', () => {
    const reply = cronTabs(served(), 'create', { body: cronTab('a', { size: 11 }) });
    expect(message(reply)).toBe(
      'CronTab.stable.example.com "a" is invalid: spec.size: Invalid value: 11: spec.size in body should be less than or equal to 10',
    );
  });

  test('obeys rules that compare with the stored object', () => {
    const server = served();
    cronTabs(server, 'create', { body: cronTab('a', { name: 'n' }) });
    const patch = (name: string) => cronTabs(server, 'patch', { name: 'a', patchType: 'merge', body: { spec: { name } } });
    expect(message(patch('m'))).toBe('CronTab.stable.example.com "a" is invalid: spec.name: Invalid value: "m": name stays');
    expect(patch('n').code).toBe(200);
  });

  test('looks in every version as that version has it', () => {
    const server = served();
    cronTabs(server, 'create', { body: cronTab('a', { name: 'n' }) });
    const { apiVersion, spec } = cronTabs(server, 'get', { name: 'a', version: 'v1beta1' }).body as AnyObject;
    expect({ apiVersion, spec }).toEqual({ apiVersion: `${GROUP}/v1beta1`, spec: { size: 1 } });
  });

  test('can be watched as soon as it is there, until its definition goes', () => {
    const server = served();
    const seen: string[] = [];
    server.api.watch(
      { verb: 'watch', group: GROUP, version: 'v1', resource: 'crontabs', namespace: 'default' },
      {
        events: (events) => void seen.push(...events.map(({ type, object }) => `${type} ${object.metadata?.name}`)),
        closed: () => void seen.push('closed'),
      },
    );
    cronTabs(server, 'create', { body: cronTab('a', {}) });
    server.must('delete', '', { ...DEFINITIONS, name: `crontabs.${GROUP}` });
    expect(seen).toEqual(['ADDED a', 'DELETED a', 'closed']);
    expect(cronTabs(server, 'list').code).toBe(404);
    expect((server.must('list', '', DEFINITIONS) as unknown as KubeList).items).toEqual([]);
  });

  test('keeps its definition alive while a finalizer holds it', () => {
    const server = served();
    cronTabs(server, 'create', { body: { ...cronTab('a', {}), metadata: { name: 'a', finalizers: ['example.com/hold'] } } });
    server.must('delete', '', { ...DEFINITIONS, name: `crontabs.${GROUP}` });
    expect((server.must('list', '', DEFINITIONS) as unknown as KubeList).items).toHaveLength(1);
    cronTabs(server, 'patch', { name: 'a', patchType: 'merge', body: { metadata: { finalizers: null } } });
    expect((server.must('list', '', DEFINITIONS) as unknown as KubeList).items).toEqual([]);
  });
});
