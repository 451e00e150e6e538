import { describe, expect, it } from 'vitest';
import type { AnyObject } from '../../../workers/api/meta';
import type { CustomResourceDefinition } from '../../../workers/resources/apiextensions/customresourcedefinitions/types';
import { readCustomCards } from '../../../src/features/stage/model/custom-cards';
import { changed, customKindOf, listed } from '../../../src/state/custom-kinds';
import type { CustomKind, CustomKindsState } from '../../../src/state/custom-kinds';
import { crontab, crontabDefinition } from '../../support/crontab';

const established = { conditions: [{ type: 'Established', status: 'True' }] } as const;
const definition = { ...crontabDefinition(['v1', 'v1beta1']), status: established } as unknown as CustomResourceDefinition;
const kind = customKindOf(definition) as CustomKind;
const object = (name: string, version = 1) =>
  ({ ...crontab(name), metadata: { name, namespace: 'default', uid: name, resourceVersion: String(version) } }) as unknown as AnyObject;
const state = (...names: string[]): CustomKindsState => ({
  definitions: new Map(),
  kinds: [kind],
  more: 0,
  objects: new Map([
    [
      kind.id,
      listed(
        undefined,
        names.map((name) => object(name)),
      ),
    ],
  ]),
});

describe('custom kinds', () => {
  it('are told by kind and group, in the preferred version, once they are established', () => {
    expect(kind).toMatchObject({ id: 'CronTab.stable.example.com', apiVersion: 'stable.example.com/v1', resource: 'crontabs' });
    expect(customKindOf({ ...definition, status: {} })).toBeUndefined();
  });

  it('keep the identity of objects that a new list finds unchanged', () => {
    const before = listed(undefined, [object('a'), object('b')]);
    const after = listed(before, [object('a'), object('b', 2)]);
    expect([after.get('default/a') === before.get('default/a'), after.get('default/b') === before.get('default/b')]).toEqual([true, false]);
    expect([...changed(after, [{ type: 'DELETED', object: object('a') }]).keys()]).toEqual(['default/b']);
  });

  it('are drawn as one card an object, with the first columns', () => {
    expect(
      readCustomCards([], state('b', 'a')).map(({ ref, kind: shown, title, line, count }) => ({ ref, shown, title, line, count })),
    ).toEqual([
      { ref: 'CronTab.stable.example.com/default/a', shown: 'CronTab', title: 'a', line: 'Spec * * * * */5 · Replicas 2', count: 1 },
      { ref: 'CronTab.stable.example.com/default/b', shown: 'CronTab', title: 'b', line: 'Spec * * * * */5 · Replicas 2', count: 1 },
    ]);
  });

  it('keep unchanged cards as they are', () => {
    const before = readCustomCards([], state('a'));
    expect(readCustomCards(before, state('a', 'b'))[0]).toBe(before[0]);
  });

  it('share one card when there are many objects', () => {
    const names = Array.from({ length: 9 }, (_, index) => `n-${index}`);
    expect(readCustomCards([], state(...names)).map(({ ref, count }) => ({ ref, count }))).toEqual([
      { ref: 'CustomResourceDefinition/crontabs.stable.example.com', count: 9 },
    ]);
  });
});
