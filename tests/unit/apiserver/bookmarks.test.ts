/** Bookmarks tell clients how far they have been told, about once a minute. */
import { expect, test } from 'vitest';
import type { WatchEvent } from '../../../workers/api/meta';
import type { RequestOptions } from '../../../workers/api/request';
import { ServerUnderTest, configMap } from './server-under-test';

const CLIENT = { username: 'admin', groups: ['system:masters'] };

function watchPods(server: ServerUnderTest, options: RequestOptions, userInfo?: typeof CLIENT) {
  const events: WatchEvent[] = [];
  const opened = server.api.watch(
    { verb: 'watch', group: '', version: 'v1', resource: 'pods', namespace: 'default', options, ...(userInfo ? { userInfo } : {}) },
    { events: (batch) => void events.push(...batch), closed: () => undefined },
  );
  if (!('stop' in opened)) throw new Error(JSON.stringify(opened.body));
  return { events, stop: opened.stop };
}

test('with the first change after a minute, of whatever kind', () => {
  const server = new ServerUnderTest();
  const { events, stop } = watchPods(server, { allowWatchBookmarks: true, resourceVersion: String(server.store.revision) }, CLIENT);
  server.nowMs += 59_000;
  server.must('create', 'configmaps', { body: configMap('a') });
  expect(events).toEqual([]);
  server.nowMs += 2000;
  server.must('create', 'configmaps', { body: configMap('b') });
  const told = {
    type: 'BOOKMARK',
    object: {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(server.store.revision) },
      spec: { containers: null },
      status: {},
    },
  };
  expect(events).toEqual([told]);
  server.must('create', 'configmaps', { body: configMap('c') });
  expect(events).toHaveLength(1);
  stop();
  server.nowMs += 61_000;
  server.must('create', 'configmaps', { body: configMap('d') });
  expect(events).toHaveLength(1);
});

test.each([
  ['who do not want them', {}, CLIENT],
  ['inside the simulation', { allowWatchBookmarks: true }, undefined],
])('not for watchers %s', (_, options, userInfo) => {
  const server = new ServerUnderTest();
  const { events } = watchPods(server, options, userInfo);
  server.nowMs += 61_000;
  server.must('create', 'configmaps', { body: configMap('a') });
  expect(events).toEqual([]);
});
