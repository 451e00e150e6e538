import { bottomOf, topOf } from '../model/geometry';
import type { ServiceCard } from '../model/services';
import type { Link } from './link';

/** Traffic -> Service, one per service that a client sends requests to. */
export function trafficService(services: readonly ServiceCard[]): Link[] {
  return services
    .filter((service) => service.traffics.length > 0)
    .map((service) => ({
      id: `traffic>${service.key}`,
      from: bottomOf(service.trafficBox),
      to: topOf(service.box),
      hue: service.hue,
      look: 'ready',
      weight: 1,
      ends: [`Traffic/${service.traffics[0]?.metadata.name ?? ''}`, `Service/${service.key}`],
    }));
}
