/** What RoleBinding and ClusterRoleBinding share (source: pkg/apis/rbac/v1/defaults.go and printers.go printRoleBinding, 1.36). */
import type { AnyObject } from '../../api/meta';
import type { Draft, TableDefinition } from '../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, wide } from '../table';
import type { RoleBinding } from './rolebindings/types';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** `kind` as upstream's texts have it, with a small first letter. */
export function bindingTable(kind: 'roleBinding' | 'clusterRoleBinding'): TableDefinition {
  const referred = kind === 'roleBinding' ? 'reference a Role in the current namespace or a ClusterRole' : 'only reference a ClusterRole';
  return {
    columns: [
      NAME_COLUMN,
      column(
        'Role',
        `RoleRef can ${referred} in the global namespace. If the RoleRef cannot be resolved, the Authorizer must return an error.`,
      ),
      AGE_COLUMN,
      wide('Users', `Users in the ${kind}`),
      wide('Groups', `Groups in the ${kind}`),
      wide('ServiceAccounts', `ServiceAccounts in the ${kind}`),
    ],
    row: bindingRow,
  };
}

export function setBindingDefaults(draft: Draft): void {
  const roleRef = (draft.roleRef ??= {}) as Record<string, unknown>;
  roleRef.apiGroup = roleRef.apiGroup || RBAC_GROUP;
  for (const subject of (draft.subjects ?? []) as Record<string, unknown>[]) {
    if (!subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')) {
      subject.apiGroup = RBAC_GROUP;
    }
  }
}

function bindingRow(object: AnyObject, nowMs: number): readonly unknown[] {
  const { metadata, roleRef, subjects } = object as unknown as RoleBinding;
  const named = (kind: string): string =>
    (subjects ?? [])
      .filter((subject) => subject.kind === kind)
      .map((subject) => (kind === 'ServiceAccount' ? `${subject.namespace ?? ''}/${subject.name}` : subject.name))
      .join(', ');
  return [
    metadata.name,
    `${roleRef.kind}/${roleRef.name}`,
    age(metadata.creationTimestamp, nowMs),
    named('User'),
    named('Group'),
    named('ServiceAccount'),
  ];
}
