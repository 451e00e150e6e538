/** Services that have pods behind them, with their endpoints and the traffic that is sent to them. */
import type { EndpointSlice } from '../../../../workers/resources/discovery/endpointslices/types';
import type { Service } from '../../../../workers/resources/core/services/types';
import type { Traffic } from '../../../../workers/resources/sim/traffics/types';
import type { ObjectsByKind } from '../../../state/cluster';
import type { Box } from './geometry';
import { hueOf } from './owner';

export interface Endpoint {
  /** "namespace/name" of the pod. */
  readonly podKey: string;
  readonly ready: boolean;
  /** Still serving while it shuts down. */
  readonly terminating: boolean;
}

export interface ServiceCard {
  readonly key: string;
  readonly namespace: string;
  readonly name: string;
  readonly type: string;
  readonly clusterIP: string;
  /** "80:30080", "6379". */
  readonly ports: string;
  readonly hue: number;
  readonly endpoints: readonly Endpoint[];
  readonly traffics: readonly Traffic[];
  readonly box: Box;
  readonly trafficBox: Box;
}

const nowhere: Box = { x: 0, y: 0, width: 0, height: 0 };

/** Those with traffic first, then by key. Services without a selector and without pod endpoints (like "kubernetes") are left out. */
export function readServices(before: readonly ServiceCard[], objects: ObjectsByKind): ServiceCard[] {
  const slices = bySlicesOfService(objects.EndpointSlice.values());
  const traffics = byTarget(objects.Traffic.values());
  const known = new Map(before.map((card) => [card.key, card]));
  const cards: ServiceCard[] = [];
  for (const [key, service] of objects.Service) {
    const endpoints = endpointsOf(slices.get(key) ?? []);
    const hasSelector = Object.keys(service.spec?.selector ?? {}).length > 0;
    if (hasSelector || endpoints.length > 0) cards.push(card(known.get(key), key, service, endpoints, traffics.get(key) ?? []));
  }
  return cards.sort((a, b) => Number(b.traffics.length > 0) - Number(a.traffics.length > 0) || (a.key < b.key ? -1 : 1));
}

function card(
  before: ServiceCard | undefined,
  key: string,
  service: Service,
  endpoints: readonly Endpoint[],
  traffics: readonly Traffic[],
): ServiceCard {
  const next: ServiceCard = {
    key,
    namespace: service.metadata.namespace ?? '',
    name: service.metadata.name ?? '',
    type: service.spec?.type ?? 'ClusterIP',
    clusterIP: service.spec?.clusterIP ?? '',
    ports: (service.spec?.ports ?? []).map((port) => (port.nodePort ? `${port.port}:${port.nodePort}` : `${port.port}`)).join(', '),
    hue: hueOf(service.metadata.name ?? ''),
    endpoints,
    traffics,
    box: before?.box ?? nowhere,
    trafficBox: before?.trafficBox ?? nowhere,
  };
  return before && sameCard(before, next) ? before : next;
}

function sameCard(a: ServiceCard, b: ServiceCard): boolean {
  const plain = (each: ServiceCard) => [each.type, each.clusterIP, each.ports].join(' ');
  return (
    plain(a) === plain(b) &&
    a.traffics.length === b.traffics.length &&
    a.traffics.every((traffic, index) => traffic === b.traffics[index]) &&
    a.endpoints.length === b.endpoints.length &&
    a.endpoints.every((endpoint, index) => JSON.stringify(endpoint) === JSON.stringify(b.endpoints[index]))
  );
}

function endpointsOf(slices: readonly EndpointSlice[]): Endpoint[] {
  const byPod = new Map<string, Endpoint>();
  for (const slice of slices) {
    for (const endpoint of slice.endpoints ?? []) {
      const target = endpoint.targetRef;
      if (target?.kind !== 'Pod') continue;
      const podKey = `${target.namespace}/${target.name}`;
      byPod.set(podKey, {
        podKey,
        ready: endpoint.conditions?.ready !== false,
        terminating: endpoint.conditions?.terminating === true,
      });
    }
  }
  return [...byPod.values()].sort((a, b) => (a.podKey < b.podKey ? -1 : 1));
}

function bySlicesOfService(slices: Iterable<EndpointSlice>): Map<string, EndpointSlice[]> {
  return groupBy(slices, (slice) => `${slice.metadata.namespace}/${slice.metadata.labels?.['kubernetes.io/service-name'] ?? ''}`);
}

function byTarget(traffics: Iterable<Traffic>): Map<string, Traffic[]> {
  return groupBy(traffics, (traffic) => `${traffic.spec.service.namespace}/${traffic.spec.service.name}`);
}

function groupBy<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const members = groups.get(key);
    if (members) members.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
