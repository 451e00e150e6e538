/** POST tokenreviews (source: pkg/registry/authentication/tokenreview/storage.go, 1.36). */
import type { AnyObject } from '../../api/meta';
import { badRequest } from '../../api/status';
import type { Status } from '../../api/status';
import { API_AUDIENCES } from '../authn/authenticator';
import type { RequestScope } from '../backend';

interface TokenReview extends AnyObject {
  readonly spec?: { readonly token?: string; readonly audiences?: readonly string[] };
}

/** The status; a token that is not accepted is an answer, not a failure. */
export function reviewToken({ backend }: RequestScope, review: TokenReview): object | Status {
  const { token = '', audiences = [] } = review.spec ?? {};
  if (token === '') return badRequest('token is required for TokenReview in authentication');
  const found = backend.access.authenticator.token(token, audiences.length ? audiences : API_AUDIENCES);
  if (typeof found === 'string') return { user: {}, error: found };
  return { authenticated: true, user: found.user, audiences: found.audiences };
}
