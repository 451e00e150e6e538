import { describe, expect, test } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import type { ApiReply, Verb } from '../../../workers/api/request';
import { ServerUnderTest } from './server-under-test';

const GROUP = 'open.example.com';
const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' };
const OPEN = { 'x-kubernetes-preserve-unknown-fields': true };

function serverWith(properties: object, more: object = {}, version: object = {}): ServerUnderTest {
  const server = new ServerUnderTest();
  const body = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `boxes.${GROUP}` },
    spec: {
      group: GROUP,
      scope: 'Namespaced',
      names: { plural: 'boxes', kind: 'Box' },
      versions: [
        { ...version, name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties, ...more } } },
      ],
    },
  };
  server.must('create', '', { ...DEFINITIONS, body });
  return server;
}

function call(
  server: ServerUnderTest,
  verb: Verb,
  { options, ...more }: { readonly [name: string]: unknown; readonly options?: object },
): ApiReply {
  const at = { group: GROUP, version: 'v1', resource: 'boxes', namespace: 'default' };
  return server.api.handle({ verb, ...at, ...more, options: { fieldManager: 'me', ...options } });
}

function box(metadata: object, members: object = {}): object {
  return { apiVersion: `${GROUP}/v1`, kind: 'Box', metadata: { name: 'a', ...metadata }, ...members };
}

describe('who owns fields that the schema leaves open', () => {
  const spec = { free: { a: 1, list: [{ name: 'x' }] } };
  const OWNED = { '.': {}, 'f:free': { '.': {}, 'f:a': {}, 'f:list': {} } };
  test.each([
    { where: 'the whole object', properties: {}, more: OPEN },
    { where: 'spec, of no type', properties: { spec: OPEN } },
    { where: 'spec, an object', properties: { spec: { type: 'object', ...OPEN } } },
    { where: 'values of a map', properties: { spec: { type: 'object', additionalProperties: OPEN } } },
    { where: 'a struct with other fields', properties: { spec: { type: 'object', properties: { known: { type: 'string' } }, ...OPEN } } },
  ])('$where: members of maps have owners, lists have one', ({ properties, more }) => {
    const { body } = call(serverWith(properties, more), 'create', { body: box({}, { spec }) });
    expect((body as AnyObject).metadata?.managedFields).toMatchObject([{ fieldsV1: { 'f:spec': OWNED } }]);
  });
});

test.each([
  { finalizers: ['b.example.com/x', 'kubernetes', 'orphan'], warned: [] },
  {
    finalizers: ['z', 'a', 'z'],
    warned: ['a', 'z'].map(
      (name) =>
        `metadata.finalizers: "${name}": prefer a domain-qualified finalizer name to avoid accidental conflicts with other finalizer writers`,
    ),
  },
  {
    finalizers: ['box.example.com'],
    warned: [
      'metadata.finalizers: "box.example.com": prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers',
    ],
  },
])('finalizers $finalizers of a custom object are warned about when they come', ({ finalizers, warned }) => {
  const server = serverWith({});
  const created = call(server, 'create', { body: box({ finalizers }) });
  expect(created.warnings ?? []).toEqual(warned);
  const again = call(server, 'patch', {
    name: 'a',
    patchType: 'merge',
    body: { metadata: { finalizers: [...finalizers], labels: { a: 'b' } } },
  });
  expect([again.code, again.warnings ?? []]).toEqual([200, []]);
});

test('a dry run shows the defaults of a status that was not taken, as the object would be read', () => {
  const status = { type: 'object', default: { phase: 'New' }, properties: { phase: { type: 'string' } } };
  const server = serverWith({ status }, {}, { subresources: { status: {} } });
  const answers = [true, false].map((dryRun) =>
    call(server, 'create', { body: box({}, { status: { phase: 'Mine' } }), options: { dryRun } }),
  );
  expect(answers.map(({ body }) => (body as AnyObject & { status?: unknown }).status)).toEqual([{ phase: 'New' }, { phase: 'New' }]);
});

test('two items of one key are refused when they are applied, also inside a list that is owned as a whole', () => {
  const named = { type: 'object', required: ['name'], properties: { name: { type: 'string' } } };
  const headers = { type: 'array', items: named, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] };
  const rules = { type: 'array', items: { type: 'object', properties: { headers } } };
  const body = box({}, { rules: [{}, { headers: [{ name: 'x' }, { name: 'y' }, { name: 'x' }] }] });
  const { code, body: status } = call(serverWith({ rules }), 'patch', { name: 'a', patchType: 'apply', body });
  expect([code, (status as { message?: string }).message]).toEqual([
    500,
    'failed to create typed patch object (/a; open.example.com/v1, Kind=Box): .rules[1].headers: duplicate entries for key [name="x"]',
  ]);
});
