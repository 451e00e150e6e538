import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../workers/apiserver/http';
import { readFields } from '../../../workers/apiserver/protobuf/wire';
import { ApiServer } from '../../../workers/apiserver/server';
import { decodeUtf8 } from '../../../workers/lib/utf8';
import { randomStream } from '../../../workers/sim/prng';
import { Store } from '../../../workers/store/store';

const PROTOBUF = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';
const api = new ApiServer({ store: new Store(), random: randomStream(1, 'apiserver'), clock: () => 0 });
const get = (accept?: string) => handleHttp(api, { method: 'GET', path: '/openapi/v2', headers: { accept } });

interface Swagger {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly consumes: readonly string[] }>>>>;
  readonly definitions: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>>;
}

describe('OpenAPI v2', () => {
  const swagger = get().body as Swagger;

  test('says which patches a kind takes', () => {
    expect(swagger.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}']?.patch?.consumes).toEqual([
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/apply-patch+yaml',
    ]);
  });

  test('has every way to ask for a resource, its status, its scale and what else is below it', () => {
    const ways = Object.entries(swagger.paths)
      .filter(([path]) => path.startsWith('/apis/apps/v1/') && path.includes('deployments'))
      .map(([path, operations]) => `${path} ${Object.keys(operations).join(' ')}`);
    expect(ways).toEqual([
      '/apis/apps/v1/deployments get',
      '/apis/apps/v1/namespaces/{namespace}/deployments get post delete',
      '/apis/apps/v1/namespaces/{namespace}/deployments/{name} get put patch delete',
      '/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale get put patch',
      '/apis/apps/v1/namespaces/{namespace}/deployments/{name}/status get put patch',
    ]);
    expect(Object.keys(swagger.paths['/api/v1/namespaces/{namespace}/pods/{name}/eviction'] ?? {})).toEqual(['post']);
    expect(swagger.paths['/apis/authentication.k8s.io/v1/tokenreviews/{name}']).toBeUndefined();
  });

  test('refers to definitions, all of which are there', () => {
    const names = [...JSON.stringify(swagger).matchAll(/"\$ref":"#\/(?:definitions\/)?([^"]+)"/g)].map(([, name]) => name as string);
    expect(names.filter((name) => !(name in swagger.definitions))).toEqual([]);
    expect(names).toContain('io.k8s.apimachinery.pkg.util.intstr.IntOrString');
  });

  test('is the same document in protobuf', () => {
    const reply = get(PROTOBUF);
    expect(reply.contentType).toBe('application/com.github.proto-openapi.spec.v2.v1.0+protobuf');
    const fields = readFields(reply.body as Uint8Array);
    expect(decodeUtf8(fields.find(({ number }) => number === 1)?.value as Uint8Array)).toBe('2.0');
    const definitions = readFields(fields.find(({ number }) => number === 9)?.value as Uint8Array);
    const names = definitions.map(({ value }) => decodeUtf8(readFields(value as Uint8Array)[0]?.value as Uint8Array));
    expect(names).toEqual(Object.keys(swagger.definitions));
  });

  test('refuses forms that it does not have', () => {
    expect(get('application/yaml').code).toBe(406);
  });
});
