/** Every relation that is drawn; one line adds one. */
import type { Box } from '../model/geometry';
import type { StageModel } from '../model/stage-model';
import type { Link } from './link';
import { serviceEndpoints } from './service-endpoints';
import { trafficService } from './traffic-service';

/** `places` of pods by key. */
export function links({ services, nodes }: StageModel, places: ReadonlyMap<string, Box>): readonly Link[] {
  return [...trafficService(services), ...serviceEndpoints(services, nodes, places)];
}
