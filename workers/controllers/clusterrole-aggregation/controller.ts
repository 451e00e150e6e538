/** clusterrole-aggregation-controller: keeps the rules of aggregated cluster roles (see aggregate.ts). */
import { runController } from '../../client/controller';
import { act } from '../../client/plan';
import type { ControllerContext } from '../controller-context';
import { aggregatedRules } from './aggregate';
import type { ClusterRole } from './aggregate';

const CLUSTER_ROLES = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' } as const;
const MANAGER = 'clusterrole-aggregation-controller';

export function startClusterRoleAggregation({ process }: ControllerContext): void {
  const roles = process.informer<ClusterRole>(CLUSTER_ROLES);
  const queue = runController(process, {
    name: 'clusterrole-aggregation',
    ready: () => roles.hasSynced,
    reconcile(name) {
      const role = roles.get(name);
      const rules = role && aggregatedRules(role, [...roles.list()]);
      if (!rules) return [];
      const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules };
      return [act({ ...CLUSTER_ROLES, verb: 'patch', patchType: 'apply', name, body, options: { fieldManager: MANAGER, force: true } })];
    },
  });
  const addAll = () => {
    for (const role of roles.list()) if (role.aggregationRule) queue.add(role.metadata?.name ?? '');
  };
  roles.addHandler({ onAdd: addAll, onUpdate: addAll, onDelete: addAll });
}
