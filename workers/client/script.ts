/** Plans whose next step depends on the replies of the last, written as a generator instead of nested callbacks. */
import { failure } from '../api/status';
import type { ApiReply, ApiRequest } from '../api/request';
import type { Plan } from './plan';

/**
 * Yields requests that are sent together and gets their replies, in order. Failures are the script's own business; what it
 * returns, if anything, is the failure that the plan ends with. Caches are up to date with every reply.
 */
export type Script<Result = ApiReply | undefined> = Generator<readonly ApiRequest[], Result, readonly ApiReply[]>;

/** Starts `script` at once (it may read caches up to its first request) and returns the plan of what it asks for. */
export function planOf(script: Script): Plan {
  return following(script, script.next());
}

function following(script: Script, result: IteratorResult<readonly ApiRequest[], ApiReply | undefined>): Plan {
  if (result.done) return result.value ? [{ requests: [], failure: result.value }] : [];
  return [{ requests: result.value, handlesFailure: true, next: (replies) => following(script, script.next(replies)) }];
}

/** Sends one request. */
export function* send(request: ApiRequest): Script<ApiReply> {
  const [reply] = yield [request];
  return reply as ApiReply;
}

/** A failure that no request brought: ends a script that has to be tried again. */
export function trouble(message: string): ApiReply {
  return { code: 500, body: failure(500, 'InternalError', message) };
}
