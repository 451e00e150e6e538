import { bottomOf, topOf } from '../model/geometry';
import type { Box } from '../model/geometry';
import type { ServiceCard } from '../model/services';
import type { Link } from './link';

/** Service -> Pod, one per endpoint in its EndpointSlices. */
export function serviceEndpoints(services: readonly ServiceCard[], places: ReadonlyMap<string, Box>): Link[] {
  return services.flatMap((service) =>
    service.endpoints.flatMap((endpoint): Link[] => {
      const place = places.get(endpoint.podKey);
      if (!place) return [];
      return [
        {
          id: `${service.key}>${endpoint.podKey}`,
          from: bottomOf(service.box),
          to: topOf(place),
          hue: service.hue,
          look: endpoint.terminating ? 'terminating' : endpoint.ready ? 'ready' : 'notReady',
          ends: [`Service/${service.key}`, `Pod/${endpoint.podKey}`],
        },
      ];
    }),
  );
}
