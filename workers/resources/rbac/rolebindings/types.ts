import type { IRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1';
import type { Stored } from '../../stored';

export type RoleBinding = Stored<IRoleBinding>;
