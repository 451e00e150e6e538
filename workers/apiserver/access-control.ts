/** The door of the API server: who is it, as whom does he act, and may he (upstream's filters before every handler). */
import { isStatus } from '../api/status';
import type { Status } from '../api/status';
import type { UserInfo } from '../api/user-info';
import type { ObjectReader } from '../resources/definition';
import type { RandomStream } from '../sim/component';
import { Authenticator } from './authn/authenticator';
import { Impersonation } from './authn/impersonation';
import type { Headers } from './authn/impersonation';
import { ServiceAccountTokens } from './authn/service-account-tokens';
import { Authorizer } from './authz/authorizer';
import { ComponentAuthorizer } from './authz/components';
import { forbiddenStatus } from './authz/forbidden';
import { attributesOf } from './authz/request-info';
import { RBAC_GROUP } from './authz/rbac';
import { resourcePrefix } from './keys';

const RBAC_PREFIXES = ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'].map((resource) =>
  resourcePrefix(RBAC_GROUP, resource),
);

export class AccessControl {
  readonly authorizer: Authorizer;
  readonly components: ComponentAuthorizer;
  readonly authenticator: Authenticator;
  readonly serviceAccountTokens: ServiceAccountTokens;
  private readonly impersonation: Impersonation;

  constructor(reader: ObjectReader, random: RandomStream, clock: () => number) {
    this.authorizer = new Authorizer(reader);
    this.components = new ComponentAuthorizer(this.authorizer);
    this.serviceAccountTokens = new ServiceAccountTokens(random, reader);
    this.authenticator = new Authenticator(this.serviceAccountTokens, clock);
    this.impersonation = new Impersonation(this.authorizer);
  }

  /** To be called with the key of every write. */
  changed(key: string): void {
    if (key.startsWith('/registry/rbac') && RBAC_PREFIXES.some((prefix) => key.startsWith(prefix))) {
      this.authorizer.changed();
      this.components.changed();
    }
  }

  /** The user that a request counts as, or why it is refused. */
  admit(method: string, path: string, query: Readonly<Record<string, string>>, headers: Headers): UserInfo | Status {
    const { authorization } = headers;
    const requestor = this.authenticator.authenticate(typeof authorization === 'string' ? authorization : undefined);
    if (isStatus(requestor)) return requestor;
    const attributes = attributesOf(method, path, query, requestor);
    const user = this.impersonation.userOf(headers, attributes);
    if (isStatus(user)) return user;
    const acting = { ...attributes, user };
    const { allowed, reason } = this.authorizer.authorize(acting);
    return allowed ? user : forbiddenStatus(acting, reason);
  }
}
