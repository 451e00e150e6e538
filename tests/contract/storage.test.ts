import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyObject } from '../../workers/api/meta';
import { MAPS, map, mapsOf, versionOf } from './configmaps';
import type { Maps } from './configmaps';
import { httpSubject, inlineSubject } from './subject';
import type { Subject } from './subject';

/** What clients may rely on when they read and write, however they reach the server (after the ideas of upstream's storage tests). */
describe.each([
  { how: 'in place', make: inlineSubject },
  { how: 'over HTTP', make: httpSubject },
])('storage $how', ({ make }) => {
  let subject: Subject;
  let maps: Maps;
  beforeEach(async () => {
    subject = await make();
    maps = mapsOf(subject);
  });
  afterEach(() => subject.close());

  test('every write has a revision of its own, they rise, and what changes nothing has none', async () => {
    const one = await maps.create('one');
    const two = await maps.create('two');
    const again = (await maps.put({ ...one, data: { a: '1' } })).body as AnyObject;
    expect(versionOf(one)).toBeLessThan(versionOf(two));
    expect(versionOf(two)).toBeLessThan(versionOf(again));
    const before = subject.store.revision;
    expect((await maps.put(again)).body.metadata.resourceVersion).toBe(again.metadata?.resourceVersion);
    expect((await maps.patch('one', { data: { a: '1' } })).body.metadata.resourceVersion).toBe(again.metadata?.resourceVersion);
    expect(subject.store.revision).toBe(before);
  });

  test('creates once, never with a resourceVersion, and what is stored is what was answered', async () => {
    const one = await maps.create('one', { a: '1' }, { labels: { x: 'y' } });
    expect(await maps.get('one')).toEqual(one);
    expect((await subject.call('POST', MAPS, map('one'))).body).toMatchObject({ code: 409, reason: 'AlreadyExists' });
    expect((await subject.call('POST', MAPS, map('two', {}, { resourceVersion: '5' }))).body).toMatchObject({
      code: 500,
      message: 'resourceVersion should not be set on objects to be created',
    });
    expect(await maps.names()).toEqual(['one']);
  });

  test('a dry run answers as the write would, and stores nothing', async () => {
    const before = subject.store.revision;
    const answer = await subject.call('POST', `${MAPS}?dryRun=All`, map('one', { a: '1' }));
    expect([answer.code, answer.body.data]).toEqual([201, { a: '1' }]);
    expect([(await maps.get('one')).code, subject.store.revision]).toEqual([404, before]);
  });

  test('refuses a stale update, and one of an object that is another by now', async () => {
    const one = await maps.create('one');
    await maps.put({ ...one, data: { a: '1' } });
    expect((await maps.put({ ...one, data: { a: '2' } })).body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await maps.put(map('one', {}, { uid: 'another' }) as AnyObject)).body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await maps.put(map('absent') as AnyObject)).body).toMatchObject({ code: 404, reason: 'NotFound' });
    expect((await maps.get('one')).data).toEqual({ a: '1' });
  });

  test('deletes on condition', async () => {
    const one = await maps.create('one');
    const now = (await maps.put({ ...one, data: { a: '1' } })).body as AnyObject;
    const refused = [{ resourceVersion: one.metadata?.resourceVersion }, { uid: 'another' }];
    for (const preconditions of refused)
      expect((await maps.remove('one', { preconditions })).body).toMatchObject({ code: 409, reason: 'Conflict' });
    const { resourceVersion, uid } = now.metadata ?? {};
    expect((await maps.remove('one', { preconditions: { resourceVersion, uid } })).code).toBe(200);
    expect(await maps.get('one')).toMatchObject({ code: 404, reason: 'NotFound' });
    expect((await maps.remove('one')).body).toMatchObject({ code: 404, reason: 'NotFound' });
  });

  test('patches race and none is lost', async () => {
    await maps.create('one');
    const keys = Array.from({ length: 40 }, (_, index) => `k${index}`);
    const answers = await Promise.all(keys.map((key) => maps.patch('one', { data: { [key]: 'x' } })));
    expect(answers.map(({ code }) => code)).toEqual(keys.map(() => 200));
    expect(Object.keys((await maps.get('one')).data as object).sort()).toEqual(keys.toSorted());
    expect(new Set(answers.map(({ body }) => body.metadata.resourceVersion)).size).toBe(keys.length);
  });

  test('updates that read, change and write again on conflict count right', async () => {
    await maps.create('counter', { n: '0' });
    const increment = async (): Promise<void> => {
      const read = await maps.get('counter');
      const n = Number((read.data as { n: string }).n) + 1;
      if ((await maps.put({ ...read, data: { n: String(n) } })).code === 409) await increment();
    };
    await Promise.all(Array.from({ length: 20 }, increment));
    expect((await maps.get('counter')).data).toEqual({ n: '20' });
  });

  test('lists in key order, in pages that show one moment', async () => {
    for (const name of ['d', 'b', 'a', 'c']) await maps.create(name);
    const first = await maps.list('?limit=2');
    expect(first.items.map(({ metadata }: AnyObject) => metadata?.name)).toEqual(['a', 'b']);
    expect(first.metadata.remainingItemCount).toBe(2);
    await maps.create('bb');
    await maps.put({ ...(await maps.get('c')), data: { later: 'x' } });
    await maps.remove('d');
    const second = await maps.list(`?limit=2&continue=${encodeURIComponent(first.metadata.continue)}`);
    expect(second.items.map(({ metadata, data }: AnyObject) => [metadata?.name, data])).toEqual([
      ['c', undefined],
      ['d', undefined],
    ]);
    expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
    expect(await maps.names()).toEqual(['a', 'b', 'bb', 'c']);
  });

  test('pages of a selection hold what it selects, and do not tell how much is left', async () => {
    for (let at = 0; at < 9; at++) await maps.create(`n-${at}`, {}, { labels: { odd: String(at % 2) } });
    const first = await maps.list('?limit=2&labelSelector=odd%3D1');
    expect(first.items.map(({ metadata }: AnyObject) => metadata?.name)).toEqual(['n-1', 'n-3']);
    expect(first.metadata.remainingItemCount).toBeUndefined();
    const rest = await maps.list(`?limit=5&labelSelector=odd%3D1&continue=${encodeURIComponent(first.metadata.continue)}`);
    expect(rest.items.map(({ metadata }: AnyObject) => metadata?.name)).toEqual(['n-5', 'n-7']);
    expect(rest.metadata.continue).toBeUndefined();
  });

  test('a page cannot be asked for twice over, and its token not made up', async () => {
    for (const name of ['a', 'b', 'c']) await maps.create(name);
    const token = encodeURIComponent((await maps.list('?limit=1')).metadata.continue);
    expect(await maps.list(`?continue=${token}&resourceVersion=5`)).toMatchObject({
      code: 400,
      message: 'specifying resource version is not allowed when using continue',
    });
    expect(await maps.list('?continue=bogus')).toMatchObject({
      code: 400,
      message: 'invalid continue token: continue key is not valid: illegal base64 data at input byte 4',
    });
  });

  test('a page whose moment is compacted away is refused with a token that goes on from now', async () => {
    for (const name of ['a', 'b', 'c']) await maps.create(name);
    const first = await maps.list('?limit=1');
    await maps.create('bb');
    subject.store.compact(subject.store.revision);
    const refused = await maps.list(`?limit=5&continue=${encodeURIComponent(first.metadata.continue)}`);
    expect(refused).toMatchObject({ code: 410, reason: 'Expired' });
    expect(await maps.names(`?limit=5&continue=${encodeURIComponent(refused.metadata.continue)}`)).toEqual(['b', 'bb', 'c']);
  });

  test('lists an exact revision of the past, any that is new enough, and none of the future', async () => {
    const one = await maps.create('one');
    await maps.create('two');
    await maps.remove('one');
    const version = one.metadata?.resourceVersion;
    expect(await maps.names(`?resourceVersion=${version}&resourceVersionMatch=Exact`)).toEqual(['one']);
    expect(await maps.names(`?resourceVersion=${version}&resourceVersionMatch=NotOlderThan`)).toEqual(['two']);
    expect(await maps.names('?resourceVersion=0')).toEqual(['two']);
    for (const match of ['', '&resourceVersionMatch=NotOlderThan', '&resourceVersionMatch=Exact'])
      expect((await maps.list(`?resourceVersion=999999${match}`)).code).toBe(504);
    subject.store.compact(subject.store.revision);
    expect(await maps.list(`?resourceVersion=${version}&resourceVersionMatch=Exact`)).toMatchObject({ code: 410, reason: 'Expired' });
  });

  test('a collection goes as its members would', async () => {
    for (const name of ['a', 'b', 'held'])
      await maps.create(
        name,
        {},
        { labels: { team: name === 'b' ? 'blue' : 'red' }, ...(name === 'held' ? { finalizers: ['example.com/x'] } : {}) },
      );
    const deleted = await subject.call('DELETE', `${MAPS}?labelSelector=team%3Dred`);
    expect(deleted.body.items.map(({ metadata }: AnyObject) => metadata?.name)).toEqual(['a', 'held']);
    expect(await maps.names()).toEqual(['b', 'held']);
    expect((await maps.get('held')).metadata?.deletionTimestamp).toBeDefined();
  });
});
