/**
 * Where endpoints go among the slices of one set of ports: as few writes as possible, never a repack
 * (source: k8s.io/endpointslice/reconciler.go, reconcileByPortMapping, 1.36).
 */
import { deepEqual } from '../../lib/equal';
import { ENDPOINTS_PER_SLICE_MAX, endpointKey } from './slice';
import type { Endpoint, SliceDraft } from './slice';

export interface Placement {
  readonly create: SliceDraft[];
  readonly update: SliceDraft[];
  readonly remove: SliceDraft[];
  readonly unchanged: SliceDraft[];
}

/**
 * `relabel` returns the slice with the labels it should have, the same object where it has them; `empty` makes a new slice.
 * `desired` may hold each endpoint once.
 */
export function place(
  existing: readonly SliceDraft[],
  desired: readonly Endpoint[],
  empty: () => SliceDraft,
  relabel: (slice: SliceDraft) => SliceDraft,
): Placement {
  const left = new Map(desired.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const update: SliceDraft[] = [];
  const remove: SliceDraft[] = [];
  let unchanged: SliceDraft[] = [];
  for (const slice of existing) {
    const kept: Endpoint[] = [];
    let changed = false;
    for (const endpoint of slice.endpoints) {
      const key = endpointKey(endpoint);
      const now = left.get(key);
      if (!now) continue;
      left.delete(key);
      kept.push(now);
      changed ||= !sameState(now, endpoint);
    }
    const labelled = relabel(slice);
    if (kept.length === 0 && slice.endpoints.length > 0) remove.push(slice);
    else if (changed || kept.length !== slice.endpoints.length || labelled !== slice) update.push({ ...labelled, endpoints: kept });
    else unchanged.push(slice);
  }
  const waiting = [...left.values()];
  const takeFor = (slice: SliceDraft): SliceDraft => ({
    ...slice,
    endpoints: [...slice.endpoints, ...waiting.splice(0, ENDPOINTS_PER_SLICE_MAX - slice.endpoints.length)],
  });
  // Slices that are written anyway take what is new, the fullest first.
  update.sort((a, b) => b.endpoints.length - a.endpoints.length);
  for (let at = 0; at < update.length && waiting.length > 0; at++) update[at] = takeFor(update[at] as SliceDraft);
  const create: SliceDraft[] = [];
  while (waiting.length > 0) {
    const found = waiting.length < ENDPOINTS_PER_SLICE_MAX ? fullestWithRoom(unchanged, waiting.length) : undefined;
    if (found) {
      unchanged = unchanged.filter((slice) => slice !== found);
      update.push(takeFor(found));
    } else create.push(takeFor(empty()));
  }
  return { create, update, remove, unchanged };
}

function fullestWithRoom(slices: readonly SliceDraft[], count: number): SliceDraft | undefined {
  let best: SliceDraft | undefined;
  for (const slice of slices) {
    if (slice.endpoints.length + count <= ENDPOINTS_PER_SLICE_MAX && (!best || slice.endpoints.length > best.endpoints.length))
      best = slice;
  }
  return best;
}

/** Whether a kept endpoint needs no write; hints are looked at after they have been assigned. */
function sameState(a: Endpoint, b: Endpoint): boolean {
  return (
    deepEqual(a.conditions, b.conditions) &&
    a.nodeName === b.nodeName &&
    a.zone === b.zone &&
    deepEqual(a.targetRef, b.targetRef) &&
    deepEqual(a.deprecatedTopology, b.deprecatedTopology)
  );
}
