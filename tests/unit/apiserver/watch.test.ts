import { describe, expect, test } from 'vitest';
import { ServerUnderTest, configMap, pod } from './server-under-test';

const LIST = { sendInitialEvents: true, allowWatchBookmarks: true, resourceVersionMatch: 'NotOlderThan' };

describe('watching', () => {
  test('from the beginning: what is there, a bookmark, then changes', () => {
    const server = new ServerUnderTest();
    server.must('create', 'configmaps', { body: configMap('b') });
    server.must('create', 'configmaps', { body: configMap('a') });
    const watch = server.watch('configmaps', LIST);
    server.must('delete', 'configmaps', { name: 'a' });
    expect(watch.seen).toEqual(['ADDED a', 'ADDED b', 'BOOKMARK', 'DELETED a']);
    expect(watch.events[2]?.object.metadata).toEqual({
      resourceVersion: String(server.store.revision - 1),
      annotations: { 'k8s.io/initial-events-end': 'true' },
    });
  });

  test('from a revision: every change after it', () => {
    const server = new ServerUnderTest();
    const first = server.must('create', 'configmaps', { body: configMap('a') });
    server.must('patch', 'configmaps', { name: 'a', patchType: 'merge', body: { data: { x: '1' } } });
    server.must('delete', 'configmaps', { name: 'a' });
    expect(server.watch('configmaps', { resourceVersion: first.metadata?.resourceVersion ?? '' }).seen).toEqual([
      'MODIFIED a',
      'DELETED a',
    ]);
  });

  test('a pod entering a field selector is added, leaving it deleted at that revision', () => {
    const server = new ServerUnderTest();
    const mine = server.watch('pods', { ...LIST, fieldSelector: 'spec.nodeName=n1' });
    const unplaced = server.watch('pods', { ...LIST, fieldSelector: 'spec.nodeName=' });
    const other = server.watch('pods', { ...LIST, fieldSelector: 'spec.nodeName=n2' });
    server.must('create', 'pods', { body: pod('a') });
    server.must('create', 'pods', { name: 'a', subresource: 'binding', body: { metadata: { name: 'a' }, target: { name: 'n1' } } });
    expect([mine.seen, unplaced.seen, other.seen]).toEqual([['BOOKMARK', 'ADDED a'], ['BOOKMARK', 'ADDED a', 'DELETED a'], ['BOOKMARK']]);
    expect(unplaced.events[2]?.object.metadata?.resourceVersion).toBe(String(server.store.revision));
  });

  test('label selectors: a changed label moves an object in and out', () => {
    const server = new ServerUnderTest();
    const watch = server.watch('configmaps', { ...LIST, labelSelector: 'l in (a, b)' });
    server.must('create', 'configmaps', { body: configMap('x', { labels: { l: 'a' } }) });
    for (const l of ['b', 'c', 'a'])
      server.must('patch', 'configmaps', { name: 'x', patchType: 'merge', body: { metadata: { labels: { l } } } });
    expect(watch.seen).toEqual(['BOOKMARK', 'ADDED x', 'MODIFIED x', 'DELETED x', 'ADDED x']);
  });

  test('shares one event among all who see everything', () => {
    const server = new ServerUnderTest();
    const [one, two] = [server.watch('pods', LIST), server.watch('pods', LIST)];
    server.must('create', 'pods', { body: pod('a') });
    expect(one.events[1]).toBe(two.events[1]);
  });

  test('nothing comes after a stop', () => {
    const server = new ServerUnderTest();
    const watch = server.watch('pods', LIST);
    watch.stop();
    server.must('create', 'pods', { body: pod('a') });
    expect(watch.seen).toEqual(['BOOKMARK']);
  });

  test('a compacted revision is an Expired error and the end', () => {
    const server = new ServerUnderTest();
    server.must('create', 'configmaps', { body: configMap('a') });
    server.store.compact(server.store.revision);
    const watch = server.watch('configmaps', { resourceVersion: '2' });
    expect(watch.seen).toEqual(['ERROR', 'closed']);
    expect(watch.events[0]?.object).toMatchObject({ code: 410, reason: 'Expired' });
  });
});

describe('listing', () => {
  test('in chunks, at the revision of the first', () => {
    const server = new ServerUnderTest();
    for (const name of ['a', 'b', 'c']) server.must('create', 'configmaps', { body: configMap(name) });
    const first = server.must('list', 'configmaps', { options: { limit: 2 } }) as unknown as {
      metadata: { continue: string; remainingItemCount: number };
      items: unknown[];
    };
    server.must('delete', 'configmaps', { name: 'c' });
    expect([first.items.length, first.metadata.remainingItemCount]).toEqual([2, 1]);
    expect(server.names('configmaps', { limit: 2, continue: first.metadata.continue })).toEqual(['c']);
  });

  test('as it was at an old revision', () => {
    const server = new ServerUnderTest();
    const { metadata } = server.must('create', 'configmaps', { body: configMap('a') });
    server.must('delete', 'configmaps', { name: 'a' });
    expect(server.names('configmaps', { resourceVersion: metadata?.resourceVersion ?? '', resourceVersionMatch: 'Exact' })).toEqual(['a']);
    expect(server.names('configmaps')).toEqual([]);
  });
});
