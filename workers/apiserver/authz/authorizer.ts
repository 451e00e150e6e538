/**
 * The chain of authorizers: system:masters, nodes, RBAC (upstream's --authorization-mode=Node,RBAC). Decisions are kept
 * until a role or binding changes, except those that depend on a node's pods.
 */
import { MASTERS } from '../../api/user-info';
import type { UserInfo } from '../../api/user-info';
import type { ObjectReader } from '../../resources/definition';
import { isResource } from './attributes';
import type { Attributes, Decision } from './attributes';
import { NodeAuthorizer, nodeOf } from './node';
import { RbacAuthorizer } from './rbac';

/** Enough for the questions of a cluster's components; when it is full, it starts anew. */
const DECISIONS_MAX = 5000;
const ALLOWED: Decision = { allowed: true, reason: '' };

export class Authorizer {
  readonly rbac: RbacAuthorizer;
  private readonly node: NodeAuthorizer;
  private readonly decisions = new Map<string, Decision>();

  constructor(reader: ObjectReader) {
    this.rbac = new RbacAuthorizer(reader);
    this.node = new NodeAuthorizer(reader);
  }

  /** To be called when a role or binding was written. */
  changed(): void {
    this.rbac.changed();
    this.decisions.clear();
  }

  authorize(attributes: Attributes): Decision {
    if (attributes.user.groups.includes(MASTERS)) return ALLOWED;
    if (nodeOf(attributes.user) === undefined) return this.decided(attributes);
    const decision = this.node.authorize(attributes);
    if (decision.allowed) return decision;
    const { allowed, reason } = this.decided(attributes);
    if (allowed) return { allowed, reason };
    return { allowed, reason: [decision.reason, reason].filter(Boolean).join('\n') };
  }

  private decided(attributes: Attributes): Decision {
    const key = keyOf(attributes);
    const known = this.decisions.get(key);
    if (known) return known;
    if (this.decisions.size >= DECISIONS_MAX) this.decisions.clear();
    const decision = this.rbac.authorize(attributes);
    this.decisions.set(key, decision);
    return decision;
  }
}

function keyOf(attributes: Attributes): string {
  const what = isResource(attributes)
    ? `${attributes.group}/${attributes.resource}/${attributes.subresource}\n${attributes.namespace}/${attributes.name}`
    : attributes.path;
  return `${userKey(attributes.user)}\n${attributes.verb}\n${what}`;
}

function userKey({ username, groups }: UserInfo): string {
  return `${username}\t${groups.join('\t')}`;
}
