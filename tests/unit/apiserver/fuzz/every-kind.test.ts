/** Objects of every kind, mutated: refused or stored, never a fault of the server; and what is stored validates again. */
import { describe, expect, test } from 'vitest';
import { handleHttp } from '../../../../workers/apiserver/http';
import type { HttpReply } from '../../../../workers/apiserver/http';
import { ApiServer } from '../../../../workers/apiserver/server';
import type { ResourceDefinition } from '../../../../workers/resources/definition';
import { resourceDefinitions } from '../../../../workers/resources/registry';
import { typeOfKind } from '../../../../workers/resources/schema/structure';
import type { RandomStream } from '../../../../workers/sim/component';
import { randomStream } from '../../../../workers/sim/prng';
import { Store } from '../../../../workers/store/store';
import { crontab, crontabDefinition } from '../../../support/crontab';
import { isKnown500, isKnownRefusal } from './known';
import { defaultAccount } from '../../../support/manifests';
import { mutate } from '../../../support/mutants/mutate';
import { PATCH_TYPES, patchOf } from '../../../support/mutants/patches';
import { seedOf } from '../../../support/mutants/seeds';

const RUNS = Number(process.env.FUZZ_RUNS ?? 60);
const SEED = Number(process.env.FUZZ_SEED ?? 7);
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

type Json = Record<string, unknown>;
type Kind = Pick<ResourceDefinition, 'group' | 'version' | 'resource' | 'kind' | 'namespaced'>;

function fuzz(server: ApiServer, kind: Kind, seed: object): void {
  const collection = `/${kind.group ? 'apis' : 'api'}/${apiVersionOf(kind)}${kind.namespaced ? '/namespaces/default' : ''}/${kind.resource}`;
  const type = typeOfKind(apiVersionOf(kind), kind.kind);
  const name = (seed as { metadata: { name: string } }).metadata.name;
  let accepted = 0;
  for (let run = 0; run < RUNS; run++) {
    const random = randomStream(SEED, `${kind.kind}/${run}`);
    const mutant = () => {
      const object = structuredClone(seed) as Json;
      if (run > 0) mutate(object, type, random);
      return object;
    };
    const body = JSON.stringify(mutant());
    const say = `FUZZ_SEED=${SEED}, run ${run}: ${body}`;
    const created = send(server, 'POST', collection, body, say);
    const made = (created.body as { metadata?: { name?: string } }).metadata?.name ?? name;
    const path = `${collection}/${encodeURIComponent(made)}`;
    if (created.code === 201) {
      accepted++;
      // The first update of a claim is a write, whatever it says.
      send(server, 'PUT', path, JSON.stringify(created.body), say);
      validatesAgain(server, path, say);
      change(server, path, created.body as Json, mutant, random, say);
    }
    send(server, 'GET', collection, undefined, say);
    release(server, path);
  }
  expect(accepted).toBeGreaterThan(0);
}

/** A patch of each type and replacements, each towards a mutant of its own; what is stored afterwards validates. */
function change(server: ApiServer, path: string, stored: Json, mutant: () => Json, random: RandomStream, say: string): void {
  for (const type of PATCH_TYPES) {
    const { body, contentType } = patchOf(type, stored, { ...mutant(), ...identityOf(stored) }, random);
    const patch = JSON.stringify(body);
    const said = `${say}\n${type} ${patch}`;
    const query = type.startsWith('apply') ? '?fieldManager=fuzz&force=true' : '';
    if (send(server, 'PATCH', path + query, patch, said, contentType).code < 300) validatesAgain(server, path, said);
    if (send(server, 'PATCH', `${path}/status${query}`, patch, said, contentType).code < 300) validatesAgain(server, path, said);
  }
  const whole = JSON.stringify(mutant());
  const said = `${say}\nput ${whole}`;
  if (send(server, 'PUT', path, whole, said).code < 300) validatesAgain(server, path, said);
  if (send(server, 'PUT', `${path}/status`, whole, said).code < 300) validatesAgain(server, path, said);
}

/** Most patches should reach what they mean. */
function identityOf({ apiVersion, kind, metadata }: Json): Json {
  return { apiVersion, kind, metadata };
}

function validatesAgain(server: ApiServer, path: string, say: string): void {
  const read = send(server, 'GET', path, undefined, say);
  if (read.code === 404) return;
  const text = JSON.stringify(read.body);
  const again = send(server, 'PUT', `${path}?fieldValidation=Strict`, text, say);
  if (isKnownRefusal(again.body)) return;
  if (again.code !== 200 || JSON.stringify(again.body) !== text) expect([say, again.body]).toEqual([say, JSON.parse(text)]);
}

/** Takes away what finalizers hold. */
function release(server: ApiServer, path: string): void {
  const body = '{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0}';
  send(server, 'PATCH', path, '{"metadata":{"finalizers":null}}', path, 'application/merge-patch+json');
  send(server, 'DELETE', path, body, path);
}

function send(server: ApiServer, method: string, path: string, body?: string, say = path, type = 'application/json'): HttpReply {
  const headers = { 'user-agent': 'fuzz/1', ...(body === undefined ? {} : { 'content-type': type }) };
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
  const server = new ApiServer({ store: new Store(), random: randomStream(1, 'fuzz'), clock: () => 0, freeze: true });
  server.handle(defaultAccount());
  return server;
}
