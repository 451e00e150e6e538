/**
 * Hints for spec.trafficDistribution: each endpoint is meant for its own zone, and with PreferSameNode for its own node
 * (source: k8s.io/endpointslice/trafficdist, 1.36).
 */
import { deepEqual } from '../../lib/equal';
import type { Endpoint, SliceDraft } from './slice';

export interface Hinted {
  readonly create: readonly SliceDraft[];
  readonly update: readonly SliceDraft[];
  readonly unchanged: readonly SliceDraft[];
}

export function isZonal(distribution: string | undefined): boolean {
  return distribution === 'PreferClose' || distribution === 'PreferSameZone' || distribution === 'PreferSameNode';
}

/** Sets each endpoint's hints; slices that had others before move from unchanged to update. `distribution` absent takes hints away. */
export function withHints(distribution: string | undefined, slices: Hinted): Hinted {
  const hint = (slice: SliceDraft): SliceDraft => ({
    ...slice,
    endpoints: slice.endpoints.map((endpoint) => hinted(distribution, endpoint)),
  });
  const rehinted = slices.unchanged.map((slice) => ({ slice, now: hint(slice) }));
  const changed = rehinted.filter(({ slice, now }) => !deepEqual(slice.endpoints, now.endpoints));
  return {
    create: slices.create.map(hint),
    update: [...slices.update.map(hint), ...changed.map(({ now }) => now)],
    unchanged: rehinted.filter((one) => !changed.includes(one)).map(({ slice }) => slice),
  };
}

function hinted(distribution: string | undefined, endpoint: Endpoint): Endpoint {
  const { hints: _, ...bare } = endpoint;
  if (!isZonal(distribution) || endpoint.conditions?.ready === false) return bare;
  const zones = endpoint.zone ? { forZones: [{ name: endpoint.zone }] } : {};
  const nodes = distribution === 'PreferSameNode' && endpoint.nodeName ? { forNodes: [{ name: endpoint.nodeName }] } : {};
  return endpoint.zone || 'forNodes' in nodes ? ({ ...bare, hints: { ...zones, ...nodes } } as Endpoint) : bare;
}
