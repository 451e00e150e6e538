/** Objects of every kind, mutated: refused or stored, never a fault of the server; and what is stored validates again. */
import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../../workers/apiserver/http';
import type { HttpReply } from '../../../../workers/apiserver/http';
import { ApiServer } from '../../../../workers/apiserver/server';
import type { ResourceDefinition } from '../../../../workers/resources/definition';
import { resourceDefinitions } from '../../../../workers/resources/registry';
import { typeOfKind } from '../../../../workers/resources/schema/structure';
import { randomStream } from '../../../../workers/sim/prng';
import { Store } from '../../../../workers/store/store';
import { crontab, crontabDefinition } from '../../../support/crontab';
import { isKnown500 } from './known';
import { mutate } from '../../../support/mutants/mutate';
import { seedOf } from '../../../support/mutants/seeds';

const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
const SEED = Number(process.env.FUZZ_SEED ?? 7);
const PATCHES = ['merge-patch+json', 'strategic-merge-patch+json', 'apply-patch+yaml'];
const stored = resourceDefinitions.filter(({ verbs, view }) => !verbs && !view);

describe('every kind', () => {
  test.each(stored.map((definition) => ({ kind: definition.kind, definition })))('$kind', ({ definition }) => {
    const seed = seedOf(apiVersionOf(definition), definition.kind);
    expect(seed).toBeDefined();
    fuzz(freshServer(), definition, seed as object);
  });

  test('a custom kind', () => {
    const server = freshServer();
    const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
    expect(send(server, 'POST', definitions, JSON.stringify(crontabDefinition())).code).toBe(201);
    fuzz(server, { group: 'stable.example.com', version: 'v1', resource: 'crontabs', kind: 'CronTab', namespaced: true }, crontab('a'));
  });
});

type Kind = Pick<ResourceDefinition, 'group' | 'version' | 'resource' | 'kind' | 'namespaced'>;

function fuzz(server: ApiServer, kind: Kind, seed: object): void {
  const collection = `/${kind.group ? 'apis' : 'api'}/${apiVersionOf(kind)}${kind.namespaced ? '/namespaces/default' : ''}/${kind.resource}`;
  const type = typeOfKind(apiVersionOf(kind), kind.kind);
  const name = (seed as { metadata: { name: string } }).metadata.name;
  let accepted = 0;
  for (let run = 0; run < RUNS; run++) {
    const random = randomStream(SEED, `${kind.kind}/${run}`);
    const mutant = () => {
      const object = structuredClone(seed) as Record<string, unknown>;
      if (run > 0) mutate(object, type, random);
      return JSON.stringify(object);
    };
    const body = mutant();
    const say = `FUZZ_SEED=${SEED}, run ${run}: ${body}`;
    const created = send(server, 'POST', collection, body, say);
    const made = (created.body as { metadata?: { name?: string } }).metadata?.name ?? name;
    const path = `${collection}/${encodeURIComponent(made)}`;
    if (created.code === 201) {
      accepted++;
      validatesAgain(server, path, say);
      const patch = mutant();
      for (const patchType of PATCHES) {
        const patched = send(
          server,
          'PATCH',
          `${path}?fieldManager=fuzz${patchType.startsWith('apply') ? '&force=true' : ''}`,
          patch,
          `${say}\npatch ${patchType} ${patch}`,
          patchType,
        );
        if (patched.code < 300) validatesAgain(server, path, `${say}\npatch ${patchType} ${patch}`);
      }
      send(server, 'PUT', path, patch, `${say}\nput ${patch}`);
      send(server, 'PUT', `${path}/status`, patch, `${say}\nput status ${patch}`);
    }
    send(server, 'GET', collection, undefined, say);
    release(server, path);
  }
  expect(accepted).toBeGreaterThan(0);
}

function validatesAgain(server: ApiServer, path: string, say: string): void {
  const read = send(server, 'GET', path, undefined, say);
  if (read.code === 404) return;
  const text = JSON.stringify(read.body);
  const again = send(server, 'PUT', `${path}?fieldValidation=Strict`, text, say);
  if (again.code !== 200 || JSON.stringify(again.body) !== text) expect([say, again.body]).toEqual([say, JSON.parse(text)]);
}

/** Takes away what finalizers hold. */
function release(server: ApiServer, path: string): void {
  const body = '{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0}';
  send(server, 'PATCH', path, '{"metadata":{"finalizers":null}}', path, 'merge-patch+json');
  send(server, 'DELETE', path, body, path);
}

function send(server: ApiServer, method: string, path: string, body?: string, say = path, type = 'json'): HttpReply {
  const headers = { 'user-agent': 'fuzz/1', ...(body === undefined ? {} : { 'content-type': `application/${type}` }) };
  let reply: HttpReply;
  try {
    reply = handleHttp(server, { method, path, headers, ...(body === undefined ? {} : { body }) });
  } catch (error) {
    throw new Error(`${method} ${path}\n${say}`, { cause: error });
  }
  if (reply.code >= 500 && !isKnown500(reply.body)) expect([method, path, say, reply.body]).toEqual('no fault of the server');
  if (({} as Record<string, unknown>)['a'] !== undefined) throw new Error(`polluted: ${say}`);
  return reply;
}

function apiVersionOf({ group, version }: Pick<Kind, 'group' | 'version'>): string {
  return group ? `${group}/${version}` : version;
}

function freshServer(): ApiServer {
  return new ApiServer({ store: new Store(), random: randomStream(1, 'fuzz'), clock: () => 0, freeze: true });
}
