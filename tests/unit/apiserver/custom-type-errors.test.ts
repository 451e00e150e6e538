import { expect, test } from 'vitest';
import { objectAtom } from '../../../workers/apiserver/crd/schema-atom';
import { typeErrors } from '../../../workers/apiserver/managed-fields/type-errors';
import type { JsonSchemaProps } from '../../../workers/resources/apiextensions/schema/json-schema';

const KEYED: JsonSchemaProps = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['k', 'p'],
  items: { type: 'object', properties: { k: { type: 'string' }, p: { type: 'string', default: 'TCP' } } },
};
const EMBEDDED: JsonSchemaProps = { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true };

test.each<[string, unknown, JsonSchemaProps, string[]]>([
  ['a number for a text', 5, { type: 'string' }, ['.a: expected string, got &value.valueUnstructured{Value:5}']],
  ['a number for a text of a format', 5, { type: 'string', format: 'email' }, []],
  ['a list for a text of a format', [], { type: 'string', format: 'email' }, ['.a: expected any scalar, got &{[]}']],
  ['a text for a number', '5', { type: 'integer' }, ['.a: expected numeric (int or float), got string']],
  ['a text for a list', 'x', KEYED, ['.a: expected list, got &{x}']],
  [
    'an item by its keys, with their defaults',
    [{ k: 1 }],
    KEYED,
    ['.a[k=1,p="TCP"].k: expected string, got &value.valueUnstructured{Value:1}'],
  ],
  ['items of one key', [{ k: 'x', p: 'TCP' }, { k: 'x' }], KEYED, ['.a: duplicate entries for key [k="x",p="TCP"]']],
  ['anything for a number or text', true, { 'x-kubernetes-int-or-string': true }, []],
  ['any member where none is declared', { x: 1 }, { type: 'object' }, []],
  [
    'a member that is not declared',
    { x: 1 },
    { type: 'object', properties: { y: { type: 'string' } } },
    ['.a.x: field not declared in schema'],
  ],
  ['metadata of an object inside', { metadata: { foo: 1 }, spec: 5 }, EMBEDDED, ['.a.metadata.foo: field not declared in schema']],
])('applied custom objects: %s', (_, a, schema, expected) => {
  expect(typeErrors({ a }, objectAtom({ type: 'object', properties: { a: schema } }))).toEqual(expected);
});
