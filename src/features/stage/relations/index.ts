/** Every relation that is drawn; one line adds one. */
import type { Box } from '../model/geometry';
import type { ServiceCard } from '../model/services';
import type { Link } from './link';
import { serviceEndpoints } from './service-endpoints';
import { trafficService } from './traffic-service';

/** `services` as cards, `places` of pods by key. */
export function links(services: readonly ServiceCard[], places: ReadonlyMap<string, Box>): readonly Link[] {
  return [...trafficService(services), ...serviceEndpoints(services, places)];
}
