import { bottomOf, topOf } from '../model/geometry';
import type { Box } from '../model/geometry';
import type { Endpoint, ServiceCard } from '../model/services';
import type { NodeCard } from '../model/stage-model';
import type { Link } from './link';

/** A service with more endpoints than this gets one line per node instead of one per pod. */
const separateMax = 40;

/** Service -> Pod, one per endpoint in its EndpointSlices; bundled by node where there are many. */
export function serviceEndpoints(services: readonly ServiceCard[], nodes: readonly NodeCard[], places: ReadonlyMap<string, Box>): Link[] {
  const nodeOf = new Map(nodes.flatMap((card) => card.chips.map((chip) => [chip.key, card] as const)));
  return services.flatMap((service) => (service.endpoints.length > separateMax ? bundles(service, nodeOf) : threads(service, places)));
}

function threads(service: ServiceCard, places: ReadonlyMap<string, Box>): Link[] {
  return service.endpoints.flatMap((endpoint): Link[] => {
    const place = places.get(endpoint.podKey);
    return place ? [link(service, `Pod/${endpoint.podKey}`, endpoint.podKey, place, lookOf(endpoint), 1)] : [];
  });
}

function bundles(service: ServiceCard, nodeOf: ReadonlyMap<string, NodeCard>): Link[] {
  const ready = new Map<NodeCard, number>();
  for (const endpoint of service.endpoints) {
    const card = nodeOf.get(endpoint.podKey);
    if (card) ready.set(card, (ready.get(card) ?? 0) + Number(endpoint.ready));
  }
  return [...ready].map(([card, count]) =>
    link(service, `Node/${card.name}`, `Node/${card.name}`, card.box, count > 0 ? 'ready' : 'notReady', 1 + Math.log2(1 + count) / 3),
  );
}

function link(service: ServiceCard, end: string, target: string, place: Box, look: Link['look'], weight: number): Link {
  return {
    id: `${service.key}>${target}`,
    from: bottomOf(service.box),
    to: topOf(place),
    hue: service.hue,
    look,
    weight,
    ends: [`Service/${service.key}`, end],
  };
}

function lookOf(endpoint: Endpoint): Link['look'] {
  if (endpoint.terminating) return 'terminating';
  return endpoint.ready ? 'ready' : 'notReady';
}
