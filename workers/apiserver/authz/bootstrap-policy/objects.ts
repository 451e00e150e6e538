/**
 * The roles and bindings a fresh server writes (source: pkg/registry/rbac/rest/storage_rbac.go PostStartHook, 1.36).
 * Differs: aggregated roles have their rules from the beginning, upstream's controller fills them in a moment later.
 */
import type { AnyObject } from '../../../api/meta';
import { RBAC_GROUP } from '../rbac';
import { aggregatedRoles, clusterRoles } from './cluster-roles';
import { controllerRoles } from './controller-roles';
import { namespaceBindings, namespaceRoles } from './namespace-roles';
import { parseRule } from './notation';

const CONTROLLER = 'system:controller:';
const LABELS = { 'kubernetes.io/bootstrapping': 'rbac-defaults' };
const ANNOTATIONS = { 'rbac.authorization.kubernetes.io/autoupdate': 'true' };

/** Role -> subjects: "Group x", "User x" or "ServiceAccount x" of kube-system; bindings are called like their roles. */
const BINDINGS: Readonly<Record<string, readonly string[]>> = {
  'cluster-admin': ['Group system:masters'],
  'system:monitoring': ['Group system:monitoring'],
  'system:discovery': ['Group system:authenticated'],
  'system:basic-user': ['Group system:authenticated'],
  'system:public-info-viewer': ['Group system:authenticated', 'Group system:unauthenticated'],
  'system:node-proxier': ['User system:kube-proxy'],
  'system:kube-controller-manager': ['User system:kube-controller-manager'],
  'system:kube-dns': ['ServiceAccount kube-dns'],
  'system:kube-scheduler': ['User system:kube-scheduler'],
  'system:volume-scheduler': ['User system:kube-scheduler'],
  'system:service-account-issuer-discovery': ['Group system:serviceaccounts'],
  'system:node': [],
};

export interface BootstrapObject {
  readonly resource: 'clusterroles' | 'clusterrolebindings' | 'roles' | 'rolebindings';
  readonly object: AnyObject;
}

export function bootstrapObjects(): readonly BootstrapObject[] {
  const controllers = Object.entries(controllerRoles);
  return [
    ...Object.entries(clusterRoles).map(([name, lines]) => clusterRole(name, lines)),
    ...controllers.map(([name, lines]) => clusterRole(`${CONTROLLER}${name}`, lines)),
    ...Object.keys(aggregatedRoles).map((name) => aggregatedRole(name)),
    ...Object.entries(BINDINGS).map(([name, subjects]) => binding('clusterrolebindings', { name }, 'ClusterRole', name, subjects)),
    ...controllers.map(([name]) =>
      binding('clusterrolebindings', { name: `${CONTROLLER}${name}` }, 'ClusterRole', `${CONTROLLER}${name}`, [`ServiceAccount ${name}`]),
    ),
    ...namespaceRoles.map(({ name, namespace, rules }) => bootstrap('roles', 'Role', { name, namespace }, { rules: rules.map(parseRule) })),
    ...namespaceBindings.map(({ name, namespace, role, subjects }) => binding('rolebindings', { name, namespace }, 'Role', role, subjects)),
  ];
}

function clusterRole(name: string, lines: readonly string[]): BootstrapObject {
  return bootstrap('clusterroles', 'ClusterRole', { name, labels: aggregateLabels(name) }, { rules: lines.map(parseRule) });
}

function aggregatedRole(name: string): BootstrapObject {
  const label = { matchLabels: { [`rbac.authorization.k8s.io/aggregate-to-${name}`]: 'true' } };
  const fields = { rules: aggregatedLines(name).map(parseRule), aggregationRule: { clusterRoleSelectors: [label] } };
  return bootstrap('clusterroles', 'ClusterRole', { name, labels: aggregateLabels(name) }, fields);
}

function aggregatedLines(name: string): readonly string[] {
  return clusterRoles[name] ?? (aggregatedRoles[name] ?? []).flatMap(aggregatedLines);
}

function aggregateLabels(name: string): Record<string, string> {
  const into = Object.keys(aggregatedRoles).filter((role) => aggregatedRoles[role]?.includes(name));
  return Object.fromEntries(into.map((role) => [`rbac.authorization.k8s.io/aggregate-to-${role}`, 'true']));
}

function binding(
  resource: BootstrapObject['resource'],
  metadata: { readonly name: string; readonly namespace?: string },
  roleKind: string,
  role: string,
  subjects: readonly string[],
): BootstrapObject {
  const kind = resource === 'rolebindings' ? 'RoleBinding' : 'ClusterRoleBinding';
  const fields = {
    ...(subjects.length ? { subjects: subjects.map(subject) } : {}),
    roleRef: { apiGroup: RBAC_GROUP, kind: roleKind, name: role },
  };
  return bootstrap(resource, kind, metadata, fields);
}

function subject(text: string): object {
  const [kind, name] = text.split(' ');
  return kind === 'ServiceAccount' ? { kind, name, namespace: 'kube-system' } : { kind, apiGroup: RBAC_GROUP, name };
}

function bootstrap(
  resource: BootstrapObject['resource'],
  kind: string,
  metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> },
  fields: object,
): BootstrapObject {
  const whole = { ...metadata, labels: { ...LABELS, ...metadata.labels }, annotations: ANNOTATIONS };
  return { resource, object: { apiVersion: `${RBAC_GROUP}/v1`, kind, metadata: whole, ...fields } };
}
