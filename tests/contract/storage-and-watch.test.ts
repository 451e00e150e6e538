import { afterEach, describe, expect, test } from 'vitest';
import type { AnyObject, WatchEvent } from '../../workers/api/meta';
import { httpSubject, inlineSubject } from './subject';
import type { OpenWatch, Subject } from './subject';

const MAPS = '/api/v1/namespaces/default/configmaps';
const map = (name: string, data: Readonly<Record<string, string>> = {}, labels: Readonly<Record<string, string>> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data,
});
const versionOf = (object: AnyObject) => Number(object.metadata?.resourceVersion);
const summary = ({ type, object }: WatchEvent) => `${type} ${object.metadata?.name}`;

/** What clients may rely on, however they reach the server (after the ideas of upstream's storage tests). */
describe.each([
  { how: 'in place', make: inlineSubject },
  { how: 'over HTTP', make: httpSubject },
])('storage and watch $how', ({ make }) => {
  let subject: Subject;
  const fresh = async () => (subject = await make());
  afterEach(() => subject.close());

  const create = async (name: string, data?: Readonly<Record<string, string>>, labels?: Readonly<Record<string, string>>) =>
    (await subject.call('POST', MAPS, map(name, data, labels))).body as AnyObject;
  const put = (object: AnyObject) => subject.call('PUT', `${MAPS}/${object.metadata?.name}`, object);
  const names = async (query = '') =>
    ((await subject.call('GET', MAPS + query)).body.items as AnyObject[]).map(({ metadata }) => metadata?.name);
  const revision = async () => Number((await subject.call('GET', MAPS)).body.metadata.resourceVersion);
  /** Collects until `count` events have come. */
  const follow = async (query: string) => {
    const events: WatchEvent[] = [];
    let wake = () => {};
    const opened = (await subject.watch(`${MAPS}?watch=1${query}`, (event) => {
      events.push(event);
      wake();
    })) as OpenWatch;
    const have = async (count: number) => {
      while (events.length < count) await new Promise<void>((resolve) => (wake = resolve));
      return events;
    };
    return { events, have, ...opened };
  };

  test('every write has a revision of its own, and they rise', async () => {
    await fresh();
    const one = await create('one');
    const two = await create('two');
    const again = (await put({ ...one, data: { a: '1' } })).body as AnyObject;
    expect(versionOf(one)).toBeLessThan(versionOf(two));
    expect(versionOf(two)).toBeLessThan(versionOf(again));
    expect((await put(again)).body.metadata.resourceVersion).toBe(again.metadata?.resourceVersion);
  });

  test('creates once, and refuses a stale update and a stale delete', async () => {
    await fresh();
    const one = await create('one');
    expect((await subject.call('POST', MAPS, map('one'))).body).toMatchObject({ code: 409, reason: 'AlreadyExists' });
    await put({ ...one, data: { a: '1' } });
    expect((await put({ ...one, data: { a: '2' } })).body).toMatchObject({ code: 409, reason: 'Conflict' });
    const preconditions = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { resourceVersion: one.metadata?.resourceVersion } };
    expect((await subject.call('DELETE', `${MAPS}/one`, preconditions)).body).toMatchObject({ code: 409, reason: 'Conflict' });
    expect((await subject.call('DELETE', `${MAPS}/one`)).code).toBe(200);
    expect((await subject.call('GET', `${MAPS}/one`)).body).toMatchObject({ code: 404, reason: 'NotFound' });
  });

  test('lists in key order, in pages that show one moment', async () => {
    await fresh();
    for (const name of ['d', 'b', 'a', 'c']) await create(name);
    const first = (await subject.call('GET', `${MAPS}?limit=2`)).body;
    expect(first.items.map(({ metadata }: AnyObject) => metadata?.name)).toEqual(['a', 'b']);
    await create('bb');
    await subject.call('DELETE', `${MAPS}/d`);
    const second = (await subject.call('GET', `${MAPS}?limit=2&continue=${encodeURIComponent(first.metadata.continue)}`)).body;
    expect(second.items.map(({ metadata }: AnyObject) => metadata?.name)).toEqual(['c', 'd']);
    expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion });
    expect(await names()).toEqual(['a', 'b', 'bb', 'c']);
  });

  test('lists an exact revision of the past', async () => {
    await fresh();
    const one = await create('one');
    await create('two');
    await subject.call('DELETE', `${MAPS}/one`);
    expect(await names(`?resourceVersion=${one.metadata?.resourceVersion}&resourceVersionMatch=Exact`)).toEqual(['one']);
    expect((await subject.call('GET', `${MAPS}?resourceVersion=999999&resourceVersionMatch=Exact`)).code).toBe(504);
  });

  test('watches from a revision: everything after it, nothing before, the last state of what is deleted', async () => {
    await fresh();
    await create('before');
    const watch = await follow(`&resourceVersion=${await revision()}`);
    const one = await create('one', { a: '1' });
    await put({ ...one, data: { a: '2' } });
    await subject.call('DELETE', `${MAPS}/one`);
    const events = await watch.have(3);
    expect(events.map(summary)).toEqual(['ADDED one', 'MODIFIED one', 'DELETED one']);
    expect(events[2]?.object).toMatchObject({ data: { a: '2' } });
    expect(versionOf(events[2]?.object as AnyObject)).toBeGreaterThan(versionOf(events[1]?.object as AnyObject));
    watch.stop();
  });

  test('starts with what is there when asked to, and says when that is over', async () => {
    await fresh();
    await create('one');
    await create('two');
    const watch = await follow('&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan');
    const events = await watch.have(3);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
    expect(events.at(-1)?.object.metadata?.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    watch.stop();
  });

  test('turns changes of labels into comings and goings', async () => {
    await fresh();
    const watch = await follow(`&resourceVersion=${await revision()}&labelSelector=team%3Dred`);
    const one = await create('one', {}, { team: 'blue' });
    const red = (await put({ ...one, metadata: { ...one.metadata, labels: { team: 'red' } } })).body as AnyObject;
    const still = (await put({ ...red, data: { a: '1' } } as AnyObject)).body as AnyObject;
    await put({ ...still, metadata: { ...still.metadata, labels: { team: 'blue' } } });
    expect((await watch.have(3)).map(summary)).toEqual(['ADDED one', 'MODIFIED one', 'DELETED one']);
    watch.stop();
  });

  test('answers 410 to whoever is behind the compaction, and a new list recovers', async () => {
    await fresh();
    const one = await create('one');
    for (let at = 0; at < 5; at++) await create(`later-${at}`);
    subject.store.compact(subject.store.revision);
    const stale = `resourceVersion=${one.metadata?.resourceVersion}`;
    expect((await subject.call('GET', `${MAPS}?${stale}&resourceVersionMatch=Exact`)).body).toMatchObject({ code: 410, reason: 'Expired' });
    const refused: WatchEvent[] = [];
    const answer = await subject.watch(`${MAPS}?watch=1&${stale}`, (event) => refused.push(event));
    if ('code' in answer) expect(answer.body).toMatchObject({ code: 410, reason: 'Expired' });
    else {
      await answer.ended;
      expect(refused).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
    }
    const watch = await follow(`&resourceVersion=${await revision()}`);
    await create('after');
    expect((await watch.have(1)).map(summary)).toEqual(['ADDED after']);
    watch.stop();
  });

  test('1,000 watches of 1,000 writes lose nothing and reorder nothing', async () => {
    await fresh();
    const [WATCHES, WRITES] = [1_000, 1_000];
    const from = await revision();
    const seen = Array.from({ length: WATCHES }, () => ({ count: 0, last: from, wrong: 0 }));
    let finished = 0;
    let done = () => {};
    const all = new Promise<void>((resolve) => (done = resolve));
    const opened = await Promise.all(
      seen.map((state) =>
        subject.watch(`${MAPS}?watch=1&resourceVersion=${from}`, ({ object }) => {
          const version = versionOf(object);
          if (version !== state.last + 1) state.wrong++;
          state.last = version;
          if (++state.count === WRITES && ++finished === WATCHES) done();
        }),
      ),
    );
    for (let at = 0; at < WRITES; at++) await create(`n-${at}`);
    await all;
    expect(seen.filter(({ count, wrong }) => count !== WRITES || wrong > 0)).toEqual([]);
    for (const watch of opened) (watch as OpenWatch).stop();
  }, 180_000);
});
