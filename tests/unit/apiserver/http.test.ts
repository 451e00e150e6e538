import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import type { HttpReply } from '../../../workers/apiserver/http';
import { message } from '../../../workers/apiserver/protobuf/write';
import { ServerUnderTest } from './server-under-test';

function send(server: ServerUnderTest, method: string, path: string, body: unknown = '', headers: Record<string, string> = {}): HttpReply {
  return handleHttp(server.api, { method, path, headers, body });
}

describe('paths', () => {
  test.each([
    ['GET', '/api/v1/pods', 200],
    ['GET', '/api/v1/namespaces/default/pods', 200],
    ['GET', '/api/v1/namespaces/default', 200],
    ['GET', '/apis/apps/v1/deployments?limit=5', 200],
    ['GET', '/api/v1/pods/x', 404],
    ['GET', '/api//v1/pods', 404],
    ['GET', '/nope', 404],
    ['GET', '/openapi/v2/', 404],
    ['GET', '/api/v1/bindings', 404],
    ['POST', '/apis/authorization.k8s.io/v1/localsubjectaccessreviews', 404],
    ['POST', '/api/v1/pods', 405],
    ['PUT', '/api/v1/namespaces/default/pods', 405],
    ['DELETE', '/api/v1/namespaces', 405],
    ['GET', '/version', 200],
    ['GET', '/livez', 200],
    ['GET', '/openapi/v3/apis/apps/v1?hash=KUBARIUM', 200],
  ])('%s %s is %i', (method, path, code) => {
    expect(send(new ServerUnderTest(), method, path).code).toBe(code);
  });
});

describe('names of what is behind a proxy', () => {
  test.each([
    ['services/a:b:c:d', 400, 'invalid service request "a:b:c:d"'],
    ['services/ftp:a:80', 400, 'invalid service request "ftp:a:80"'],
    ['pods/http::80', 400, 'invalid pod request "http::80"'],
    ['services/https:a:80', 404, 'services "a" not found'],
    ['pods/a:80', 404, 'pods "a" not found'],
  ])('%s: %i', (name, code, message) => {
    const reply = send(new ServerUnderTest(), 'GET', `/api/v1/namespaces/default/${name}/proxy/`);
    expect([reply.code, (reply.body as { message: string }).message]).toEqual([code, message]);
  });
});

describe('bodies', () => {
  const path = '/api/v1/namespaces/default/configmaps';

  test('are YAML 1.1 or JSON', () => {
    const server = new ServerUnderTest();
    const reply = send(server, 'POST', path, 'kind: ConfigMap\nmetadata: {name: a}\ndata: {k: "yes"}\n', {
      'content-type': 'application/yaml',
    });
    expect([reply.code, (reply.body as { data: object }).data]).toEqual([201, { k: 'yes' }]);
    const wrong = send(server, 'POST', path, 'metadata: {name: b}\ndata: {k: yes}\n', { 'content-type': 'application/yaml' });
    expect((wrong.body as { message: string }).message).toBe(
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal bool into Go struct field ConfigMap.data of type string',
    );
  });

  test.each([
    [
      '{"apiVersion":"v1","kind":"Secret","data":5}',
      'json: cannot unmarshal number into Go struct field Secret.data of type map[string][]uint8',
    ],
    ['{"apiVersion":"v1","kind":"Secret","data":{}}', 'converting (v1.Secret) to (core.ConfigMap): unknown conversion'],
  ])('of another kind %s are read as that kind first', (body, why) => {
    const reply = send(new ServerUnderTest(), 'POST', path, body);
    expect((reply.body as { message: string }).message).toBe(`Secret in version "v1" cannot be handled as a ConfigMap: ${why}`);
  });

  test.each([
    ['Strict', 400, undefined],
    ['Warn', 201, ['duplicate field "data.k"', 'unknown field "zzz"']],
    ['Ignore', 201, undefined],
  ])('unknown and duplicate fields with fieldValidation=%s', (validation, code, warnings) => {
    const reply = send(
      new ServerUnderTest(),
      'POST',
      `${path}?fieldValidation=${validation}`,
      '{"metadata":{"name":"a"},"data":{"k":"1","k":"2"},"zzz":1}',
    );
    expect([reply.code, reply.warnings]).toEqual([code, warnings]);
  });

  test('may be protobuf, as typed clients send them', () => {
    const bytes = '6b3873000a0f0a0276311209436f6e6669674d6170121b0a110a016112001a0022002a0032003800420012060a01781201791a002200';
    const body = Uint8Array.from(bytes.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const reply = send(new ServerUnderTest(), 'POST', path, body, { 'content-type': 'application/vnd.kubernetes.protobuf' });
    expect([reply.code, (reply.body as { data: object }).data]).toEqual([201, { x: 'y' }]);
  });

  test('in protobuf an optional text that is empty is there, as when a leader gives its lease back', () => {
    const lease = message([1, message([1, 'a'], [2, ''], [3, ''])], [2, message([1, ''])]);
    const envelope = message([1, message([1, 'coordination.k8s.io/v1'], [2, 'Lease'])], [2, lease]);
    const body = Uint8Array.from([0x6b, 0x38, 0x73, 0, ...envelope]);
    const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases';
    const reply = send(new ServerUnderTest(), 'POST', leases, body, { 'content-type': 'application/vnd.kubernetes.protobuf' });
    const { metadata, spec } = reply.body as { metadata: Record<string, unknown>; spec: object };
    expect([reply.code, metadata['name'], 'generateName' in metadata, spec]).toEqual([201, 'a', false, { holderIdentity: '' }]);
  });
});

describe('answers', () => {
  test('as a Table', () => {
    const reply = send(new ServerUnderTest(), 'GET', '/api/v1/namespaces/default', '', {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
    });
    const table = reply.body as { kind: string; rows: { cells: unknown[] }[] };
    expect([table.kind, table.rows.map(({ cells }) => cells)]).toEqual(['Table', [['default', 'Active', '0s']]]);
  });

  test('items of lists carry no kind', () => {
    const reply = send(new ServerUnderTest(), 'GET', '/api/v1/namespaces');
    expect((reply.body as { items: object[] }).items.map((item) => Object.keys(item).includes('kind'))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test('not acceptable', () => {
    expect(send(new ServerUnderTest(), 'GET', '/api/v1/namespaces', '', { accept: 'text/html' }).code).toBe(406);
  });

  test('discovery lists what the registry has', () => {
    const list = send(new ServerUnderTest(), 'GET', '/apis/apps/v1').body as { resources: { name: string }[] };
    expect(list.resources.map(({ name }) => name)).toContain('deployments/scale');
    const aggregated = send(new ServerUnderTest(), 'GET', '/apis', '', {
      accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json',
    });
    expect([(aggregated.body as { kind: string }).kind, aggregated.contentType]).toEqual([
      'APIGroupDiscoveryList',
      'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    ]);
  });
});
