import type { AnyObject, KubeList } from '../../workers/api/meta';
import type { ApiRequest } from '../../workers/api/request';
import type { InlineCluster } from '../../workers/hosts/inline';
import type { EndpointSlice } from '../../workers/resources/discovery/endpointslices/types';
import type { Node } from '../../workers/resources/core/nodes/types';
import type { Pod } from '../../workers/resources/core/pods/types';

type Lists = { readonly pods: Pod; readonly nodes: Node; readonly endpointslices: EndpointSlice };

const GROUPS: Readonly<Record<string, string>> = {
  endpointslices: 'discovery.k8s.io',
  deployments: 'apps',
  replicasets: 'apps',
  faults: 'sim.kubarium.dev',
  traffics: 'sim.kubarium.dev',
  leases: 'coordination.k8s.io',
};

/** More than any controller takes for its first work. */
const ROUNDS_MAX = 20;

/** A typed request for one of the resources that tests speak of. */
export function request(verb: ApiRequest['verb'], resource: string, rest: Partial<ApiRequest> = {}): ApiRequest {
  const group = GROUPS[resource] ?? '';
  return { verb, group, version: group === 'sim.kubarium.dev' ? 'v1alpha1' : 'v1', resource, ...rest };
}

export function list<Name extends string>(
  cluster: Pick<InlineCluster, 'handle'>,
  resource: Name,
  namespace?: string,
): readonly (Name extends keyof Lists ? Lists[Name] : AnyObject)[] {
  const reply = cluster.handle(request('list', resource, namespace === undefined ? {} : { namespace }));
  if (reply.code !== 200) throw new Error(JSON.stringify(reply.body));
  return (reply.body as KubeList<Name extends keyof Lists ? Lists[Name] : AnyObject>).items;
}

export function isReady(object: Pod | Node): boolean {
  return object.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}

/** Advances until `done`, at most `limitMs` of virtual time; throws with `what` when it does not happen. */
export function advanceUntil(cluster: InlineCluster, done: () => boolean, what: string, limitMs = 120_000, stepMs = 500): void {
  const end = cluster.nowMs + limitMs;
  while (!done()) {
    if (cluster.nowMs >= end) throw new Error(`after ${limitMs / 1000} virtual seconds: ${what}`);
    cluster.advance({ byMs: stepMs });
  }
}

/** Runs rounds, without time passing, until the account is there that pods of the namespace run as. */
export function untilPodsMayCome(cluster: InlineCluster, namespace = 'default'): void {
  const account = request('get', 'serviceaccounts', { namespace, name: 'default' });
  for (let rounds = 0; cluster.handle(account).code !== 200; rounds++) {
    if (rounds === ROUNDS_MAX) throw new Error(`nobody makes the default account of ${namespace}`);
    cluster.advance({ rounds: 1 });
  }
}

/** Names of the pods that a Service's EndpointSlices say are ready. */
export function readyEndpoints(cluster: InlineCluster, service: string): string[] {
  return list(cluster, 'endpointslices', 'default')
    .filter((slice) => slice.metadata.labels?.['kubernetes.io/service-name'] === service)
    .flatMap((slice) => slice.endpoints ?? [])
    .filter((endpoint) => endpoint?.conditions?.ready)
    .map((endpoint) => endpoint?.targetRef?.name ?? '')
    .sort();
}
