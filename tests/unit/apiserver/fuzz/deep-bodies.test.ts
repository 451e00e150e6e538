/** Bodies that nest: stored and served as long as there is room, refused beyond it, never the end of the server's stack. */
import { beforeEach, describe, expect, test } from 'vitest';
import { handleHttp } from '../../../../workers/apiserver/http';
import type { HttpReply } from '../../../../workers/apiserver/http';
import { ApiServer } from '../../../../workers/apiserver/server';
import { DEPTH_MAX } from '../../../../workers/lib/depth';
import { randomStream } from '../../../../workers/sim/prng';
import { Store } from '../../../../workers/store/store';

const OPEN = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
const DEFINITION = {
  metadata: { name: 'deeps.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Cluster',
    names: { plural: 'deeps', kind: 'Deep' },
    versions: [{ name: 'v1', served: true, storage: true, schema: OPEN }],
  },
};
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const DEEPS = '/apis/example.com/v1/deeps';
const [JSON_TYPE, YAML_TYPE] = ['application/json', 'application/yaml'];

const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}1${close.repeat(depth)}`;
const lists = (depth: number) => nested('[', ']', depth);
const maps = (depth: number) => nested('{"a":', '}', depth);
const deep = (value: string, name = 'a') => `{"apiVersion":"example.com/v1","kind":"Deep","metadata":{"name":"${name}"},"x":${value}}`;

describe('bodies that nest', () => {
  let server: ApiServer;
  const send = (method: string, path: string, body?: string, type = JSON_TYPE, accept = JSON_TYPE): HttpReply =>
    handleHttp(server, {
      method,
      path,
      headers: { accept, 'content-type': type, 'user-agent': 'deep/1' },
      ...(body === undefined ? {} : { body }),
    });
  beforeEach(() => {
    server = new ApiServer({ store: new Store(), random: randomStream(1, 'deep'), clock: () => 0, freeze: true });
    expect(send('POST', DEFINITIONS, JSON.stringify(DEFINITION)).code).toBe(201);
  });

  test.each([
    ['lists', lists(DEPTH_MAX - 1)],
    ['maps', maps(DEPTH_MAX - 1)],
  ])('%s as deep as there is room are stored, changed and served in every form', (_, value) => {
    expect(send('POST', DEEPS, deep(value)).code).toBe(201);
    expect(send('PUT', `${DEEPS}/a`, JSON.stringify({ ...(send('GET', `${DEEPS}/a`).body as object), y: 1 })).code).toBe(200);
    expect(send('PATCH', `${DEEPS}/a`, `{"z":${value}}`, 'application/merge-patch+json').code).toBe(200);
    expect(send('PATCH', `${DEEPS}/b?fieldManager=b`, deep(value, 'b'), 'application/apply-patch+yaml').code).toBe(201);
    for (const accept of [JSON_TYPE, YAML_TYPE, 'application/json;as=Table;g=meta.k8s.io;v=v1'])
      expect(send('GET', DEEPS, undefined, JSON_TYPE, accept).code).toBe(200);
    expect(JSON.stringify((send('GET', `${DEEPS}/a`).body as { z: unknown }).z)).toBe(value);
  });

  test.each([DEPTH_MAX, 5_000, 9_999, 300_000])('%i levels are refused', (depth) => {
    expect(send('POST', DEEPS, deep('1')).code).toBe(201);
    for (const value of [lists(depth), maps(depth)]) {
      expect(send('POST', DEEPS, deep(value)).code).toBe(400);
      expect(send('POST', DEEPS, deep(value), YAML_TYPE).code).toBe(400);
      expect(send('PATCH', `${DEEPS}/a`, `{"y":${value}}`, 'application/merge-patch+json').code).toBe(400);
    }
    expect(send('POST', DEFINITIONS, '['.repeat(depth)).code).toBe(400);
  });

  test('an object that patches make ever deeper is refused at some time', () => {
    expect(send('POST', DEEPS, deep('{"a":{}}')).code).toBe(201);
    const codes = Array.from({ length: 10 }, (_, at) => {
      const path = `/x${'/a'.repeat(2 ** at)}`;
      return send('PATCH', `${DEEPS}/a`, JSON.stringify([{ op: 'copy', from: '/x', path }]), 'application/json-patch+json').code;
    });
    expect(new Set(codes)).toEqual(new Set([200, 400, 422]));
  });

  test('a text of JSON inside a Secret is told to be too deep', () => {
    const data = { '.dockerconfigjson': btoa(lists(200_000)) };
    const body = JSON.stringify({ metadata: { name: 'a' }, type: 'kubernetes.io/dockerconfigjson', data });
    const reply = send('POST', '/api/v1/namespaces/default/secrets', body);
    expect([reply.code, (reply.body as { message: string }).message]).toEqual([
      422,
      `Secret "a" is invalid: data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": invalid character '[' exceeded max depth`,
    ]);
  });
});
