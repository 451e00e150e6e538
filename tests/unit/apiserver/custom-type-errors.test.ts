import { expect, test } from 'vitest';
import { schemaTypeErrors } from '../../../workers/apiserver/crd/type-errors';
import type { JsonSchemaProps } from '../../../workers/resources/apiextensions/schema/json-schema';

const KEYED: JsonSchemaProps = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['k', 'p'],
  items: { type: 'object', properties: { k: { type: 'string' }, p: { type: 'string', default: 'TCP' } } },
};

test.each<[string, unknown, JsonSchemaProps, string[]]>([
  [
    'a number for a text',
    { a: 5 },
    { type: 'object', properties: { a: { type: 'string' } } },
    ['.a: expected string, got &value.valueUnstructured{Value:5}'],
  ],
  [
    'a text for a number',
    { a: '5' },
    { type: 'object', properties: { a: { type: 'integer' } } },
    ['.a: expected numeric (int or float), got string'],
  ],
  ['a text for a list', { a: 'x' }, { type: 'object', properties: { a: KEYED } }, ['.a: expected list, got &{x}']],
  [
    'an item by its keys, with their defaults',
    { a: [{ k: 1 }] },
    { type: 'object', properties: { a: KEYED } },
    ['.a[k=1,p="TCP"].k: expected string, got &value.valueUnstructured{Value:1}'],
  ],
  ['anything for a number or text', { a: true }, { type: 'object', properties: { a: { 'x-kubernetes-int-or-string': true } } }, []],
])('applied custom objects: %s', (_, value, schema, expected) => {
  expect(schemaTypeErrors(value, schema)).toEqual(expected);
});
