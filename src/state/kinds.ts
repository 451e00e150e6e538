/** The kinds the page keeps in memory, and where they are served. */
import type { Deployment } from '../../workers/resources/apps/deployments/types';
import type { ReplicaSet } from '../../workers/resources/apps/replicasets/types';
import type { Lease } from '../../workers/resources/coordination/leases/types';
import type { Event } from '../../workers/resources/core/events/types';
import type { Node } from '../../workers/resources/core/nodes/types';
import type { Pod } from '../../workers/resources/core/pods/types';
import type { Service } from '../../workers/resources/core/services/types';
import type { EndpointSlice } from '../../workers/resources/discovery/endpointslices/types';
import type { Fault } from '../../workers/resources/sim/faults/types';
import type { Traffic } from '../../workers/resources/sim/traffics/types';

export interface KindTypes {
  Node: Node;
  Pod: Pod;
  Service: Service;
  EndpointSlice: EndpointSlice;
  ReplicaSet: ReplicaSet;
  Deployment: Deployment;
  Event: Event;
  Fault: Fault;
  Traffic: Traffic;
  /** Only those of kube-node-lease: the nodes' heartbeats. */
  Lease: Lease;
}

export type WatchedKind = keyof KindTypes;

export interface KindPlace {
  readonly kind: WatchedKind;
  readonly apiVersion: string;
  /** "/api/v1" or "/apis/<group>/<version>". */
  readonly prefix: string;
  readonly resource: string;
  readonly namespaced: boolean;
  /** Watch this namespace only. */
  readonly only?: string;
}

export const kindPlaces: readonly KindPlace[] = [
  { kind: 'Node', apiVersion: 'v1', prefix: '/api/v1', resource: 'nodes', namespaced: false },
  { kind: 'Pod', apiVersion: 'v1', prefix: '/api/v1', resource: 'pods', namespaced: true },
  { kind: 'Service', apiVersion: 'v1', prefix: '/api/v1', resource: 'services', namespaced: true },
  {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    prefix: '/apis/discovery.k8s.io/v1',
    resource: 'endpointslices',
    namespaced: true,
  },
  { kind: 'ReplicaSet', apiVersion: 'apps/v1', prefix: '/apis/apps/v1', resource: 'replicasets', namespaced: true },
  { kind: 'Deployment', apiVersion: 'apps/v1', prefix: '/apis/apps/v1', resource: 'deployments', namespaced: true },
  { kind: 'Event', apiVersion: 'v1', prefix: '/api/v1', resource: 'events', namespaced: true },
  {
    kind: 'Fault',
    apiVersion: 'sim.kubarium.dev/v1alpha1',
    prefix: '/apis/sim.kubarium.dev/v1alpha1',
    resource: 'faults',
    namespaced: false,
  },
  {
    kind: 'Traffic',
    apiVersion: 'sim.kubarium.dev/v1alpha1',
    prefix: '/apis/sim.kubarium.dev/v1alpha1',
    resource: 'traffics',
    namespaced: false,
  },
  {
    kind: 'Lease',
    apiVersion: 'coordination.k8s.io/v1',
    prefix: '/apis/coordination.k8s.io/v1',
    resource: 'leases',
    namespaced: true,
    only: 'kube-node-lease',
  },
];

/** The place of a watched kind; undefined for a kind the page does not watch. */
export function placeOf(kind: string): KindPlace | undefined {
  return kindPlaces.find((place) => place.kind === kind);
}

/** REST path of one object of a watched kind. */
export function objectPath(kind: WatchedKind, namespace: string | undefined, name: string): string {
  const place = placeOf(kind);
  if (!place) throw new Error(`not a watched kind: ${kind}`);
  const scope = place.namespaced ? `/namespaces/${encodeURIComponent(namespace ?? 'default')}` : '';
  return `${place.prefix}${scope}/${place.resource}/${encodeURIComponent(name)}`;
}
