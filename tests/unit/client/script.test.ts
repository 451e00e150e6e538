import { describe, expect, it } from 'vitest';
import type { ApiReply, ApiRequest } from '../../../workers/api/request';
import { notFound } from '../../../workers/api/status';
import { execute } from '../../../workers/client/plan';
import type { Process } from '../../../workers/client/process';
import { planOf, send, trouble } from '../../../workers/client/script';
import type { Script } from '../../../workers/client/script';

const GET: ApiRequest = { verb: 'get', group: '', version: 'v1', resource: 'pods', name: 'a' };
const GONE: ApiReply = { code: 404, body: notFound('', 'pods', 'a') };
const FOUND: ApiReply = { code: 200, body: { metadata: { name: 'a' } } };
const TROUBLE = trouble('no');

describe('a script run as a plan', () => {
  const cases: { name: string; script: () => Script; replies: ApiReply[]; sent: number; end: ApiReply | undefined }[] = [
    {
      name: 'without requests ends at once',
      script: function* () {
        yield* [];
        return undefined;
      },
      replies: [],
      sent: 0,
      end: undefined,
    },
    {
      name: 'that returns a failure at once fails',
      script: function* () {
        yield* [];
        return TROUBLE;
      },
      replies: [],
      sent: 0,
      end: TROUBLE,
    },
    {
      name: 'deals with failed requests itself',
      script: function* () {
        yield [GET];
        yield [GET];
        return undefined;
      },
      replies: [GONE, FOUND],
      sent: 2,
      end: undefined,
    },
    {
      name: 'fails with what it returns after its requests',
      script: function* () {
        return yield* send(GET);
      },
      replies: [GONE],
      sent: 1,
      end: GONE,
    },
    {
      name: 'gets all replies of requests sent together',
      script: function* () {
        const replies = yield [GET, GET];
        return replies[1];
      },
      replies: [FOUND, GONE],
      sent: 2,
      end: GONE,
    },
  ];
  it.each(cases)('$name', ({ script, replies, sent, end }) => {
    const requests: ApiRequest[] = [];
    const process = {
      send: (request: ApiRequest, onReply: (reply: ApiReply) => void) => onReply(replies[requests.push(request) - 1] as ApiReply),
    };
    const ends: (ApiReply | undefined)[] = [];
    execute(process as unknown as Process, planOf(script()), (failure) => ends.push(failure));
    expect({ sent: requests.length, ends }).toEqual({ sent, ends: [end] });
  });
});
