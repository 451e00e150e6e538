/** What the query of a list or a watch may not say, and in which order that is found out. */
import { describe, expect, test } from 'vitest';
import { handleHttp, route } from '../../../workers/apiserver/http';
import { decodeContinue } from '../../../workers/apiserver/verbs/continue-token';
import { ServerUnderTest } from './server-under-test';

const MAPS = '/api/v1/namespaces/default/configmaps';

test.each([
  ['a token is read before the resourceVersion', 'resourceVersion=abc&continue=abc', 400, /^invalid continue token/],
  ['without one the resourceVersion is', 'resourceVersion=abc', 400, /^invalid resource version: /],
  ['a revision from the future is told as it was asked', 'resourceVersion=18446744073709551615', 504, /version: 18446744073709551615, /],
])('%s', (_, query, code, message) => {
  const { body } = handleHttp(new ServerUnderTest().api, { method: 'GET', path: `${MAPS}?${query}` });
  expect(body).toMatchObject({ code, message: expect.stringMatching(message) });
});

describe('a continue token', () => {
  const V = '"v":"meta.k8s.io/v1"';
  test.each([
    ['is read as Go reads a struct', '{"V":"meta.k8s.io/v1","RV":-1,"Start":"a\\u0000"}', { revision: -1, after: 'a' }],
    ['may begin with a slash', `{${V},"rv":7,"start":"/a\\u0000"}`, { revision: 7, after: 'a' }],
    ['goes nowhere else', `{${V},"rv":7,"start":"../a"}`, '../a'],
    [
      'has a whole revision',
      `{${V},"rv":1.5,"start":"a"}`,
      'json: cannot unmarshal number 1.5 into Go struct field continueToken.rv of type int64',
    ],
    [
      'has a text as its start',
      `{${V},"rv":1,"start":5}`,
      'json: cannot unmarshal number into Go struct field continueToken.start of type string',
    ],
    ['is an object', '[]', 'json: cannot unmarshal array into Go value of type storage.continueToken'],
    ['may be null, which has no version', 'null', 'server does not recognize this encoded version '],
  ])('%s', (_, text, read) => {
    expect(decodeContinue(Buffer.from(text).toString('base64url'))).toEqual(read);
  });
});

describe('a watch that only its path asks for', () => {
  const WATCH = '/api/v1/watch/namespaces/default/configmaps';

  function opened(path: string) {
    const server = new ServerUnderTest();
    const types: string[] = [];
    const way = route(server.api.resources, { method: 'GET', path });
    if (way.type !== 'watch') throw new Error(way.type);
    const sink = {
      events: (events: readonly { type: string }[]) => void types.push(...events.map(({ type }) => type)),
      closed: () => undefined,
    };
    const reply = server.api.watch({ ...way.request, userInfo: { username: 'admin', groups: ['system:masters'] } }, sink);
    return 'stop' in reply ? types : (reply.body as { message: string }).message;
  }

  test.each([
    [
      `${WATCH}?sendInitialEvents=true`,
      'ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list',
    ],
    [`${WATCH}?allowWatchBookmarks=true`, []],
    [`${WATCH}?watch=1&allowWatchBookmarks=true`, ['BOOKMARK']],
    [`${MAPS}?watch=1&allowWatchBookmarks=true`, ['BOOKMARK']],
  ])("has a list's options: %s", (path, told) => {
    expect(opened(path)).toEqual(told);
  });
});
