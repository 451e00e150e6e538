/** What the server of custom resources makes of paths, methods and Scales that others refuse, and the other way round. */
import { expect, test } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import { handleHttp } from '../../../workers/apiserver/http';
import { ServerUnderTest } from './server-under-test';

const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WIDGETS = '/apis/example.com/v1/namespaces/default/widgets';

function served(): (method: string, path: string, body?: unknown, headers?: object) => { code: number; body: unknown } {
  const { api } = new ServerUnderTest();
  const send = (method: string, path: string, body?: unknown, headers: object = {}) =>
    handleHttp(api, { method, path, headers: { 'content-type': 'application/json', ...headers }, body: body && JSON.stringify(body) });
  const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const versions = [{ name: 'v1', served: true, storage: true, schema, subresources: { status: {}, scale } }];
  const names = { plural: 'widgets', kind: 'Widget' };
  send('POST', DEFINITIONS, {
    metadata: { name: 'widgets.example.com' },
    spec: { group: 'example.com', scope: 'Namespaced', names, versions },
  });
  send('POST', WIDGETS, widget('a'));
  return send;
}

const widget = (name: string) => ({ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name }, spec: { replicas: 1 } });
const scale = (metadata: object = {}) => ({
  kind: 'Scale',
  apiVersion: 'autoscaling/v1',
  metadata: { name: 'a', ...metadata },
  spec: { replicas: 3 },
});
const UNDECODED = 'no kind is registered for the type v1.Scale in scheme "pkg/runtime/scheme.go:111"';

test.each<[string, string, string, unknown, number, unknown]>([
  ['what follows a subresource is not looked at', 'GET', `${WIDGETS}/a/status/more/of/it`, undefined, 200, { kind: 'Widget' }],
  ['nor is a name in the path of a create', 'POST', `${WIDGETS}/a`, widget('b'), 201, { metadata: { name: 'b' } }],
  ['HEAD is answered like GET, without a body', 'HEAD', `${WIDGETS}/a`, undefined, 200, ''],
  ['HEAD of what is not there', 'HEAD', `${WIDGETS}/b`, undefined, 404, ''],
  ['a Scale needs no version', 'PUT', `${WIDGETS}/a/scale`, scale(), 200, { spec: { replicas: 3 } }],
  ['its metadata is not looked at', 'PUT', `${WIDGETS}/a/scale`, scale({ labels: { a: 'b c' } }), 200, { spec: { replicas: 3 } }],
  ['what is no Scale', 'PUT', `${WIDGETS}/a/scale`, widget('a'), 400, { message: UNDECODED }],
  ['a list', 'PUT', `${WIDGETS}/a/scale`, [], 400, { message: UNDECODED }],
  [
    'one of another object',
    'PUT',
    `${WIDGETS}/a/scale`,
    scale({ uid: 'x' }),
    409,
    { message: expect.stringContaining('Key: /registry/example.com/widgets/default/a,') as unknown },
  ],
])('%s', (_, method, path, body, code, answer) => {
  const reply = served()(method, path, body);
  expect(reply.code).toBe(code);
  if (typeof answer === 'object') expect(reply.body).toMatchObject(answer as object);
  else expect(reply.body).toBe(answer);
});

test.each([
  ['PartialObjectMetadataList', `${WIDGETS}/a`, 500, 'content is not a list'],
  [
    'PartialObjectMetadata',
    WIDGETS,
    406,
    'you requested PartialObjectMetadata, but the requested object is a list (*unstructured.UnstructuredList)',
  ],
])('as %s: %s', (as, path, code, message) => {
  expect(served()('GET', path, undefined, { accept: `application/json;as=${as};g=meta.k8s.io;v=v1` })).toMatchObject({
    code,
    body: { message },
  });
});

test('a Scale as a Table', () => {
  const { body } = served()('GET', `${WIDGETS}/a/scale`, undefined, { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' });
  const { columnDefinitions, rows } = body as AnyObject & Record<'columnDefinitions' | 'rows', readonly Record<string, unknown>[]>;
  expect(columnDefinitions.map(({ name, type }) => [name, type])).toEqual([
    ['Name', 'string'],
    ['Desired', 'integer'],
    ['Available', 'integer'],
    ['Age', 'date'],
  ]);
  expect(rows.map(({ cells }) => cells)).toEqual([['a', 1, 0, '0s']]);
});

test.each([
  ['v1', 'ConfigMap', 'no kind "ConfigMap" is registered for version "v1" in scheme "pkg/runtime/scheme.go:111"'],
  [
    'apiextensions.k8s.io/v1',
    'Foo',
    'no kind "Foo" is registered for version "apiextensions.k8s.io/v1" in scheme "pkg/runtime/scheme.go:111"',
  ],
  ['v1', 'Status', 'converting (v1.Status) to (apiextensions.CustomResourceDefinition): unknown conversion'],
])('a %s %s is no definition', (apiVersion, kind, why) => {
  const message = `${kind} in version "v1" cannot be handled as a CustomResourceDefinition: ${why}`;
  expect(served()('POST', DEFINITIONS, { apiVersion, kind })).toMatchObject({ code: 400, body: { message } });
});
