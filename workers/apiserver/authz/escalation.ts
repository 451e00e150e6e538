/**
 * Nobody grants more than he has: checks on writes of roles and bindings
 * (source: pkg/registry/rbac/{role,clusterrole,rolebinding,clusterrolebinding}/policybased/storage.go and
 * pkg/registry/rbac/validation/rule.go ConfirmNoEscalation, 1.36).
 */
import type { AnyObject } from '../../api/meta';
import { badRequest, forbidden, notFound } from '../../api/status';
import type { Status } from '../../api/status';
import { MASTERS } from '../../api/user-info';
import { deepEqual } from '../../lib/equal';
import type { RequestScope } from '../backend';
import { unclassified } from '../replies';
import { RBAC_GROUP, aggregate } from './rbac';
import type { RoleRef } from './rbac';
import { uncovered } from './rules';
import type { PolicyRule } from './rules';

const FULL_AUTHORITY: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

/** undefined: the write may go on. */
export function checkEscalation(scope: RequestScope, name: string, object: object, before?: AnyObject): Status | undefined {
  const { definition, userInfo } = scope;
  if (definition.group !== RBAC_GROUP || userInfo.groups.includes(MASTERS)) return undefined;
  const written = object as AnyObject;
  if (before && onlyOwnersChanged(written, before)) return undefined;
  return definition.resource.endsWith('roles') ? checkRole(scope, name, written, before) : checkBinding(scope, name, written);
}

function checkRole(scope: RequestScope, name: string, role: AnyObject, before: AnyObject | undefined): Status | undefined {
  const { resource } = scope.definition;
  if (may(scope, 'escalate', resource, before ? name : '')) return undefined;
  const excess = missingRights(scope, (role.rules ?? []) as readonly PolicyRule[]);
  if (excess) return forbidden(RBAC_GROUP, resource, name, excess);
  return (aggregates(role) || aggregates(before)) && missingRights(scope, FULL_AUTHORITY)
    ? forbidden(RBAC_GROUP, resource, name, 'must have cluster-admin privileges to use the aggregationRule')
    : undefined;
}

function aggregates(role: AnyObject | undefined): boolean {
  const rule = role?.aggregationRule as { readonly clusterRoleSelectors?: readonly unknown[] } | undefined;
  return !!rule?.clusterRoleSelectors?.length;
}

function checkBinding(scope: RequestScope, name: string, binding: AnyObject): Status | undefined {
  const roleRef = binding.roleRef as RoleRef;
  if (may(scope, 'bind', roleRef.kind === 'Role' ? 'roles' : 'clusterroles', roleRef.name)) return undefined;
  const { resource } = scope.definition;
  const unknown = unknownRole(scope, roleRef);
  if (unknown) return unknown;
  const rules = scope.backend.access.authorizer.rbac.rulesOf(roleRef, scope.namespace);
  if (!rules) return notFound(RBAC_GROUP, resource, roleRef.name);
  const excess = missingRights(scope, rules);
  return excess === undefined ? undefined : forbidden(RBAC_GROUP, resource, name, excess);
}

/** What looking the role up says of a reference that no validation has seen yet. */
function unknownRole({ namespace }: RequestScope, { kind, name }: RoleRef): Status | undefined {
  if (kind !== 'Role' && kind !== 'ClusterRole') return unclassified(`unsupported role reference kind: ${JSON.stringify(kind)}`);
  if (kind === 'Role' && namespace === '') return badRequest('Namespace parameter required.');
  return name === '' ? badRequest('Name parameter required.') : undefined;
}

function may({ backend, userInfo, namespace }: RequestScope, verb: string, resource: string, name: string): boolean {
  const attributes = { user: userInfo, verb, group: RBAC_GROUP, resource, subresource: '', namespace, name };
  return backend.access.authorizer.authorize(attributes).allowed;
}

/** What is wrong with granting these, in upstream's words; undefined: the user holds them all. */
function missingRights({ backend, definition, userInfo, namespace }: RequestScope, wanted: readonly PolicyRule[]): string | undefined {
  const { rules, missing: roles } = backend.access.authorizer.rbac.rulesFor(userInfo, namespace);
  const missing = uncovered(rules, wanted);
  if (missing.length === 0) return undefined;
  const lines = [...new Set(compact(missing).map(describe))].sort();
  const who = `user ${JSON.stringify(userInfo.username)} (groups=${texts(userInfo.groups)})`;
  const errors = roles.map((role) => `${definition.resource}.${RBAC_GROUP} "${role.name}" not found`);
  const unresolved = errors.length ? `; resolution errors: [${aggregate(errors)}]` : '';
  return `${who} is attempting to grant RBAC permissions not currently held:\n${lines.join('\n')}${unresolved}`;
}

/** Rules for the same resource and name become one with all the verbs. */
function compact(rules: readonly PolicyRule[]): readonly PolicyRule[] {
  const merged = new Map<string, PolicyRule>();
  for (const rule of rules) {
    const { verbs, ...what } = rule;
    const key = rule.nonResourceURLs ? JSON.stringify(rule) : JSON.stringify(what);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, verbs: [...known.verbs, ...verbs] } : rule);
  }
  return [...merged.values()];
}

function describe({ apiGroups, resources, nonResourceURLs, resourceNames, verbs }: PolicyRule): string {
  const parts = {
    APIGroups: apiGroups,
    Resources: resources,
    NonResourceURLs: nonResourceURLs,
    ResourceNames: resourceNames,
    Verbs: verbs,
  };
  const shown = Object.entries(parts).flatMap(([label, values]) => (values?.length ? [`${label}:${texts(values)}`] : []));
  return `{${shown.join(', ')}}`;
}

function texts(values: readonly string[]): string {
  return `[${values.map((value) => JSON.stringify(value)).join(' ')}]`;
}

/** The garbage collector may let go of anything. */
function onlyOwnersChanged(object: AnyObject, before: AnyObject): boolean {
  return deepEqual(withoutOwners(object), withoutOwners(before));
}

function withoutOwners(object: AnyObject): object {
  const {
    ownerReferences: _owners,
    finalizers: _finalizers,
    managedFields: _fields,
    resourceVersion: _version,
    ...metadata
  } = object.metadata ?? {};
  return { ...object, metadata };
}
