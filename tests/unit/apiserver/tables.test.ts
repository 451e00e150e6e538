/** Tables that have no object to show: empty lists, and the bookmark that ends a watch's initial events. */
import { describe, expect, test } from 'vitest';
import type { WatchEvent } from '../../../workers/api/meta';
import { handleHttp, route } from '../../../workers/apiserver/http';
import { apiVersionOf } from '../../../workers/apiserver/resource-table';
import { resourceDefinitions } from '../../../workers/resources/registry';
import { ServerUnderTest } from './server-under-test';

const AS_TABLE = { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' };
const WATCH_LIST = 'watch=1&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan';

test.each([
  ['kinds without a printer have null', '/apis/storage.k8s.io/v1/csistoragecapacities', null],
  ['others have an empty list', '/api/v1/pods', []],
])('rows of an empty list: %s', (_, path, rows) => {
  const { body } = handleHttp(new ServerUnderTest().api, { method: 'GET', path, headers: AS_TABLE });
  expect((body as { rows: unknown }).rows).toEqual(rows);
});

test.each(['Table', 'PartialObjectMetadata'])('a watch of %s says no more of itself than that it is JSON', (as) => {
  const accept = `application/json;as=${as};g=meta.k8s.io;v=v1`;
  const way = route(new ServerUnderTest().api.resources, { method: 'GET', path: '/api/v1/pods?watch=1', headers: { accept } });
  expect(way).toMatchObject({ type: 'watch', contentType: 'application/json' });
});

test.each([
  ['POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', 406],
  ['GET', '/api/v1/namespaces/default/pods/a/resize', 406],
  ['GET', '/api/v1/namespaces/default/pods/a/status', 404],
  ['GET', '/apis/resource.k8s.io/v1/namespaces/default/resourceclaims/a/status', 406],
  ['GET', '/apis/resource.k8s.io/v1/namespaces/default/resourceclaims/a', 404],
])('%s %s as a Table is %i: some parts of objects have none', (method, path, code) => {
  expect(handleHttp(new ServerUnderTest().api, { method, path, headers: AS_TABLE, body: '{}' }).code).toBe(code);
});

interface Shown {
  readonly type: string;
  readonly object: {
    readonly columnDefinitions: readonly unknown[];
    readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: unknown }[];
  };
}

/** The last event of a watch that begins with a list of nothing. */
function bookmarkOf(path: string): Shown | undefined {
  const server = new ServerUnderTest();
  const way = route(server.api.resources, { method: 'GET', path: `${path}?${WATCH_LIST}&labelSelector=nobody`, headers: AS_TABLE });
  if (way.type !== 'watch') throw new Error(way.type);
  const events: WatchEvent[] = [];
  server.api.watch(way.request, { events: (batch) => void events.push(...batch), closed: () => undefined });
  return way.encode(events, 0).at(-1) as Shown | undefined;
}

describe('the end of the initial events is the row of an empty object, with the mark in its metadata', () => {
  const END = {
    kind: 'PartialObjectMetadata',
    metadata: { resourceVersion: expect.any(String), annotations: { 'k8s.io/initial-events-end': 'true' } },
  };

  test.each(
    resourceDefinitions.filter(({ verbs }) => !verbs).map((definition) => [`${apiVersionOf(definition)} ${definition.kind}`, definition]),
  )('%s', (_, definition) => {
    const shown = bookmarkOf(`/${definition.group ? 'apis' : 'api'}/${apiVersionOf(definition)}/${definition.resource}`);
    const [row, ...more] = shown?.object.rows ?? [];
    expect([shown?.type, row?.object, more]).toEqual(['BOOKMARK', expect.objectContaining(END), []]);
    expect(row?.cells.slice(0, shown?.object.columnDefinitions.length)).toHaveLength(shown?.object.columnDefinitions.length ?? 0);
    expect(row?.cells.filter((cell) => cell === undefined || cell === null)).toEqual([]);
  });

  test('also where rows have no object', () => {
    expect(bookmarkOf('/api/v1/pods')?.object.rows).toEqual([
      { cells: ['', '0/0', '', '0', '<unknown>', '<none>', '<none>', '<none>', '<none>'], object: expect.objectContaining(END) },
    ]);
  });
});
