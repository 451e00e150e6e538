import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import type { ApiReply, Verb } from '../../../workers/api/request';
import { ServerUnderTest, message } from './server-under-test';

const GROUP = 'stable.example.com';
const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };

interface Names {
  readonly plural: string;
  readonly kind: string;
  readonly singular?: string;
  readonly shortNames?: readonly string[];
  readonly listKind?: string;
}

function version(name: string, properties: object, more: object = {}): object {
  const openAPIV3Schema = { type: 'object', properties: { spec: { type: 'object', properties, ...more }, status: { type: 'object' } } };
  return { name, served: true, storage: name === 'v1', schema: { openAPIV3Schema }, subresources: { status: {} } };
}

function definition(versions: readonly object[], names: Names = { plural: 'tabs', kind: 'Tab' }, group = GROUP): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${names.plural}.${group}`, annotations: { 'api-approved.kubernetes.io': 'unapproved, a test' } },
    spec: { group, scope: 'Namespaced', names, versions },
  };
}

function statusOf(
  server: ServerUnderTest,
  name: string,
): { conditions: { type: string; status: string; reason: string; message: string }[]; acceptedNames: Names } {
  return (server.must('get', '', { ...DEFINITIONS, name }) as AnyObject & { status: never }).status;
}

function told(server: ServerUnderTest, name: string): string[] {
  return statusOf(server, name).conditions.map(({ type, status, reason, message: text }) => `${type} ${status} ${reason}: ${text}`);
}

describe('versions of a custom resource', () => {
  const call = (server: ServerUnderTest, verb: Verb, at: string, more: object): ApiReply =>
    server.api.handle({ verb, group: GROUP, version: at, resource: 'tabs', namespace: 'default', ...more });
  const tab = (at: string, name: string, spec: object) => ({ apiVersion: `${GROUP}/${at}`, kind: 'Tab', metadata: { name }, spec });
  const served = () => {
    const server = new ServerUnderTest();
    const old = version('v1', { a: { type: 'string' }, old: { type: 'string' } });
    const next = version('v2', { a: { type: 'string' }, n: { type: 'integer' }, d: { type: 'string', default: 'x' } }, { required: ['n'] });
    server.must('create', '', { ...DEFINITIONS, body: definition([old, next]) });
    return server;
  };

  test('a write of the same stores what has become default, or stored in another version, once', () => {
    const server = served();
    const versionAfter = (patch: object): string | undefined =>
      (call(server, 'patch', 'v1', { name: 'a', patchType: 'merge', body: patch }).body as AnyObject).metadata?.resourceVersion;
    const made = (call(server, 'create', 'v1', { body: tab('v1', 'a', { a: '1' }) }).body as AnyObject).metadata?.resourceVersion;
    expect(versionAfter({})).toBe(made);
    const d = { type: 'string', default: 'x' };
    const changed = { versions: [version('v1', { a: { type: 'string' }, d })] };
    server.must('patch', '', { ...DEFINITIONS, name: `tabs.${GROUP}`, patchType: 'merge', body: { spec: changed } });
    const completed = versionAfter({});
    expect(completed).not.toBe(made);
    expect(versionAfter({})).toBe(completed);
  });

  test('what is applied has to be seen in the versions of all managers', () => {
    const server = served();
    const apply = (at: string, fieldManager: string, spec: object) =>
      call(server, 'patch', at, { name: 'a', patchType: 'apply', body: tab(at, 'a', spec), options: { fieldManager } });
    apply('v1', 'one', { a: '1' });
    apply('v2', 'two', { n: 1 });
    expect(message(apply('v1', 'one', { a: '1', old: 'x' }))).toBe(
      `failed to prune fields: failed add back owned items: failed to convert merged object at version ${GROUP}/v2: .spec.old: field not declared in schema`,
    );
  });

  test('each has its own schema for what comes in', () => {
    const server = served();
    expect(message(call(server, 'create', 'v2', { body: tab('v2', 'a', {}) }))).toBe(
      'Tab.stable.example.com "a" is invalid: spec.n: Required value',
    );
    expect(call(server, 'create', 'v1', { body: tab('v1', 'a', {}) }).code).toBe(201);
  });

  test('what is stored loses what the stored version does not have, and gets no defaults of others', () => {
    const server = served();
    call(server, 'create', 'v2', { body: tab('v2', 'a', { a: '1', n: 2 }) });
    expect((call(server, 'get', 'v1', { name: 'a' }).body as AnyObject).spec).toEqual({ a: '1' });
    expect((call(server, 'get', 'v2', { name: 'a' }).body as AnyObject).spec).toEqual({ a: '1' });
  });

  test('a status write changes nothing but the status', () => {
    const server = served();
    call(server, 'create', 'v1', { body: tab('v1', 'a', { a: '1' }) });
    const body = { metadata: { labels: { a: 'b' } }, spec: { a: '2' } };
    const { metadata, spec } = call(server, 'patch', 'v1', { name: 'a', subresource: 'status', patchType: 'merge', body })
      .body as AnyObject;
    expect([metadata?.labels, spec]).toEqual([undefined, { a: '1' }]);
  });
});

describe('names of definitions', () => {
  test.each<[string, Names, string, object]>([
    [
      'a kind in use',
      { plural: 'caps', kind: 'Tab' },
      'NamesAccepted False KindConflict: "Tab" is already in use',
      { plural: 'caps', singular: 'tab', listKind: 'TabList' },
    ],
    [
      'short names in use, all of them told',
      { plural: 'caps', kind: 'Cap', shortNames: ['tabs', 't', 'c'] },
      'NamesAccepted False ShortNamesConflict: ["tabs" is already in use, "t" is already in use]',
      { plural: 'caps', singular: 'cap', kind: 'Cap', listKind: 'CapList' },
    ],
  ])('are accepted one by one: %s', (_, names, condition, accepted) => {
    const server = new ServerUnderTest();
    const versions = [version('v1', {})];
    server.must('create', '', {
      ...DEFINITIONS,
      body: definition(versions, { plural: 'tabs', kind: 'Tab', singular: 'other', listKind: 'Others', shortNames: ['t'] }),
    });
    server.must('create', '', { ...DEFINITIONS, body: definition(versions, names) });
    expect(told(server, `caps.${GROUP}`)).toEqual([condition, 'Established False NotAccepted: not all names are accepted']);
    expect(statusOf(server, `caps.${GROUP}`).acceptedNames).toMatchObject(accepted);
  });

  test('that are freed go to who waits for them', () => {
    const server = new ServerUnderTest();
    server.must('create', '', { ...DEFINITIONS, body: definition([version('v1', {})]) });
    server.must('create', '', {
      ...DEFINITIONS,
      body: definition([version('v1', {})], { plural: 'caps', kind: 'Tab', singular: 'cap', listKind: 'CapList' }),
    });
    server.must('delete', '', { ...DEFINITIONS, name: `tabs.${GROUP}` });
    expect(told(server, `caps.${GROUP}`)[1]).toBe('Established True InitialNamesAccepted: the initial names have been accepted');
  });

  test('of protected groups need approval', () => {
    const server = new ServerUnderTest();
    server.must('create', '', { ...DEFINITIONS, body: definition([version('v1', {})], undefined, 'tests.k8s.io') });
    expect(told(server, 'tabs.tests.k8s.io')[2]).toBe(
      'KubernetesAPIApprovalPolicyConformant False UnapprovedAnnotation: not approved: "unapproved, a test"',
    );
  });
});

describe('the end of a definition', () => {
  test('lets no more objects in, and says how far it is', () => {
    const server = new ServerUnderTest();
    server.must('create', '', { ...DEFINITIONS, body: definition([version('v1', {})]) });
    const at = { group: GROUP, resource: 'tabs' };
    const body = (name: string, more: object) => ({ apiVersion: `${GROUP}/v1`, kind: 'Tab', metadata: { name, ...more } });
    server.must('create', '', { ...at, body: body('a', { finalizers: ['example.com/hold'] }) });
    server.must('delete', '', { ...DEFINITIONS, name: `tabs.${GROUP}` });
    expect(told(server, `tabs.${GROUP}`)[2]).toBe('Terminating True InstanceDeletionInProgress: CustomResource deletion is in progress');
    expect(message(server.call('create', '', { ...at, body: body('b', {}) }))).toBe(
      'tabs.stable.example.com "b" is forbidden: create not allowed while custom resource definition is terminating',
    );
  });
});
