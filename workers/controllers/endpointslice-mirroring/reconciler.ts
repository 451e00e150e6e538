/**
 * The slices that repeat an Endpoints object that somebody wrote by hand
 * (source: pkg/controller/endpointslicemirroring/reconciler.go and utils.go, 1.36).
 */
import type { Endpoints } from '../../resources/core/endpoints/types';
import type { EndpointSlice } from '../../resources/discovery/endpointslices/types';
import { deepEqual } from '../../lib/equal';
import { place } from '../endpointslice/placement';
import { MANAGED_BY_LABEL, SERVICE_NAME_LABEL, addressTypeOf, emptySlice, portsKey } from '../endpointslice/slice';
import type { AddressType, Endpoint, SliceDraft, SlicePort } from '../endpointslice/slice';
import { TRIGGER_TIME_ANNOTATION } from '../trigger-time';

export const CONTROLLER_NAME = 'endpointslicemirroring-controller.k8s.io';
const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
/** --mirroring-max-endpoints-per-subset */
const ADDRESSES_PER_SUBSET_MAX = 1000;

export interface MirrorChanges {
  readonly create: readonly SliceDraft[];
  readonly update: readonly SliceDraft[];
  readonly remove: readonly SliceDraft[];
}

export function mirror(endpoints: Endpoints, slices: readonly EndpointSlice[]): MirrorChanges {
  const drafts = slices.map((slice): SliceDraft => ({ ...slice, endpoints: slice.endpoints ?? [], ports: slice.ports ?? [] }));
  const wanted = desired(endpoints);
  const create: SliceDraft[] = [];
  const update: SliceDraft[] = [];
  const remove: SliceDraft[] = [];
  const seen = new Set<SliceDraft>();
  for (const { family, ports, list } of wanted.values()) {
    const existing = drafts.filter((slice) => slice.addressType === family && portsKey(slice.ports) === portsKey(ports));
    for (const slice of existing) seen.add(slice);
    const placed = place(
      existing,
      list,
      () => remarked(emptySlice('Endpoints', endpoints, family, ports), endpoints),
      (slice) => remarked(slice, endpoints),
    );
    create.push(...placed.create);
    update.push(...placed.update);
    remove.push(...placed.remove);
  }
  for (const slice of drafts) if (!seen.has(slice)) remove.push(slice);
  while (remove.length > 0 && create.length > 0) {
    const at = remove.findIndex((slice) => slice.addressType === create.at(-1)?.addressType);
    if (at < 0) break;
    const next = create.pop() as SliceDraft;
    const [old] = remove.splice(at, 1) as [SliceDraft];
    update.push({
      ...next,
      metadata: { ...old.metadata, labels: next.metadata.labels ?? {}, annotations: next.metadata.annotations ?? {} },
    });
  }
  return { create, update, remove };
}

interface Desired {
  readonly family: AddressType;
  readonly ports: readonly SlicePort[];
  readonly list: Endpoint[];
}

function desired(endpoints: Endpoints): Map<string, Desired> {
  const groups = new Map<string, Desired>();
  for (const subset of endpoints.subsets ?? []) {
    const ports = (subset.ports ?? []).map(({ name, port, protocol, appProtocol }): SlicePort => ({
      name: name ?? '',
      port,
      protocol: protocol ?? 'TCP',
      ...(appProtocol === undefined ? {} : { appProtocol }),
    }));
    const ready = (subset.addresses ?? []).map((address) => ({ address, ready: true }));
    const notReady = (subset.notReadyAddresses ?? []).map((address) => ({ address, ready: false }));
    for (const { address, ready: isReady } of [...ready, ...notReady].slice(0, ADDRESSES_PER_SUBSET_MAX)) {
      const family = addressTypeOf(address.ip);
      const key = `${family} ${portsKey(ports)}`;
      let group = groups.get(key);
      if (!group) groups.set(key, (group = { family, ports, list: [] }));
      group.list.push({
        addresses: [address.ip],
        conditions: { ready: isReady },
        ...(address.hostname ? { hostname: address.hostname } : {}),
        ...(address.nodeName ? { nodeName: address.nodeName } : {}),
        ...(address.targetRef ? { targetRef: address.targetRef } : {}),
      });
    }
  }
  return groups;
}

/** Labels and annotations are the Endpoints' own, apart from what tells whose slice it is. */
function remarked(slice: SliceDraft, endpoints: Endpoints): SliceDraft {
  const labels = { ...endpoints.metadata.labels, [SERVICE_NAME_LABEL]: endpoints.metadata.name ?? '', [MANAGED_BY_LABEL]: CONTROLLER_NAME };
  const { [TRIGGER_TIME_ANNOTATION]: _, [LAST_APPLIED_ANNOTATION]: __, ...annotations } = endpoints.metadata.annotations ?? {};
  if (deepEqual(slice.metadata.labels, labels) && deepEqual(slice.metadata.annotations ?? {}, annotations)) return slice;
  const { annotations: ___, ...metadata } = slice.metadata;
  return { ...slice, metadata: { ...metadata, labels, ...(Object.keys(annotations).length ? { annotations } : {}) } };
}
