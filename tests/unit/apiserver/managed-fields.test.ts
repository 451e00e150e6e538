/** Who owns what: sets of fields, entries, and the objects they are of. */
import { describe, expect, test } from 'vitest';
import { compare, fieldsOf } from '../../../workers/apiserver/managed-fields/compare';
import { pathsOf, without } from '../../../workers/apiserver/managed-fields/field-set';
import { capped, managersOf } from '../../../workers/apiserver/managed-fields/managers';
import type { ManagedFieldsEntry } from '../../../workers/apiserver/managed-fields/managers';
import { mergeApplied, withNamedFields, withoutFields } from '../../../workers/apiserver/managed-fields/merge';
import { noteEmpty } from '../../../workers/resources/schema/emptied';
import { typeOfKind } from '../../../workers/resources/schema/structure';
import type { StructType } from '../../../workers/resources/schema/structure';
import type { AnyObject } from '../../../workers/api/meta';
import { ServerUnderTest } from './server-under-test';

const pod = { struct: typeOfKind('v1', 'Pod') as StructType };
const policy = { struct: typeOfKind('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy') as StructType };
const spec = (fields: object) => ({ spec: fields });
const containers = (...names: string[]) => spec({ containers: names.map((name) => ({ name })) });

describe('fields that differ', () => {
  const cases: readonly [string, object, object, readonly string[], readonly string[]][] = [
    ['a new scalar', spec({}), spec({ hostname: 'a' }), ['.spec.hostname'], []],
    ['a scalar that was there but empty', spec({ hostname: '' }), spec({ hostname: 'a' }), ['.spec.hostname'], []],
    ['a scalar that is gone', spec({ hostname: 'a' }), spec({}), [], ['.spec.hostname']],
    ['an empty map where there was none', spec({}), spec({ securityContext: {} }), ['.spec.securityContext'], []],
    [
      'a list that was null',
      spec({ containers: null }),
      containers('c'),
      ['.spec.containers[name="c"]', '.spec.containers[name="c"].name'],
      [],
    ],
    [
      'a list that was absent',
      spec({}),
      containers('c'),
      ['.spec.containers', '.spec.containers[name="c"]', '.spec.containers[name="c"].name'],
      [],
    ],
    [
      'an atomic item of a keyed list',
      spec({ imagePullSecrets: [] }),
      spec({ imagePullSecrets: [{ name: 'a' }] }),
      ['.spec.imagePullSecrets[name="a"]'],
      [],
    ],
    ['an atomic map', spec({ nodeSelector: { a: 'b' } }), spec({ nodeSelector: { c: 'd' } }), ['.spec.nodeSelector'], []],
    ['order of keyed items', containers('c', 'd'), containers('d', 'c'), [], []],
  ];
  test.each(cases)('%s', (_, before, after, changed, removed) => {
    const found = compare(before, after, pod);
    expect([pathsOf(found.changed), pathsOf(found.removed)]).toEqual([changed, removed]);
  });

  test('a struct of an atomic type is one value', () => {
    expect(pathsOf(fieldsOf({ spec: { matchConstraints: { matchPolicy: 'Exact' } } }, policy))).toEqual(['.spec.matchConstraints']);
  });
});

describe('laying a configuration over the live object', () => {
  const cases: readonly [string, unknown, unknown, unknown][] = [
    ['items of both stand in the order of the configuration', containers('a', 'b', 'c'), containers('c', 'a'), containers('b', 'c', 'a')],
    ['new items come where the configuration has them', containers('a', 'c'), containers('a', 'b', 'c'), containers('a', 'b', 'c')],
    ['null empties a scalar', spec({ hostname: 'a' }), spec({ hostname: null }), spec({ hostname: null })],
    ['null leaves a list that has items', containers('a'), spec({ containers: null }), containers('a')],
    ['atomic lists are replaced', spec({ tolerations: [{ key: 'a' }] }), spec({ tolerations: [] }), spec({ tolerations: [] })],
  ];
  test.each(cases)('%s', (_, live, applied, expected) => {
    expect(mergeApplied(live, applied, pod)).toEqual(expected);
  });
});

