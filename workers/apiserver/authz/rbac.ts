/**
 * Role based access control over the stored roles and bindings
 * (source: plugin/pkg/auth/authorizer/rbac/rbac.go and pkg/registry/rbac/validation/rule.go, 1.36).
 * Bindings are indexed by subject and read anew only after one of the four kinds changed.
 * Differs: of several bindings that allow, the first by name is told; upstream tells any.
 */
import type { AnyObject } from '../../api/meta';
import type { UserInfo } from '../../api/user-info';
import type { ObjectReader } from '../../resources/definition';
import { isResource } from './attributes';
import type { Attributes, Decision } from './attributes';
import { ruleAllows } from './rules';
import type { PolicyRule } from './rules';

export const RBAC_GROUP = 'rbac.authorization.k8s.io';

export interface RoleRef {
  readonly kind: string;
  readonly name: string;
}

interface Subject {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

interface Binding extends AnyObject {
  readonly roleRef: RoleRef;
  readonly subjects?: readonly Subject[];
}

/** One subject of a binding, and where the binding stands in the order of visits. */
interface Grant {
  readonly binding: Binding;
  readonly order: number;
  readonly subject: Subject;
}

/** "" for cluster role bindings, else the namespace of role bindings; then the subject's key. */
type Index = Map<string, Map<string, Grant[]>>;

const SERVICE_ACCOUNT_USER = 'system:serviceaccount:';

export class RbacAuthorizer {
  private index: Index | undefined;

  constructor(private readonly reader: ObjectReader) {}

  /** To be called when a role or binding was written. */
  changed(): void {
    this.index = undefined;
  }

  authorize(attributes: Attributes): Decision {
    const missing: string[] = [];
    const namespace = isResource(attributes) ? attributes.namespace : '';
    for (const { binding, subject } of this.grantsOf(attributes.user, namespace)) {
      const rules = this.rulesOf(binding.roleRef, binding.metadata?.namespace ?? '');
      if (!rules) missing.push(roleMissing(binding.roleRef));
      else if (rules.some((rule) => ruleAllows(rule, attributes)))
        return { allowed: true, reason: `RBAC: allowed by ${describeBinding(binding)} to ${describeSubject(subject, binding)}` };
    }
    return { allowed: false, reason: missing.length ? `RBAC: ${aggregate(missing)}` : '' };
  }

  /** Everything that a user may do in a namespace; `missing` are roles that are bound but not there. */
  rulesFor(user: UserInfo, namespace: string): { readonly rules: readonly PolicyRule[]; readonly missing: readonly RoleRef[] } {
    const missing: RoleRef[] = [];
    const rules = this.grantsOf(user, namespace).flatMap(({ binding }) => {
      const found = this.rulesOf(binding.roleRef, binding.metadata?.namespace ?? '');
      if (!found) missing.push(binding.roleRef);
      return found ?? [];
    });
    return { rules, missing };
  }

  /** undefined: there is no such role. */
  rulesOf({ kind, name }: RoleRef, namespace: string): readonly PolicyRule[] | undefined {
    const role =
      kind === 'Role' ? this.reader.get(RBAC_GROUP, 'roles', namespace, name) : this.reader.get(RBAC_GROUP, 'clusterroles', '', name);
    return role && ((role.rules ?? []) as readonly PolicyRule[]);
  }

  private grantsOf(user: UserInfo, namespace: string): Grant[] {
    this.index ??= this.build();
    return [...select(this.index.get(''), user), ...(namespace ? select(this.index.get(namespace), user) : [])];
  }

  private build(): Index {
    const index: Index = new Map();
    for (const resource of ['clusterrolebindings', 'rolebindings']) {
      for (const [order, object] of this.reader.list(RBAC_GROUP, resource).entries()) {
        const binding = object as Binding;
        const namespace = binding.metadata?.namespace ?? '';
        let bySubject = index.get(namespace);
        if (!bySubject) index.set(namespace, (bySubject = new Map()));
        for (const subject of binding.subjects ?? []) {
          const key = subjectKey(subject, namespace);
          const grants = bySubject.get(key);
          if (grants) grants.push({ binding, order, subject });
          else bySubject.set(key, [{ binding, order, subject }]);
        }
      }
    }
    return index;
  }
}

/** "[a, b]" as an aggregated error says it: repeats once, a single one bare. */
export function aggregate(errors: readonly string[]): string {
  const texts = [...new Set(errors)];
  return texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`;
}

function select(bySubject: Map<string, Grant[]> | undefined, user: UserInfo): Grant[] {
  if (!bySubject) return [];
  const found = new Map<number, Grant>();
  const keys = [`User ${user.username}`, ...user.groups.map((group) => `Group ${group}`)];
  for (const key of keys) for (const grant of bySubject.get(key) ?? []) if (!found.has(grant.order)) found.set(grant.order, grant);
  return [...found.values()].sort((a, b) => a.order - b.order);
}

function subjectKey({ kind, name, namespace }: Subject, bindingNamespace: string): string {
  return kind === 'ServiceAccount' ? `User ${SERVICE_ACCOUNT_USER}${namespace || bindingNamespace}:${name}` : `${kind} ${name}`;
}

function describeBinding({ kind, metadata, roleRef }: Binding): string {
  const name = metadata?.namespace ? `${metadata.name}/${metadata.namespace}` : metadata?.name;
  return `${kind} "${name}" of ${roleRef.kind} "${roleRef.name}"`;
}

function describeSubject({ kind, name, namespace }: Subject, binding: Binding): string {
  return `${kind} "${kind === 'ServiceAccount' ? `${name}/${namespace || binding.metadata?.namespace}` : name}"`;
}

export function roleMissing({ kind, name }: RoleRef): string {
  return `${kind.toLowerCase()}.${RBAC_GROUP} "${name}" not found`;
}
