/** Schemas of custom resources as clients of OpenAPI v3 and v2 get them. */
import { expect, test } from 'vitest';
import { openApiOf } from '../../../workers/apiserver/crd/open-api';
import type { JsonSchemaProps } from '../../../workers/resources/apiextensions/schema/json-schema';

const EITHER = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
const OPEN = { 'x-kubernetes-preserve-unknown-fields': true };
const INT_OR_STRING = { 'x-kubernetes-int-or-string': true };
const ANY = expect.anything() as unknown;

test.each<[string, JsonSchemaProps, object, object]>([
  ['a text', { type: 'string', minLength: 1 }, { type: 'string', minLength: 1 }, { type: 'string', minLength: 1 }],
  [
    'what may be null',
    { type: 'object', nullable: true, default: {}, description: 'd', properties: { a: { type: 'string' } } },
    { type: 'object', nullable: true, default: {}, description: 'd', properties: { a: { type: 'string' } } },
    { description: 'd' },
  ],
  ['what holds unknown fields', { type: 'object', ...OPEN }, { type: 'object', ...OPEN }, OPEN],
  ['an integer or a text', INT_OR_STRING, { ...INT_OR_STRING, ...EITHER }, INT_OR_STRING],
  [
    'one that says so itself',
    { ...INT_OR_STRING, ...EITHER, pattern: 'a' },
    { ...INT_OR_STRING, ...EITHER, pattern: 'a' },
    { ...INT_OR_STRING, pattern: 'a' },
  ],
  [
    'members that may be null are not required',
    { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string', nullable: true }, b: { type: 'string' } } },
    { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string', nullable: true }, b: { type: 'string' } } },
    { type: 'object', required: ['b'], properties: { a: {}, b: { type: 'string' } } },
  ],
  [
    'an object of its own kind',
    { type: 'object', 'x-kubernetes-embedded-resource': true, required: ['kind'] },
    {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      required: ['kind', 'apiVersion'],
      properties: { apiVersion: ANY, kind: ANY, metadata: ANY },
    },
    {
      type: 'object',
      'x-kubernetes-embedded-resource': true,
      required: ['kind', 'apiVersion'],
      properties: { apiVersion: ANY, kind: ANY, metadata: ANY },
    },
  ],
])('%s', (_, spec, v3, v2) => {
  const made = openApiOf({ type: 'object', properties: { spec } }, 'example.com', 'Widget', { name: 'v1' });
  expect(made.v3.properties?.spec).toEqual(v3);
  expect(made.v2.properties?.spec).toEqual(v2);
});

test('fields to select by are told', () => {
  const { v3 } = openApiOf({ type: 'object' }, 'example.com', 'Widget', { name: 'v1', selectableFields: [{ jsonPath: '.spec.a' }] });
  expect(v3['x-kubernetes-selectable-fields']).toEqual([{ fieldPath: 'spec.a' }]);
});

test('a whole object of unknown fields has no members in v2', () => {
  const { v2 } = openApiOf({ type: 'object', ...OPEN }, 'example.com', 'Widget', { name: 'v1' });
  expect(v2).toEqual({ type: 'object', 'x-kubernetes-group-version-kind': [{ group: 'example.com', version: 'v1', kind: 'Widget' }] });
});
