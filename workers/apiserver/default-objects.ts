/**
 * What a fresh server creates before anyone asks: the system's namespaces, its own Service, and the priority classes
 * (source: k8s.io/kubernetes/pkg/controlplane, pkg/registry/scheduling/rest, 1.36).
 */
import type { ApiRequest } from '../api/request';

export const KUBERNETES_SERVICE_IP = '10.96.0.1';
/** Where the API server says it listens; the port is the one of every kubeconfig made for it. */
const ADVERTISE_ADDRESS = '10.0.0.2';
const SECURE_PORT = 6443;

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

type CreateRequest = ApiRequest & { readonly body: { readonly metadata: Metadata; readonly [field: string]: unknown } };

/** Creations in order; kinds that are not served are left out by the caller. */
export function defaultObjects(): readonly CreateRequest[] {
  return [
    ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) =>
      make('', 'namespaces', 'Namespace', { metadata: { name } }),
    ),
    ...ownService(),
    ...priorityClasses(),
  ];
}

function ownService(): readonly CreateRequest[] {
  const metadata = { name: 'kubernetes', namespace: 'default' };
  const labels = { component: 'apiserver', provider: 'kubernetes' };
  const target = { name: 'https', port: SECURE_PORT, protocol: 'TCP' };
  return [
    make('', 'services', 'Service', {
      metadata: { ...metadata, labels },
      spec: {
        type: 'ClusterIP',
        clusterIP: KUBERNETES_SERVICE_IP,
        clusterIPs: [KUBERNETES_SERVICE_IP],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        sessionAffinity: 'None',
        internalTrafficPolicy: 'Cluster',
        ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: SECURE_PORT }],
      },
    }),
    make('', 'endpoints', 'Endpoints', {
      metadata: { ...metadata, labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } },
      subsets: [{ addresses: [{ ip: ADVERTISE_ADDRESS }], ports: [target] }],
    }),
    make('discovery.k8s.io', 'endpointslices', 'EndpointSlice', {
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      addressType: 'IPv4',
      endpoints: [{ addresses: [ADVERTISE_ADDRESS], conditions: { ready: true } }],
      ports: [target],
    }),
  ];
}

function priorityClasses(): readonly CreateRequest[] {
  const critical = (name: string, value: number, holder: string) =>
    make('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', {
      metadata: { name },
      value,
      description: `Used for system critical pods that ${holder}.`,
    });
  return [
    critical('system-node-critical', 2_000_001_000, 'must not be moved from their current node'),
    critical('system-cluster-critical', 2_000_000_000, 'must run in the cluster, but can be moved to another node if necessary'),
  ];
}

function make(
  group: string,
  resource: string,
  kind: string,
  object: { readonly metadata: Metadata } & Record<string, unknown>,
): CreateRequest {
  const { namespace } = object.metadata;
  const apiVersion = group ? `${group}/v1` : 'v1';
  return {
    verb: 'create',
    group,
    version: 'v1',
    resource,
    ...(namespace ? { namespace } : {}),
    options: { fieldManager: 'kube-apiserver' },
    user: 'system:apiserver',
    body: { apiVersion, kind, ...object },
  };
}
