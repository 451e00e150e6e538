/**
 * Who sends an HTTP request (source: k8s.io/apiserver/pkg/authentication/request/{bearertoken,anonymous,union} and
 * pkg/kubeapiserver/authenticator/config.go, 1.36).
 */
import { failure } from '../../api/status';
import type { Status } from '../../api/status';
import { ANONYMOUS, AUTHENTICATED, MASTERS, UNAUTHENTICATED } from '../../api/user-info';
import type { UserInfo } from '../../api/user-info';
import { ISSUER } from './service-account-tokens';
import type { Authenticated, ServiceAccountTokens } from './service-account-tokens';
import type { StaticTokens } from './token-file';

/** The caller of a server without a token file: this machine's owner. */
export const LOOPBACK_ADMIN: UserInfo = { username: 'kubernetes-admin', groups: [MASTERS, AUTHENTICATED] };
const ANONYMOUS_USER: UserInfo = { username: ANONYMOUS, groups: [UNAUTHENTICATED] };
/** Audiences that tokens for the API server itself have. */
export const API_AUDIENCES: readonly string[] = [ISSUER];

export class Authenticator {
  /** With these, callers without a token are anonymous. */
  staticTokens: StaticTokens | undefined;

  constructor(
    private readonly accounts: ServiceAccountTokens,
    private readonly clock: () => number,
  ) {}

  /** `authorization` is the header. */
  authenticate(authorization: string | undefined): UserInfo | Status {
    const token = bearerToken(authorization);
    if (token === undefined) return this.staticTokens ? ANONYMOUS_USER : LOOPBACK_ADMIN;
    const found = this.token(token, API_AUDIENCES);
    return typeof found === 'string' ? failure(401, 'Unauthorized', 'Unauthorized') : found.user;
  }

  /** A text is the error of a token that is not accepted. */
  token(token: string, audiences: readonly string[]): Authenticated | string {
    const fixed = this.staticTokens?.get(token);
    const common = audiences.filter((audience) => API_AUDIENCES.includes(audience));
    if (fixed && common.length) return { user: withAuthenticated(fixed), audiences: common };
    const account = this.accounts.authenticate(token, audiences, this.clock());
    if (account === undefined) return 'invalid bearer token';
    if (typeof account === 'string') return `[invalid bearer token, ${account}]`;
    return { ...account, user: withAuthenticated(account.user) };
  }
}

/** Everybody whose name is known gets the group of those, unless the groups say otherwise already. */
function withAuthenticated(user: UserInfo): UserInfo {
  const known = user.groups.includes(AUTHENTICATED) || user.groups.includes(UNAUTHENTICATED) || user.username === ANONYMOUS;
  return known ? user : { ...user, groups: [...user.groups, AUTHENTICATED] };
}

function bearerToken(authorization = ''): string | undefined {
  const [scheme = '', token = ''] = authorization.trim().split(' ');
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined;
}