test('what loses all its members becomes null', () => {
  const set = withNamedFields({ 'f:spec': { 'f:containers': { 'k:{"name":"a"}': {} } } }, pod);
  expect(withoutFields(containers('a'), { 'f:spec': { 'f:containers': { 'k:{"name":"a"}': {} } } }, pod)).toEqual(
    spec({ containers: null }),
  );
  expect(pathsOf(set)).toEqual(['.spec', '.spec.containers', '.spec.containers[name="a"]']);
});

test('fields that are set back go with all that is below them', () => {
  const set = { 'f:spec': { 'f:a': {} }, 'f:status': { '.': {}, 'f:b': {} }, 'f:metadata': { 'f:labels': { 'f:x': {} }, 'f:name': {} } };
  expect(without(set, { 'f:status': {}, 'f:metadata': { 'f:name': {} } })).toEqual({
    'f:spec': { 'f:a': {} },
    'f:metadata': { 'f:labels': { 'f:x': {} } },
  });
});

test('of more than ten updaters the oldest of a version become one', () => {
  const entry = (at: number): ManagedFieldsEntry => ({
    manager: `m${at}`,
    operation: 'Update',
    apiVersion: 'v1',
    time: `2026-01-01T00:00:${String(at).padStart(2, '0')}Z`,
    fieldsType: 'FieldsV1',
    fieldsV1: { [`f:${at}`]: {} },
  });
  const entries = Array.from({ length: 12 }, (_, at) => entry(at));
  const kept = capped(entries);
  expect(kept).toHaveLength(10);
  expect(kept.find(({ manager }) => manager === 'ancient-changes')).toEqual({
    manager: 'ancient-changes',
    operation: 'Update',
    apiVersion: 'v1',
    time: '2026-01-01T00:00:02Z',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:0': {}, 'f:1': {}, 'f:2': {} },
  });
});

test('lists that were given empty differ from absent ones, inside of lists and where those are null', () => {
  const slice = { struct: typeOfKind('resource.k8s.io/v1', 'ResourceSlice') as StructType };
  const device = { name: 'a' };
  const given = { name: 'a' };
  noteEmpty(given, 'attributes', {});
  expect(compare(spec({ devices: [device] }), spec({ devices: [given] }), slice).changed).toEqual({ 'f:spec': { 'f:devices': {} } });
  const range = { struct: typeOfKind('v1', 'LimitRange') as StructType };
  const limits: Record<string, unknown> = { limits: null };
  noteEmpty(limits, 'limits', []);
  expect(compare(spec({ limits: null }), spec(limits), range).changed).toEqual({ 'f:spec': { 'f:limits': {} } });
});

describe('entries that clients write', () => {
  const entry = (fieldsV1: object) => ({ manager: 'm', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1 });
  test.each<[string, object, object | undefined]>([
    ['are taken', { 'f:data': { 'f:a': {}, '.': {} } }, { 'f:data': { 'f:a': {}, '.': {} } }],
    ['lose paths of a sort nobody knows', { 'f:data': { 'q:a': {} }, 'x:b': 5 }, { 'f:data': {} }],
    ['are no entries where a path has no sort', { data: {} }, undefined],
    ['are no entries where keys are no JSON', { 'f:ports': { 'k:{': {} } }, undefined],
  ])('%s', (_, given, known) => {
    const managers = managersOf({ metadata: { managedFields: [entry(given)] } } as unknown as AnyObject);
    expect(managers).toEqual(known && [entry(known)]);
  });

  test('nobody owns anything where items of a keyed list have no key', () => {
    const server = new ServerUnderTest();
    const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'a' }, secrets: [{ name: 'x' }] };
    const options = { fieldManager: 'one' };
    expect(server.must('create', 'serviceaccounts', { body, options }).metadata?.managedFields).toHaveLength(1);
    const patch = { secrets: [{ uid: 'u' }] };
    const patched = server.must('patch', 'serviceaccounts', { name: 'a', patchType: 'merge', body: patch, options });
    expect(patched.metadata?.managedFields).toBeUndefined();
  });
});
