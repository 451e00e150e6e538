/** What RoleBinding and ClusterRoleBinding share (source: pkg/apis/rbac/v1/defaults.go and printers.go printRoleBinding, 1.36). */
import type { AnyObject } from '../../api/meta';
import type { Draft, TableColumn } from '../definition';
import { AGE_COLUMN, NAME_COLUMN, age, column, wide } from '../table';
import type { RoleBinding } from './rolebindings/types';

const RBAC_GROUP = 'rbac.authorization.k8s.io';

export const bindingColumns: readonly TableColumn[] = [
  NAME_COLUMN,
  column('Role', 'The role that is given.'),
  AGE_COLUMN,
  wide('Users', 'Users who get it.'),
  wide('Groups', 'Groups who get it.'),
  wide('ServiceAccounts', 'Service accounts who get it.'),
];

export function setBindingDefaults(draft: Draft): void {
  const roleRef = (draft.roleRef ??= {}) as Record<string, unknown>;
  roleRef.apiGroup = roleRef.apiGroup || RBAC_GROUP;
  for (const subject of (draft.subjects ?? []) as Record<string, unknown>[]) {
    if (!subject.apiGroup && (subject.kind === 'User' || subject.kind === 'Group')) {
      subject.apiGroup = RBAC_GROUP;
    }
  }
}

export function bindingRow(object: AnyObject, nowMs: number): readonly unknown[] {
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
