import type { Flow } from '../../../state/flows';
import type { Link } from '../relations/link';
import type { Point } from './geometry';

export interface Hop {
  readonly from: Point;
  readonly to: Point;
}

/** The lines a request takes: client to service, service to pod (or to the pod's node, where lines are bundled). */
export function flowRoute(flow: Flow, links: readonly Link[]): readonly Hop[] {
  const inbound = links.find(({ id }) => id === `traffic>${flow.service}`);
  const outbound = links.find(({ id }) => id === `${flow.service}>${flow.pod}` || id === `${flow.service}>Node/${flow.node}`);
  return [inbound, outbound].flatMap((link) => (link ? [{ from: link.from, to: link.to }] : []));
}
