/**
 * Nothing is created in a namespace that is missing or terminating, and the namespaces the system lives in stay
 * (source: k8s.io/apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go, 1.36).
 */
import { failure, forbidden, notFound, qualified } from '../../api/status';
import type { Status } from '../../api/status';
import type { RequestScope } from '../backend';
import type { AdmissionPlugin } from './plugin';

const IMMORTAL = new Set(['default', 'kube-system', 'kube-public']);

export const namespaceLifecycle: AdmissionPlugin = {
  name: 'NamespaceLifecycle',
  admit({ scope, operation, name }) {
    const { definition } = scope;
    if (operation === 'DELETE' && definition.resource === 'namespaces' && definition.group === '' && IMMORTAL.has(name)) {
      return forbidden('', 'namespaces', name, 'this namespace may not be deleted');
    }
    return operation === 'CREATE' && definition.namespaced ? refuseInNamespace(scope, name) : undefined;
  },
};

/** Creations of subresources, which other plugins do not see, ask too. */
export function refuseInNamespace(scope: RequestScope, name: string): Status | undefined {
  const namespace = scope.backend.reader.get('', 'namespaces', '', scope.namespace);
  if (!namespace) return notFound('', 'namespaces', scope.namespace);
  if ((namespace.status as { phase?: string } | undefined)?.phase !== 'Terminating') return undefined;
  const { group, resource } = scope.definition;
  const why = `unable to create new content in namespace ${scope.namespace} because it is being terminated`;
  return failure(403, 'Forbidden', `${qualified(group, resource)} "${name}" is forbidden: ${why}`, {
    name,
    ...(group ? { group } : {}),
    kind: resource,
    causes: [{ reason: 'NamespaceTerminating', message: `namespace ${scope.namespace} is being terminated`, field: 'metadata.namespace' }],
  });
}
