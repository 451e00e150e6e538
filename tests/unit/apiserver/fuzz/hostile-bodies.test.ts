/** Hostile bodies: whatever comes in, the answer is a Status or an object, and nothing breaks afterwards. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../../workers/apiserver/http';
import { ApiServer } from '../../../../workers/apiserver/server';
import { randomStream } from '../../../../workers/sim/prng';
import { Store } from '../../../../workers/store/store';
import { defaultAccount } from '../../../support/manifests';
import { isKnown500 } from './known';

const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const SEEDS: readonly { readonly path: string; readonly body: object }[] = [
  {
    path: '/api/v1/namespaces/default/pods',
    body: {
      metadata: { name: 'a', labels: { app: 'a' } },
      spec: { containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 80 }], env: [{ name: 'A', value: 'b' }] }] },
    },
  },
  {
    path: '/api/v1/namespaces/default/services',
    body: { metadata: { name: 'a' }, spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } },
  },
  { path: '/api/v1/namespaces/default/configmaps', body: { metadata: { name: 'a', annotations: { x: 'y' } }, data: { k: 'v' } } },
  {
    path: '/apis/apps/v1/namespaces/default/deployments',
    body: {
      metadata: { name: 'a' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'a' } },
        template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'c', image: 'x' }] } },
      },
    },
  },
  {
    path: '/apis/batch/v1/namespaces/default/jobs',
    body: {
      metadata: { name: 'a' },
      spec: { completions: 3, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'x' }] } } },
    },
  },
  {
    path: '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
    body: { metadata: { name: 'a' }, spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } } },
  },
  { path: '/api/v1/nodes', body: { metadata: { name: 'a' }, spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } } },
];

const hostile = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, -1, 1e21, true, [], {}, [null], [[]], '\u0000', 'x'.repeat(300), { name: null }, [{}], ['a', 'a']),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A seed with one to three members, found by turns of a wheel, replaced or added. */
const mutated = fc.tuple(
  fc.constantFrom(...SEEDS),
  fc.array(
    fc.tuple(fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }), hostile, fc.constantFrom('', '__proto__', 'constructor', 'name', 'x')),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
);

function mutate(body: object, turns: readonly number[], value: unknown, added: string): void {
  let holder = body as Record<string, unknown>;
  for (const [depth, turn] of turns.entries()) {
    const keys = Object.keys(holder);
    const key = keys[turn % Math.max(1, keys.length)];
    const next = key === undefined ? undefined : holder[key];
    if (depth < turns.length - 1 && typeof next === 'object' && next !== null) {
      holder = next as Record<string, unknown>;
      continue;
    }
    const target = added || key || 'x';
    Object.defineProperty(holder, target, { value: structuredClone(value), enumerable: true, configurable: true, writable: true });
    return;
  }
}

function freshServer(): ApiServer {
  const server = new ApiServer({ store: new Store(), random: randomStream(1, 'fuzz'), clock: () => 0, freeze: true });
  server.handle(defaultAccount());
  return server;
}

function check(server: ApiServer, method: string, path: string, body: unknown, contentType: string): void {
  const reply = handleHttp(server, { method, path, headers: { 'content-type': contentType, 'user-agent': 'fuzz/1' }, body });
  expect(reply.code).toBeGreaterThanOrEqual(200);
  if (reply.code >= 500) expect([reply.body, isKnown500(reply.body)]).toEqual([reply.body, true]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
}

describe('hostile bodies', () => {
  test('mutated objects are created, refused or patched, never a fault of the server', () => {
    const server = freshServer();
    fc.assert(
      fc.property(mutated, ([{ path, body }, changes]) => {
        const copy = JSON.parse(JSON.stringify(body)) as object;
        for (const [turns, value, added] of changes) mutate(copy, turns, value, added);
        const text = JSON.stringify(copy);
        check(server, 'POST', path, text, 'application/json');
        for (const type of ['merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml']) {
          check(server, 'PATCH', `${path}/a?fieldManager=fuzz`, text, `application/${type}`);
        }
        check(server, 'GET', path, undefined, '');
        check(server, 'DELETE', `${path}/a`, undefined, '');
      }),
      { numRuns: RUNS, seed: 7 },
    );
  });

  test('random bytes and texts are refused', () => {
    const server = freshServer();
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.json(), fc.constantFrom('{', '[]', 'null', '"', '&a *a', '%YAML', '\t', '{"a":'.repeat(200))),
        (text) => {
          for (const type of ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf', 'text/plain', '']) {
            const bytes = type.endsWith('protobuf') ? new TextEncoder().encode(text) : text;
            check(server, 'POST', '/api/v1/namespaces/default/configmaps?dryRun=All', bytes, type);
          }
          check(server, 'PATCH', '/api/v1/namespaces/default?dryRun=All', text, 'application/json-patch+json');
        },
      ),
      { numRuns: RUNS, seed: 7 },
    );
  });

  test('paths and queries of any kind are answered', () => {
    const server = freshServer();
    const piece = fc.oneof(
      fc.webSegment(),
      fc.constantFrom('api', 'v1', 'apis', 'apps', 'namespaces', 'pods', '..', '%', '%00', '__proto__', 'constructor', ''),
    );
    const query = fc.oneof(
      fc.webQueryParameters(),
      fc.constantFrom('labelSelector=(', 'limit=-1', 'continue=x', 'fieldSelector=a==', 'timeoutSeconds=x'),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 7 }),
        query,
        fc.constantFrom('GET', 'DELETE', 'PUT', 'HEAD', 'BREW'),
        (pieces, search, method) => {
          check(server, method, `/${pieces.join('/')}?${search}`, undefined, '');
        },
      ),
      { numRuns: RUNS * 3, seed: 7 },
    );
  });
});
