/** What writes make of the metadata that clients send (compared with a Kubernetes 1.36.3). */
import { describe, expect, test } from 'vitest';
import type { ApiReply } from '../../../workers/api/request';
import { managerErrors, managerOfClient } from '../../../workers/apiserver/validation/managers';
import { ServerUnderTest, configMap, message, pod } from './server-under-test';

const KEPT = [{ manager: 'x', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: { 'f:data': { 'f:a': {} } } }];
const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: '1' };

/** The answer to a PUT, and to a merge patch, of this metadata over a fresh object. */
function written(metadata: object): readonly ApiReply[] {
  return (['update', 'patch'] as const).map((verb) => {
    const server = new ServerUnderTest();
    const options = { fieldManager: 'm' };
    server.must('create', 'configmaps', { body: configMap('a', { generateName: 'gen-' }), options });
    const body = verb === 'update' ? configMap('a', metadata) : { metadata };
    return server.call(verb, 'configmaps', { name: 'a', body, options, ...(verb === 'patch' ? { patchType: 'merge' } : {}) });
  });
}

describe('metadata of updates', () => {
  test('a PUT without a prefix of names drops it, a patch keeps it', () => {
    const prefixes = written({}).map(({ body }) => (body as { metadata: { generateName?: string } }).metadata.generateName);
    expect(prefixes).toEqual([undefined, 'gen-']);
  });

  test.each([
    ['a number that is no number', { resourceVersion: 'abc' }, 500, 'strconv.ParseUint: parsing "abc": invalid syntax'],
    [
      'a number that is too large',
      { resourceVersion: '99999999999999999999999' },
      500,
      'strconv.ParseUint: parsing "99999999999999999999999": value out of range',
    ],
    [
      'a manager of too long a name',
      { managedFields: [{ ...KEPT[0], manager: 'x'.repeat(129) }] },
      422,
      'ConfigMap "a" is invalid: metadata.managedFields[0].manager: Too long: may not be more than 128 bytes',
    ],
    [
      'a manager nobody could print',
      { managedFields: [{ ...KEPT[0], manager: 'x\n' }] },
      422,
      String.raw`ConfigMap "a" is invalid: metadata.managedFields[0].manager: Invalid value: "x\n": invalid character U+000A (at position 1)`,
    ],
  ])('%s is refused', (_, metadata, code, text) => {
    for (const reply of written(metadata)) expect([reply.code, message(reply)]).toEqual([code, text]);
  });

  test('owners named twice count once; patches are told that later', () => {
    expect(written({ ownerReferences: [owner, owner] }).map(({ warnings = [] }) => warnings.map((text) => text.split(';')[0]))).toEqual([
      ['.metadata.ownerReferences contains duplicate entries'],
      ['.metadata.ownerReferences contains duplicate entries after mutating admission happens'],
    ]);
  });

  test('owners named twice are told of before the version is looked at', () => {
    const replies = written({ ownerReferences: [owner, owner], resourceVersion: '1' });
    expect(replies.map(({ code, warnings = [] }) => [code, warnings.length])).toEqual([
      [409, 1],
      [409, 1],
    ]);
  });

  test('a status never touches the time of deletion', () => {
    const server = new ServerUnderTest();
    server.must('create', 'pods', { body: pod('a') });
    const body = pod('a', {}, { deletionTimestamp: '2020-01-01T00:00:00Z' });
    expect(server.must('update', 'pods', { name: 'a', subresource: 'status', body }).metadata?.deletionTimestamp).toBeUndefined();
  });

  test('a Job without labels has those of its pods, whatever a patch says', () => {
    const server = new ServerUnderTest();
    const template = { spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' } };
    const body = { metadata: { name: 'a' }, spec: { template: { ...template, metadata: { labels: { app: 'x' } } } } };
    const made = server.must('create', 'jobs', { body });
    expect(made.metadata?.labels).toMatchObject({ app: 'x', 'job-name': 'a' });
    const patched = server.must('patch', 'jobs', { name: 'a', patchType: 'merge', body: { metadata: { labels: null } } });
    expect(patched.metadata?.labels).toEqual(made.metadata?.labels);
  });
});

describe('a name that is taken', () => {
  const again = (server: ServerUnderTest, metadata: object) =>
    message(server.call('create', 'configmaps', { body: configMap('a', metadata) }));

  test.each([
    ['', {}, {}, 'configmaps "a" already exists'],
    [
      ' with a prefix beside it',
      {},
      { generateName: 'a-' },
      'configmaps "a" already exists, the server was not able to generate a unique name for the object',
    ],
    [' by an object that is going', { finalizers: ['x.io/a'] }, {}, 'object is being deleted: configmaps "a" already exists'],
  ])('is told%s', (_, first, second, text) => {
    const server = new ServerUnderTest();
    server.must('create', 'configmaps', { body: configMap('a', first) });
    if ('finalizers' in first) server.must('delete', 'configmaps', { name: 'a' });
    expect(again(server, second)).toBe(text);
  });
});

describe('names of managers', () => {
  test.each([
    ['kubectl/v1.36 (linux)', 'kubectl'],
    ['', 'unknown'],
    ['a\u0007b', 'ab'],
    [`${'x'.repeat(127)}éy`, 'x'.repeat(127)],
  ])('%j is known as %j', (userAgent, manager) => {
    expect(managerOfClient(userAgent)).toBe(manager);
  });

  test('positions count bytes', () => {
    expect(managerErrors('é\t', 'fieldManager').map((error) => error.message)).toEqual([
      String.raw`Invalid value: "é\t": invalid character U+0009 (at position 2)`,
    ]);
  });
});
