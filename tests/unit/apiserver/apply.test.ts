import { describe, expect, test } from 'vitest';
import type { ApiReply } from '../../../workers/api/request';
import { ServerUnderTest, message } from './server-under-test';

interface Stored {
  readonly data?: object;
  readonly metadata: {
    readonly managedFields?: readonly { readonly manager: string; readonly operation: string; readonly fieldsV1: object }[];
  };
}

function apply(server: ServerUnderTest, fieldManager: string, data: object, force = false): ApiReply {
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data };
  return server.call('patch', 'configmaps', { name: 'a', patchType: 'apply', body, options: { fieldManager, force } });
}

function owners(reply: ApiReply): unknown {
  return (reply.body as Stored).metadata.managedFields?.map(({ manager, operation, fieldsV1 }) => [manager, operation, fieldsV1]);
}

describe('server-side apply', () => {
  test('creates, and writes nothing when applied again', () => {
    const server = new ServerUnderTest();
    const first = apply(server, 'one', { x: '1' });
    expect([first.code, owners(first)]).toEqual([201, [['one', 'Apply', { 'f:data': { 'f:x': {} } }]]]);
    const revision = server.store.revision;
    expect([apply(server, 'one', { x: '1' }).code, server.store.revision]).toEqual([200, revision]);
  });

  test('needs no name where the object has one', () => {
    const server = new ServerUnderTest();
    const body = { apiVersion: 'v1', kind: 'ConfigMap', data: { x: '1' } };
    const call = () => server.call('patch', 'configmaps', { name: 'a', patchType: 'apply', body, options: { fieldManager: 'one' } });
    expect(message(call())).toBe('the name of the object (a based on URL) was undeterminable: name must be provided');
    apply(server, 'two', { y: '1' });
    expect((call().body as Stored).data).toEqual({ x: '1', y: '1' });
  });

  test('creates no object through its status', () => {
    const server = new ServerUnderTest();
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, status: { replicas: 1 } };
    const options = { fieldManager: 'one' };
    const reply = server.call('patch', 'deployments', { name: 'a', subresource: 'status', patchType: 'apply', body, options });
    expect(message(reply)).toBe('deployments.apps "a" not found');
  });

  test('takes away what its manager applies no longer', () => {
    const server = new ServerUnderTest();
    apply(server, 'one', { x: '1', y: '1' });
    expect((apply(server, 'one', { x: '1' }).body as Stored).data).toEqual({ x: '1' });
  });

  test('keeps what another manager applies too', () => {
    const server = new ServerUnderTest();
    apply(server, 'one', { x: '1', y: '1' });
    apply(server, 'two', { y: '1' });
    const reply = apply(server, 'one', { x: '1' });
    expect([(reply.body as Stored).data, owners(reply)]).toEqual([
      { x: '1', y: '1' },
      [
        ['two', 'Apply', { 'f:data': { 'f:y': {} } }],
        ['one', 'Apply', { 'f:data': { 'f:x': {} } }],
      ],
    ]);
  });

  test('refuses to change what is somebody else’s, unless forced', () => {
    const server = new ServerUnderTest();
    apply(server, 'one', { x: '1' });
    const refused = apply(server, 'two', { x: '2' });
    expect([refused.code, message(refused)]).toEqual([409, 'Apply failed with 1 conflict: conflict with "one": .data.x']);
    expect(owners(apply(server, 'two', { x: '2' }, true))).toEqual([['two', 'Apply', { 'f:data': { 'f:x': {} } }]]);
  });

  test('an update makes what it changes its own', () => {
    const server = new ServerUnderTest();
    apply(server, 'one', { x: '1', y: '1' });
    const reply = server.call('patch', 'configmaps', {
      name: 'a',
      patchType: 'merge',
      body: { data: { x: '2' } },
      options: { fieldManager: 'editor' },
    });
    expect(owners(reply)).toEqual([
      ['one', 'Apply', { 'f:data': { 'f:y': {} } }],
      ['editor', 'Update', { 'f:data': { 'f:x': {} } }],
    ]);
  });

  test.each([
    [
      'a quantity',
      { spec: { hard: { cpu: 'A' } } },
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    ],
    ['a fraction', { metadata: { name: 'a', deletionGracePeriodSeconds: 0.5 } }, 'cannot convert float64 to int64'],
  ])('%s that is none is noticed when objects are made of what is applied', (_what, members, why) => {
    const body = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'a' }, ...members };
    const reply = new ServerUnderTest().call('patch', 'resourcequotas', {
      name: 'a',
      patchType: 'apply',
      body,
      options: { fieldManager: 'one' },
    });
    const type = '/v1, Kind=ResourceQuota';
    const failed = `failed to convert new object (/a; ${type}) to proper version: unable to convert unstructured object to ${type}: ${why}`;
    expect([reply.code, message(reply)]).toEqual([500, failed]);
  });

  test('members that a text names twice are told, or refused', () => {
    const server = new ServerUnderTest();
    const repeated = ['line 5: key "x" already set in map'];
    const call = (fieldValidation: 'Warn' | 'Strict') =>
      server.call('patch', 'configmaps', {
        name: 'a',
        patchType: 'apply',
        body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
        repeated,
        options: { fieldManager: 'one', fieldValidation },
      });
    expect(call('Warn').warnings).toEqual(repeated);
    expect(message(call('Strict'))).toBe(
      'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 5: key "x" already set in map',
    );
  });

  test.each([
    [
      'of another namespace',
      { namespace: 'other' },
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    ['with entries of managers', { managedFields: [] }, 'metadata.managedFields must be nil'],
    [
      'with entries that are none',
      { managedFields: [{ fieldsV1: 1, time: 'x' }] },
      /managedFields\[0\].fieldsV1: expected map, got &\{1\}$/,
    ],
    ['with an identity', { uid: 'x', namespace: 'other' }, /the provided object specified uid x, and no existing object was found$/],
  ])('a configuration %s is refused', (_, metadata, why) => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...metadata } };
    const reply = new ServerUnderTest().call('patch', 'configmaps', {
      name: 'a',
      patchType: 'apply',
      body,
      options: { fieldManager: 'one' },
    });
    expect(message(reply)).toMatch(why);
  });

  test('creates whatever version is given, as long as it is one', () => {
    const call = (resourceVersion: string) => {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', resourceVersion } };
      return new ServerUnderTest().call('patch', 'configmaps', { name: 'a', patchType: 'apply', body, options: { fieldManager: 'one' } });
    };
    expect([call('5').code, message(call('x'))]).toEqual([201, 'strconv.ParseUint: parsing "x": invalid syntax']);
  });

  test('says where what is there cannot be told apart', () => {
    const server = new ServerUnderTest();
    server.must('create', 'serviceaccounts', {
      body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'a' }, secrets: [{ uid: 'u' }] },
    });
    const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'a' } };
    const reply = server.call('patch', 'serviceaccounts', { name: 'a', patchType: 'apply', body, options: { fieldManager: 'one' } });
    expect(message(reply)).toMatch(
      /^failed to create manager for existing fields: failed to convert new object \(default\/a; \/v1, Kind=ServiceAccount\) to smd typed: .secrets: element 0: /,
    );
  });

  test('conflicts are told before another namespace', () => {
    const server = new ServerUnderTest();
    apply(server, 'one', { x: '1' });
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'other' }, data: { x: '2' } };
    const reply = server.call('patch', 'configmaps', { name: 'a', patchType: 'apply', body, options: { fieldManager: 'two' } });
    expect(message(reply)).toBe('Apply failed with 1 conflict: conflict with "one": .data.x');
  });

  test('conflicts come before values that cannot be read', () => {
    const server = new ServerUnderTest();
    const quota = (cpu: string) => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'a' }, spec: { hard: { cpu } } });
    const [, second] = [['one', '1'] as const, ['two', 'A'] as const].map(([fieldManager, cpu]) =>
      server.call('patch', 'resourcequotas', { name: 'a', patchType: 'apply', body: quota(cpu), options: { fieldManager } }),
    );
    expect(message(second as ApiReply)).toBe('Apply failed with 1 conflict: conflict with "one": .spec.hard.cpu');
  });

  test.each([
    ['apps/v1', 'apps/v1, Kind=ConfigMap'],
    ['v2', '/v2, Kind=ConfigMap'],
    ['', '/, Kind=ConfigMap'],
    ['a/b/c', '/, Kind='],
  ])('apiVersion "%s" of another type is refused', (apiVersion, type) => {
    const body = { apiVersion, kind: 'ConfigMap', metadata: { name: 'a' } };
    const reply = new ServerUnderTest().call('patch', 'configmaps', {
      name: 'a',
      patchType: 'apply',
      body,
      options: { fieldManager: 'one' },
    });
    expect([reply.code, message(reply)]).toEqual([400, `invalid object type: ${type}`]);
  });
});
