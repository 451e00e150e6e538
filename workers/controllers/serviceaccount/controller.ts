/**
 * serviceaccount-controller: every namespace has a service account "default"
 * (source: pkg/controller/serviceaccount/serviceaccounts_controller.go, 1.36).
 */
import { objectKey } from '../../api/meta';
import { runController } from '../../client/controller';
import type { Namespace } from '../../resources/core/namespaces/types';
import type { ServiceAccount } from '../../resources/core/serviceaccounts/types';
import type { ControllerContext } from '../controller-context';
import { NAMESPACES, SERVICE_ACCOUNTS } from '../resources';
import { act } from '../../client/plan';

export function startServiceAccount({ process }: ControllerContext): void {
  const namespaces = process.informer<Namespace>(NAMESPACES);
  const accounts = process.informer<ServiceAccount>(SERVICE_ACCOUNTS);
  const queue = runController(process, {
    name: 'serviceaccount',
    ready: () => namespaces.hasSynced && accounts.hasSynced,
    reconcile(namespace) {
      if (namespaces.get(namespace)?.status?.phase !== 'Active' || accounts.get(`${namespace}/default`)) return [];
      const body = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
      return [act({ ...SERVICE_ACCOUNTS, verb: 'create', namespace, body }, 'AlreadyExists', 'NotFound', 'Forbidden')];
    },
  });
  namespaces.addHandler({
    onAdd: (namespace) => queue.add(objectKey(namespace)),
    onUpdate: (_, namespace) => queue.add(objectKey(namespace)),
  });
  accounts.addHandler({ onDelete: (account) => queue.add(account.metadata.namespace ?? '') });
}
