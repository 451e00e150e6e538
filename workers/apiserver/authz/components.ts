/**
 * May a component of the cluster do what it asks. What it may do everywhere and with every object, as most of its work is, is decided
 * once and kept until a role or binding changes.
 */
import type { ApiRequest } from '../../api/request';
import type { Status } from '../../api/status';
import { identitiesOf } from '../authn/component-users';
import type { ResourceAttributes } from './attributes';
import type { Authorizer } from './authorizer';
import { forbiddenStatus } from './forbidden';

export class ComponentAuthorizer {
  /** Users by question: "verb group/resource/subresource" -> allowed everywhere. */
  private readonly everywhere = new Map<string, Map<string, boolean>>();

  constructor(private readonly authorizer: Authorizer) {}

  /** To be called when a role or binding was written. */
  changed(): void {
    this.everywhere.clear();
  }

  /** undefined: it may. */
  refusal(username: string, request: ApiRequest): Status | undefined {
    const { verb, group, resource, subresource = '', namespace = '', name = '', options } = request;
    let known = this.everywhere.get(username);
    if (!known) this.everywhere.set(username, (known = new Map()));
    const question = `${verb} ${group}/${resource}/${subresource}`;
    const identities = identitiesOf(username);
    const attributes = { verb, group, resource, subresource };
    let allowed = known.get(question);
    if (allowed === undefined) {
      allowed = identities.some((user) => this.authorizer.authorize({ ...attributes, user, namespace: '', name: '' }).allowed);
      known.set(question, allowed);
    }
    if (allowed) return undefined;
    const { fieldSelector } = options ?? {};
    const where = { namespace: resource === 'namespaces' ? name : namespace, name: name || namedBy(fieldSelector) };
    let first: Status | undefined;
    for (const user of identities) {
      const whole: ResourceAttributes = { ...attributes, ...where, user, ...(fieldSelector ? { fieldSelector } : {}) };
      const decision = this.authorizer.authorize(whole);
      if (decision.allowed) return undefined;
      first ??= forbiddenStatus(whole, decision.reason);
    }
    return first;
  }
}

function namedBy(fieldSelector = ''): string {
  return /(?:^|,)metadata\.name==?([^,]+)/.exec(fieldSelector)?.[1] ?? '';
}
