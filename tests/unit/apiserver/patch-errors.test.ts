import { describe, expect, test } from 'vitest';
import type { PatchType } from '../../../workers/api/request';
import { handleHttp } from '../../../workers/apiserver/http';
import { ServerUnderTest, message } from './server-under-test';

const LABELS = { app: 'web' };
const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: LABELS },
  spec: {
    selector: { matchLabels: LABELS },
    template: { metadata: { labels: LABELS }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
};

const server = new ServerUnderTest();
server.must('create', 'deployments', { body: DEPLOYMENT });
const refused = (patchType: PatchType, body: unknown) => message(server.call('patch', 'deployments', { name: 'web', patchType, body }));

describe('a strategic patch that does not fit its field', () => {
  test.each([
    ['a text for a number', { spec: { replicas: 'x' } }, 'unrecognized type: int32'],
    ['a fraction for a number', { spec: { replicas: 1.5 } }, 'cannot convert float64 to int32'],
    ['a number for a flag', { spec: { paused: 1 } }, 'unrecognized type: bool'],
    ['a number for a named text', { spec: { strategy: { type: 1 } } }, 'cannot convert int64 to v1.DeploymentStrategyType'],
    ['a fraction for a text', { spec: { template: { spec: { nodeSelector: { a: 1.5 } } } } }, 'unrecognized type: string'],
    ['a text for a struct', { spec: { strategy: 'x' } }, 'cannot restore struct from: string'],
    ['a number for a map', { metadata: { labels: 3 } }, 'cannot restore map from int64'],
    ['a text for a list', { spec: { template: { spec: { containers: 'x' } } } }, 'cannot restore slice from string'],
    ['a number for a time', { metadata: { creationTimestamp: 3 } }, 'json: cannot unmarshal number into Go value of type string'],
    ['a number beyond any integer for a text', { metadata: { name: 1e21 } }, 'unrecognized type: string'],
    [
      'a flag for a port',
      { spec: { strategy: { rollingUpdate: { maxSurge: true } } } },
      'json: cannot unmarshal bool into Go value of type int32',
    ],
    ['the first in the order of the struct', { spec: { paused: 'x', replicas: 'x' } }, 'unrecognized type: int32'],
  ])('%s', (_, body, why) => {
    expect(refused('strategic', body)?.replace(/^.*?": /, '')).toBe(why);
  });
});

describe('directives that make no sense', () => {
  const template = (spec: object) => ({ spec: { template: { spec } } });
  test.each([
    ['to merge a map', template({ securityContext: { $patch: 'merge' } }), 'unknown patch type: merge in map: map[$patch:merge]'],
    ['a number', { $patch: 1 }, 'unknown patch type: %!s(int64=1) in map: map[$patch:1]'],
    ['an order that is no list', template({ '$setElementOrder/containers': 'c' }), 'expected a []interface {}, but received a string'],
    [
      'an order of a list that is null',
      template({ '$setElementOrder/containers': [], containers: null }),
      'expected a []interface {}, but received a %!s(<nil>)',
    ],
    [
      'an order of texts',
      template({ '$setElementOrder/containers': ['c'], containers: [{ name: 'c' }] }),
      'expected a map[string]interface {}, but received a string',
    ],
    ['an order of texts alone', template({ '$setElementOrder/containers': ['c'] }), 'value for key 0 is not a map'],
    [
      'an order of a member of a map',
      { metadata: { labels: { x: ['a'], '$setElementOrder/x': ['a'] } } },
      'merging an object in json but data type is not struct, instead is: map',
    ],
    [
      'an order of nothing',
      template({ '$setElementOrder/foo': [] }),
      'unable to find api field in struct PodSpec for the json field "foo"',
    ],
    [
      'to delete texts among maps',
      template({ '$deleteFromPrimitiveList/containers': ['c'] }),
      'list element types are not identical: [[map[image:i imagePullPolicy:Always name:c resources:map[] terminationMessagePath:/dev/termination-log terminationMessagePolicy:File]] [c]]',
    ],
  ])('%s', (_, body, why) => {
    expect(refused('strategic', body)).toBe(why);
  });
});

describe('a JSON patch that is none', () => {
  const PREFIX = 'error decoding patch: json: cannot unmarshal';
  test.each([
    ['an object', { a: 1 }, `${PREFIX} object into Go value of type []handlers.jsonPatchOp`],
    ['a list of numbers', [1], `${PREFIX} number into Go value of type handlers.jsonPatchOp`],
    ['an operation without a name', [{ op: true, path: '/spec' }], `${PREFIX} bool into Go struct field jsonPatchOp.op of type string`],
    ['a null among the operations', [null], 'the server rejected our request due to an error in our request'],
    [
      'a number for a source',
      [{ op: 'move', from: 1, path: '/spec' }],
      `${PREFIX} number into Go struct field jsonPatchOp.from of type string`,
    ],
  ])('%s', (_, body, why) => {
    expect(refused('json', body)).toBe(why);
  });

  test('names what operations may not have', () => {
    const body = [{ op: 'add', path: '/metadata/labels', value: LABELS, reason: 'none' }];
    const reply = server.call('patch', 'deployments', { name: 'web', patchType: 'json', body });
    expect({ code: reply.code, warnings: reply.warnings }).toEqual({ code: 200, warnings: ['json patch unknown field "[0].reason"'] });
  });
});

describe('numbers of strategic patches are cut off', () => {
  test.each([
    [2 ** 31, '-2147483648: must be greater than or equal to 0'],
    [2 ** 53 - 1, '-1: must be greater than or equal to 0'],
    [-1e21, undefined],
  ])('%d replicas', (replicas, why) => {
    expect(refused('strategic', { spec: { replicas } })?.split('Invalid value: ')[1]).toBe(why);
  });
});

test('errors of patches are told in the order of the patched text', () => {
  expect(refused('merge', { spec: { paused: 'x' }, metadata: { labels: { a: 1 } } })).toMatch(
    /cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string$/,
  );
});

describe('a merge patch', () => {
  test.each([
    ['a list', [1], /couldn't get version\/kind; json parse error: json: cannot unmarshal array into Go value/],
    ['a text', 'x', /^Invalid JSON Patch$/],
  ])('that is %s, where nothing is validated', (_, body, why) => {
    expect(
      message(server.call('patch', 'deployments', { name: 'web', patchType: 'merge', body, options: { fieldValidation: 'Ignore' } })),
    ).toMatch(why);
  });

  test('that is null', () => {
    expect(refused('merge', null)).toBe('Invalid JSON Patch');
  });

  test('that names a member twice', () => {
    const repeated = ['duplicate field "metadata.labels.app"'];
    const reply = server.call('patch', 'deployments', {
      name: 'web',
      patchType: 'merge',
      body: { metadata: { labels: LABELS } },
      repeated,
    });
    expect({ code: reply.code, warnings: reply.warnings }).toEqual({ code: 200, warnings: repeated });
  });
});

test.each<[string, string, string, number]>([
  ['is not there', 'nope', 'application/merge-patch+json', 404],
  ['is not there', 'nope', 'application/json-patch+json', 404],
  ['is not there', 'nope', 'application/apply-patch+yaml', 400],
  ['is there', 'web', 'application/merge-patch+json', 400],
])('a broken patch of what %s (%s, %s) is answered with %i', (_, name, type, code) => {
  const path = `/apis/apps/v1/namespaces/default/deployments/${name}?fieldManager=me`;
  expect(handleHttp(server.api, { method: 'PATCH', path, headers: { 'content-type': type }, body: '{' }).code).toBe(code);
});
