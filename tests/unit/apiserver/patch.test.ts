import { describe, expect, test } from 'vitest';
import { jsonPatch } from '../../../workers/apiserver/patch/json-patch';
import { mergePatch } from '../../../workers/apiserver/patch/merge';
import { strategicMerge } from '../../../workers/apiserver/patch/strategic-merge';
import { typeNamed } from '../../../workers/resources/schema/structure';

const POD = typeNamed('core.v1.PodSpec');
const [A, B, C] = ['a', 'b', 'c'].map((name) => ({ name, image: `${name}:1` }));

describe('strategic merge', () => {
  test.each([
    [
      'merges items of a list by key',
      { containers: [A, B] },
      { containers: [{ name: 'b', image: 'b:2' }] },
      { containers: [A, { name: 'b', image: 'b:2' }] },
    ],
    ['puts an item it does not find in front', { containers: [A] }, { containers: [C] }, { containers: [C, A] }],
    ['deletes an item by directive', { containers: [A, B] }, { containers: [{ name: 'a', $patch: 'delete' }] }, { containers: [B] }],
    ['replaces a list by directive', { containers: [A, B] }, { containers: [{ $patch: 'replace' }, C] }, { containers: [C] }],
    [
      'keeps the order that is given',
      { containers: [A, B] },
      { '$setElementOrder/containers': [{ name: 'c' }, { name: 'b' }, { name: 'a' }], containers: [C] },
      { containers: [C, B, A] },
    ],
    [
      'leaves what others added where it stands',
      { containers: [A, B, C] },
      { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }], containers: [] },
      { containers: [B, C, A] },
    ],
    [
      'finds places by the list as the deletions left it',
      { containers: [A, B] },
      { '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }], containers: [C, { name: 'a', $patch: 'delete' }] },
      { containers: [B, C] },
    ],
    [
      'drops what carries a directive and meets nothing',
      {},
      { affinity: { $patch: 'replace', podAffinity: {} }, volumes: [{ name: 'v', $patch: 'x' }] },
      { volumes: [] },
    ],
    [
      'keeps other directives there, as members',
      {},
      { affinity: { $retainKeys: ['a'], podAffinity: null } },
      { affinity: { $retainKeys: ['a'] } },
    ],
    ['deletes the field whose deletions are null', { containers: [A] }, { '$deleteFromPrimitiveList/containers': null }, {}],
    ['replaces lists without a key', { tolerations: [{ key: 'x' }] }, { tolerations: [{ key: 'y' }] }, { tolerations: [{ key: 'y' }] }],
    ['deletes a member by null', { nodeName: 'n', hostNetwork: true }, { nodeName: null }, { hostNetwork: true }],
    [
      'retains only the keys named',
      { volumes: [{ name: 'v', emptyDir: {} }] },
      { volumes: [{ name: 'v', $retainKeys: ['name', 'secret'], secret: { secretName: 's' } }] },
      { volumes: [{ name: 'v', secret: { secretName: 's' } }] },
    ],
  ])('%s', (_title, original, patch, expected) => {
    expect(strategicMerge(original, patch, POD)).toEqual(expected);
  });

  test('removes from a list of texts', () => {
    const patched = strategicMerge(
      { finalizers: ['x', 'y'] },
      { '$deleteFromPrimitiveList/finalizers': ['x'] },
      typeNamed('meta.v1.ObjectMeta'),
    );
    expect(patched).toEqual({ finalizers: ['y'] });
  });

  test('changes neither the object nor the patch', () => {
    const original = Object.freeze({ containers: Object.freeze([A, B]) });
    const patch = Object.freeze({ containers: Object.freeze([{ name: 'b', image: 'b:2' }]) });
    expect(() => strategicMerge(original, patch, POD)).not.toThrow();
  });
});

describe('JSON patch', () => {
  test.each([
    ['replaces what is missing', { a: 1 }, [{ op: 'replace', path: '/b', value: 2 }], { a: 1, b: 2 }],
    ['appends to a list', { l: [1] }, [{ op: 'add', path: '/l/-', value: 2 }], { l: [1, 2] }],
    ['moves', { a: 1 }, [{ op: 'move', from: '/a', path: '/b' }], { b: 1 }],
    ['a missing member passes a test for null', { a: 1 }, [{ op: 'test', path: '/b', value: null }], { a: 1 }],
  ])('%s', (_title, target, patch, expected) => {
    expect(jsonPatch(target, patch)).toEqual(expected);
  });

  test.each([
    ['a test that fails', [{ op: 'test', path: '/a', value: 2 }]],
    ['an unknown operation', [{ op: 'frob', path: '/a' }]],
    ['a removal of nothing', [{ op: 'remove', path: '/b' }]],
  ])('refuses %s', (_title, patch) => {
    expect(() => jsonPatch({ a: 1 }, patch)).toThrow('the server rejected our request due to an error in our request');
  });
});

test("merge patch: items of a new list lose their nulls, those of a list that takes an object's place do not", () => {
  const patch = { l: [{ a: null, b: [{ c: null }] }, null] };
  expect(mergePatch({ l: [1] }, patch)).toEqual({ l: [{ b: [{}] }, null] });
  expect(mergePatch({ l: { x: 1 } }, patch)).toEqual(patch);
});

test('merge patch: null removes, lists are replaced, maps merge', () => {
  expect(mergePatch({ a: { x: 1, y: 2 }, l: [1], gone: 1 }, { a: { y: null, z: 3 }, l: [2], gone: null })).toEqual({
    a: { x: 1, z: 3 },
    l: [2],
  });
});

describe('strategic patches that do not fit', () => {
  test.each([
    [
      'a directive to merge an item',
      { containers: [{ name: 'a', $patch: 'merge' }] },
      'merging lists cannot yet be specified in the patch',
    ],
    ['an order of nothing', { $setElementOrder: [] }, 'invalid patch format of setElementOrder list'],
    ['items of other types', { containers: ['x'] }, 'list element types are not identical: [[map[image:a:1 name:a]] [x]]'],
  ])('%s', (_, patch, message) => {
    expect(() => strategicMerge({ containers: [A] }, patch, POD)).toThrow(message);
  });

  test('a list without a key is taken as it is, directives and all', () => {
    const tolerations = [{ key: 'y', $patch: 'delete' }];
    expect(strategicMerge({ tolerations: [{ key: 'x' }] }, { tolerations }, POD)).toEqual({ tolerations });
  });
});
