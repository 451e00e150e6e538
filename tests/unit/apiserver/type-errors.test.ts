import { expect, test } from 'vitest';
import { structAtom } from '../../../workers/apiserver/managed-fields/atoms';
import { typeErrors } from '../../../workers/apiserver/managed-fields/type-errors';
import { typeOfKind } from '../../../workers/resources/schema/structure';
import type { StructType } from '../../../workers/resources/schema/structure';

const errorsOf = (object: object, apiVersion: string, kind: string, repeats = false) =>
  typeErrors(object, structAtom(typeOfKind(apiVersion, kind) as StructType), repeats);

test.each([
  [{ data: ['a'] }, '.data: expected map, got &{[a]}'],
  [
    { data: { a: ['x', { k: 1 }] } },
    '.data.a: expected string, got &value.valueUnstructured{Value:[]interface {}{"x", map[string]interface {}{"k":1}}}',
  ],
  [{ immutable: 'x' }, '.immutable: expected boolean, got &{x}'],
  [{ metadata: { finalizers: ['a', 1] } }, '.metadata.finalizers[=1]: expected string, got &value.valueUnstructured{Value:1}'],
  [
    { metadata: { finalizers: [null] } },
    ".metadata.finalizers: element 0: associative list without keys has an element that's an explicit null",
  ],
  [{ metadata: { finalizers: [{}] } }, ".metadata.finalizers: element 0: associative list without keys has an element that's a map type"],
  [{ metadata: { creationTimestamp: {} } }, '.metadata.creationTimestamp: expected any scalar, got &{map[]}'],
  [{ metadata: { x: 1, y: 2 } }, '.metadata.x: field not declared in schema'],
])('an applied %j has the wrong type', (object, error) => {
  expect(errorsOf(object, 'v1', 'ConfigMap')).toEqual([error]);
});

const at = '.spec.containers';

test.each<[string, unknown[], string[]]>([
  ['no maps', [5], [`${at}: element 0: associative list with keys may not have non-map elements`]],
  ['nulls', [{ name: 'a' }, null], [`${at}: element 1: associative list with keys may not have a null element`]],
  ['without a key that has to be there', [{}, {}], [`${at}: duplicate entries for key [name=""]`]],
  [
    'of one key, with unknown fields',
    [{ name: 'a' }, { name: 'a', x: 1 }],
    [`${at}: duplicate entries for key [name="a"]`, `${at}[name="a"].x: field not declared in schema`],
  ],
  ['with a null for a key', [{ name: 'a', ports: [{ containerPort: 1, protocol: null }, { containerPort: 1 }] }], []],
  [
    'whose ports repeat a default',
    [{ name: 'a', ports: [{}, { protocol: 'TCP' }] }],
    [`${at}[name="a"].ports: duplicate entries for key [containerPort=0,protocol="TCP"]`],
  ],
  ['with anything for a port', [{ name: 'a', livenessProbe: { httpGet: { port: [] } } }], []],
])('items %s', (_, containers, errors) => {
  expect(errorsOf({ spec: { containers } }, 'v1', 'Pod')).toEqual(errors);
});

test('what is stored may repeat keys, but not be without them', () => {
  const unkeyed =
    '.secrets: element 2: associative list with keys has an element that omits all key fields ["name"] (and doesn\'t have default values for any key fields)';
  expect(errorsOf({ secrets: [{ name: 'a' }, { name: 'a' }, { uid: 'b' }] }, 'v1', 'ServiceAccount', true)).toEqual([unkeyed]);
});

test('schemas of definitions are looked into', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: 5, default: { any: [1] } } },
    'x-kubernetes-validations': [{ rule: 'a' }, { rule: 'a' }],
  };
  const object = { spec: { versions: [{ name: 'v1', schema: { openAPIV3Schema: schema } }] } };
  const path = '.spec.versions[0].schema.openAPIV3Schema';
  expect(errorsOf(object, 'apiextensions.k8s.io/v1', 'CustomResourceDefinition')).toEqual([
    `${path}.properties.a.type: expected string, got &value.valueUnstructured{Value:5}`,
    `${path}.x-kubernetes-validations: duplicate entries for key [rule="a"]`,
  ]);
});
