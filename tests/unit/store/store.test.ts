import { describe, expect, test } from 'vitest';
import { HISTORY_CHANGES_MAX, RevisionError, Store } from '../../../workers/store/store';

const value = (name: string) => (revision: number) => ({ name, revision });

function filled(): Store {
  const store = new Store();
  store.put('/a/1', 0, value('one')); // revision 2
  store.put('/a/2', 0, value('two')); // 3
  store.put('/b/1', 0, value('other')); // 4
  store.put('/a/1', 2, value('one again')); // 5
  store.delete('/a/2', 3, value('two, gone')); // 6
  return store;
}

describe('Store', () => {
  test('starts at revision 1 and counts every write', () => {
    expect(new Store().revision).toBe(1);
    expect(filled().revision).toBe(6);
  });

  test('compares before it swaps', () => {
    const store = filled();
    expect(store.put('/a/1', 0, value('created twice'))).toMatchObject({ ok: false, current: { modRevision: 5 } });
    expect(store.put('/a/1', 2, value('stale'))).toMatchObject({ ok: false });
    expect(store.delete('/a/2', 3, value('deleted twice'))).toEqual({ ok: false, current: undefined });
    expect(store.revision).toBe(6);
  });

  test('keeps the creation revision over updates', () => {
    expect(filled().get('/a/1')).toEqual({ key: '/a/1', value: { name: 'one again', revision: 5 }, createRevision: 2, modRevision: 5 });
  });

  test.each([
    { at: undefined, names: ['one again'] },
    { at: 6, names: ['one again'] },
    { at: 5, names: ['one again', 'two'] },
    { at: 3, names: ['one', 'two'] },
    { at: 2, names: ['one'] },
    { at: 1, names: [] },
  ])('lists what was there at revision $at', ({ at, names }) => {
    const options = at === undefined ? {} : { atRevision: at };
    expect(
      filled()
        .range('/a/', options)
        .map((entry) => (entry.value as { name: string }).name),
    ).toEqual(names);
  });

  test('pages in key order', () => {
    const store = filled();
    expect(store.range('/', { limit: 1 }).map(({ key }) => key)).toEqual(['/a/1']);
    expect(store.range('/', { after: '/a/1' }).map(({ key }) => key)).toEqual(['/b/1']);
    expect(store.count('/', '/a/1')).toBe(1);
  });

  test('tells the changes since a revision, in order, with the state before', () => {
    expect(filled().changesSince('/a/', 4)).toEqual([
      { revision: 5, key: '/a/1', type: 'PUT', value: { name: 'one again', revision: 5 }, previous: { name: 'one', revision: 2 } },
      { revision: 6, key: '/a/2', type: 'DELETE', value: { name: 'two, gone', revision: 6 }, previous: { name: 'two', revision: 3 } },
    ]);
  });

  test('refuses revisions that are gone or not there yet', () => {
    const store = filled();
    store.compact(5);
    expect(() => store.range('/a/', { atRevision: 4 })).toThrow(new RevisionError('compacted', 4));
    expect(() => store.changesSince('/a/', 4)).toThrow(RevisionError);
    expect(() => store.range('/a/', { atRevision: 7 })).toThrow(new RevisionError('future', 7));
    expect(store.range('/a/', { atRevision: 5 }).map(({ key }) => key)).toEqual(['/a/1', '/a/2']);
    expect(store.changesSince('/a/', 5)).toHaveLength(1);
  });

  test('compacts by itself at its stated limit', () => {
    const store = new Store();
    for (let at = 0; at <= HISTORY_CHANGES_MAX; at++) store.put('/k', at === 0 ? 0 : at + 1, () => ({ at }));
    expect(store.compactedRevision).toBe(store.revision - HISTORY_CHANGES_MAX / 2);
    expect(store.changesSince('/k', store.compactedRevision)).toHaveLength(HISTORY_CHANGES_MAX / 2);
  });

  test('calls listeners inside the commit until they stop', () => {
    const store = new Store();
    const seen: number[] = [];
    const stop = store.onChange(({ revision }) => seen.push(revision));
    store.put('/k', 0, value('x'));
    stop();
    store.delete('/k', 2, value('x'));
    expect(seen).toEqual([2]);
  });
});
