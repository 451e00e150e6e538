/** The kinds that are served, one line each. */
import { dnsSubdomainName } from '../api/names';
import { pods } from './core/pods/definition';
import type { ResourceDefinition } from './definition';

export const resourceDefinitions: readonly ResourceDefinition[] = [
  plain('', 'v1', 'namespaces', 'Namespace', false),
  plain('', 'v1', 'nodes', 'Node', false),
  pods,
  plain('', 'v1', 'services', 'Service', true),
  plain('', 'v1', 'endpoints', 'Endpoints', true),
  plain('', 'v1', 'events', 'Event', true),
  plain('', 'v1', 'configmaps', 'ConfigMap', true),
  plain('', 'v1', 'secrets', 'Secret', true),
  plain('', 'v1', 'serviceaccounts', 'ServiceAccount', true),
  plain('apps', 'v1', 'deployments', 'Deployment', true),
  plain('apps', 'v1', 'replicasets', 'ReplicaSet', true),
  plain('coordination.k8s.io', 'v1', 'leases', 'Lease', true),
  plain('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice', true),
];

function plain(group: string, version: string, resource: string, kind: string, namespaced: boolean): ResourceDefinition {
  const workload = group === 'apps';
  return {
    group,
    version,
    resource,
    singular: kind.toLowerCase(),
    kind,
    listKind: `${kind}List`,
    namespaced,
    hasStatus: workload || ['nodes', 'namespaces', 'services'].includes(resource),
    nameRule: dnsSubdomainName,
    strategy: { hasGeneration: workload, allowCreateOnUpdate: ['services', 'endpoints', 'leases', 'endpointslices'].includes(resource) },
  };
}
