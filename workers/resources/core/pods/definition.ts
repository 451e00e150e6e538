import { dnsSubdomainName } from '../../../api/names';
import type { AnyObject } from '../../../api/meta';
import type { ResourceDefinition } from '../../definition';
import { podStrategy } from './strategy';
import { podTable } from './table';
import type { Pod } from './types';

export const pods: ResourceDefinition = {
  group: '',
  version: 'v1',
  resource: 'pods',
  singular: 'pod',
  kind: 'Pod',
  listKind: 'PodList',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  hasStatus: true,
  subresources: [
    { name: 'attach', kind: 'PodAttachOptions', verbs: ['create', 'get'] },
    { name: 'binding', kind: 'Binding', verbs: ['create'] },
    { name: 'ephemeralcontainers', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
    { name: 'eviction', kind: 'Eviction', group: 'policy', version: 'v1', verbs: ['create'] },
    { name: 'exec', kind: 'PodExecOptions', verbs: ['create', 'get'] },
    { name: 'log', kind: 'Pod', verbs: ['get'] },
    { name: 'portforward', kind: 'PodPortForwardOptions', verbs: ['create', 'get'] },
    { name: 'proxy', kind: 'PodProxyOptions', verbs: ['create', 'delete', 'get', 'patch', 'update'] },
    { name: 'resize', kind: 'Pod', verbs: ['get', 'patch', 'update'] },
  ],
  nameRule: dnsSubdomainName,
  fields: podFields,
  strategy: podStrategy,
  table: podTable,
};

/** Source: k8s.io/kubernetes/pkg/registry/core/pod/strategy.go ToSelectableFields, 1.36. */
function podFields(object: AnyObject): Record<string, string> {
  const { spec, status } = object as unknown as Pod;
  return {
    'spec.nodeName': spec?.nodeName ?? '',
    'spec.host': spec?.nodeName ?? '',
    'spec.restartPolicy': spec?.restartPolicy ?? '',
    'spec.schedulerName': spec?.schedulerName ?? '',
    'spec.serviceAccountName': spec?.serviceAccountName ?? '',
    'spec.hostNetwork': `${spec?.hostNetwork ?? false}`,
    'status.phase': status?.phase ?? '',
    'status.podIP': status?.podIP ?? '',
    'status.podIPs': '',
    'status.nominatedNodeName': status?.nominatedNodeName ?? '',
  };
}
