import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnyObject, WatchEvent } from '../../workers/api/meta';
import { MAPS, mapsOf, summary, versionOf } from './configmaps';
import type { Maps } from './configmaps';
import { httpSubject, inlineSubject } from './subject';
import type { OpenWatch, Subject } from './subject';

const INITIAL = '&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';

/** What clients may rely on when they watch, however they reach the server (after the ideas of upstream's watch tests). */
describe.each([
  { how: 'in place', make: inlineSubject },
  { how: 'over HTTP', make: httpSubject },
])('watch $how', ({ make }) => {
  let subject: Subject;
  let maps: Maps;
  beforeEach(async () => {
    subject = await make();
    maps = mapsOf(subject);
  });
  afterEach(() => subject.close());

  test('from a revision: everything after it, nothing before, each event with its own revision', async () => {
    await maps.create('before');
    const since = await maps.revision();
    const one = await maps.create('one', { a: '1' });
    const watch = await maps.follow(`&resourceVersion=${since}`);
    await maps.put({ ...one, data: { a: '2' } });
    await maps.remove('one');
    const events = await watch.have(3);
    expect(events.map(summary)).toEqual(['ADDED one', 'MODIFIED one', 'DELETED one']);
    expect(events[2]?.object).toMatchObject({ data: { a: '2' } });
    expect(events.map(({ object }) => versionOf(object))).toEqual([since + 1, since + 2, since + 3]);
    watch.stop();
  });

  test.each([
    { from: 'nowhere', query: '' },
    { from: 'revision 0', query: '&resourceVersion=0' },
  ])('from $from: what is there, then what comes', async ({ query }) => {
    await maps.create('one');
    await maps.create('two');
    const watch = await maps.follow(query);
    await watch.have(2);
    await maps.create('three');
    expect((await watch.have(3)).map(summary)).toEqual(['ADDED one', 'ADDED two', 'ADDED three']);
    watch.stop();
  });

  test('from now: nothing of what is there', async () => {
    await maps.create('one');
    const watch = await maps.follow(`&resourceVersion=${await maps.revision()}`);
    await maps.create('two');
    expect((await watch.have(1)).map(summary)).toEqual(['ADDED two']);
    watch.stop();
  });

  test('from a revision that is still to come: nothing up to it', async () => {
    const watch = await maps.follow(`&resourceVersion=${(await maps.revision()) + 2}`);
    for (const name of ['a', 'b', 'c', 'd']) await maps.create(name);
    expect((await watch.have(2)).map(summary)).toEqual(['ADDED c', 'ADDED d']);
    watch.stop();
  });

  test('starts with what is there when asked to, says when that is over, and goes on without a gap', async () => {
    await maps.create('one');
    await maps.create('two');
    const watch = await maps.follow(INITIAL);
    const events = await watch.have(3);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
    expect(events[2]?.object.metadata?.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
    expect(versionOf(events[2]?.object)).toBe(subject.store.revision);
    await maps.create('three');
    expect(versionOf((await watch.have(4))[3]?.object)).toBe(versionOf(events[2]?.object) + 1);
    watch.stop();
  });

  test('of nothing still says that the beginning is over', async () => {
    const watch = await maps.follow(INITIAL);
    expect((await watch.have(1)).map(({ type }) => type)).toEqual(['BOOKMARK']);
    watch.stop();
  });

  test('asking for initial events the wrong way is refused', async () => {
    const refused = await subject.watch(`${MAPS}?watch=1&sendInitialEvents=true`, () => {});
    expect(refused).toMatchObject({ code: 422, body: { reason: 'Invalid' } });
  });

  test('what changes nothing is no event', async () => {
    const one = await maps.create('one', { a: '1' });
    const watch = await maps.follow(`&resourceVersion=${await maps.revision()}`);
    await maps.put(one);
    await maps.patch('one', { data: { a: '1' } });
    await maps.create('two');
    expect((await watch.have(1)).map(summary)).toEqual(['ADDED two']);
    watch.stop();
  });

  test('an object with a finalizer is marked first, and its last state has the revision of its end', async () => {
    const watch = await maps.follow(`&resourceVersion=${await maps.revision()}`);
    await maps.create('held', { a: '1' }, { finalizers: ['example.com/x'] });
    await maps.remove('held');
    await maps.patch('held', { metadata: { finalizers: null } });
    const events = await watch.have(3);
    expect(events.map(summary)).toEqual(['ADDED held', 'MODIFIED held', 'DELETED held']);
    expect(
      events.map(({ object }) => [object.metadata?.finalizers?.length ?? 0, object.metadata?.deletionTimestamp !== undefined]),
    ).toEqual([
      [1, false],
      [1, true],
      [1, true],
    ]);
    expect(versionOf(events[2]?.object)).toBe(subject.store.revision);
    watch.stop();
  });

  test('turns changes of labels into comings and goings, and tells the last state that fitted at the revision of the change', async () => {
    const watch = await maps.follow(`&resourceVersion=${await maps.revision()}&labelSelector=team%3Dred`);
    const one = await maps.create('one', {}, { labels: { team: 'blue' } });
    const red = (await maps.put({ ...one, metadata: { ...one.metadata, labels: { team: 'red' } } })).body as AnyObject;
    const still = (await maps.put({ ...red, data: { a: '1' } } as AnyObject)).body as AnyObject;
    const gone = (await maps.put({ ...still, metadata: { ...still.metadata, labels: { team: 'blue' } } })).body as AnyObject;
    const events = await watch.have(3);
    expect(events.map(summary)).toEqual(['ADDED one', 'MODIFIED one', 'DELETED one']);
    expect([events[2]?.object.metadata?.labels, versionOf(events[2]?.object)]).toEqual([{ team: 'red' }, versionOf(gone)]);
    watch.stop();
  });

  test('of one object, by name', async () => {
    const watch = await maps.follow(`&resourceVersion=${await maps.revision()}&fieldSelector=metadata.name%3Done`);
    for (const name of ['zero', 'one', 'two']) await maps.create(name);
    await maps.remove('two');
    await maps.remove('one');
    expect((await watch.have(2)).map(summary)).toEqual(['ADDED one', 'DELETED one']);
    watch.stop();
  });

  test('as metadata or as a table, with the columns once', async () => {
    const kinds: string[] = [];
    const open = (accept: string) =>
      subject.watch(`${MAPS}?watch=1&resourceVersion=0`, ({ object }) => void kinds.push(`${object.kind} ${columnsOf(object)}`), accept);
    await maps.create('one');
    const metadata = (await open('application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1')) as OpenWatch;
    await maps.create('two');
    await expect.poll(() => kinds).toEqual(['PartialObjectMetadata 0', 'PartialObjectMetadata 0']);
    metadata.stop();
    kinds.length = 0;
    const table = (await open('application/json;as=Table;g=meta.k8s.io;v=v1')) as OpenWatch;
    await maps.create('three');
    await expect.poll(() => kinds).toEqual(['Table 3', 'Table 0', 'Table 0']);
    table.stop();
  });

  test('answers 410 to whoever is behind the compaction, and a new list recovers', async () => {
    const one = await maps.create('one');
    for (let at = 0; at < 5; at++) await maps.create(`later-${at}`);
    subject.store.compact(subject.store.revision);
    const refused: WatchEvent[] = [];
    const answer = await subject.watch(`${MAPS}?watch=1&resourceVersion=${one.metadata?.resourceVersion}`, (event) => refused.push(event));
    if ('code' in answer) expect(answer.body).toMatchObject({ code: 410, reason: 'Expired' });
    else {
      await answer.ended;
      expect(refused).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }]);
    }
    const watch = await maps.follow(`&resourceVersion=${await maps.revision()}`);
    await maps.create('after');
    expect((await watch.have(1)).map(summary)).toEqual(['ADDED after']);
    watch.stop();
  });

  test('a watch that is stopped hears nothing more, and others go on', async () => {
    const [first, second] = [await maps.follow('&resourceVersion=0'), await maps.follow('&resourceVersion=0')];
    await maps.create('one');
    await Promise.all([first.have(1), second.have(1)]);
    first.stop();
    await maps.create('two');
    await second.have(2);
    expect([first.events.length, second.events.length]).toEqual([1, 2]);
    second.stop();
  });
});

function columnsOf(object: AnyObject): number {
  return (object as { columnDefinitions?: readonly unknown[] }).columnDefinitions?.length ?? 0;
}
