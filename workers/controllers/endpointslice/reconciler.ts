/**
 * The slices of a service: which to create, update and delete
 * (source: k8s.io/endpointslice/reconciler.go and utils.go, 1.36).
 */
import { controllerOf } from '../../api/meta';
import type { Node } from '../../resources/core/nodes/types';
import type { Pod } from '../../resources/core/pods/types';
import type { Service } from '../../resources/core/services/types';
import type { EndpointSlice } from '../../resources/discovery/endpointslices/types';
import { deepEqual } from '../../lib/equal';
import { isPodReady } from '../pod-status';
import { belongsInEndpoints, hasClusterIP, hostnameIn, targetPorts } from '../service-pods';
import { place } from './placement';
import { MANAGED_BY_LABEL, SERVICE_NAME_LABEL, addressTypeOf, emptySlice, portsKey } from './slice';
import type { AddressType, Endpoint, SliceDraft, SlicePort } from './slice';
import { withHints } from './traffic-distribution';

export const CONTROLLER_NAME = 'endpointslice-controller.k8s.io';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const RESERVED_LABELS = [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL];
const ZONE_LABEL = 'topology.kubernetes.io/zone';

export interface SliceChanges {
  readonly create: readonly SliceDraft[];
  /** With the name and the rest of the metadata of the slice that is replaced. */
  readonly update: readonly SliceDraft[];
  readonly remove: readonly SliceDraft[];
  /** Pods were left out because their node is not there (yet). */
  readonly incomplete: boolean;
}

/** `slices`: the controller's slices of this service that are not being deleted. `nodeOf` gives a pod's node. */
export function reconcileSlices(
  service: Service,
  pods: readonly Pod[],
  slices: readonly EndpointSlice[],
  nodeOf: (name: string) => Node | undefined,
): SliceChanges {
  const families = addressTypesOf(service);
  const drafts = slices.map(toDraft);
  const create: SliceDraft[] = [];
  const update: SliceDraft[] = [];
  const remove: SliceDraft[] = drafts.filter((slice) => !families.includes(slice.addressType as AddressType));
  let incomplete = false;
  for (const family of families) {
    const changes = reconcileFamily(
      service,
      pods,
      drafts.filter((slice) => slice.addressType === family),
      family,
      nodeOf,
    );
    create.push(...changes.create);
    update.push(...changes.update);
    remove.push(...changes.remove);
    incomplete ||= changes.incomplete;
  }
  return { create, update, remove, incomplete };
}

function reconcileFamily(
  service: Service,
  pods: readonly Pod[],
  slices: readonly SliceDraft[],
  family: AddressType,
  nodeOf: (name: string) => Node | undefined,
): SliceChanges {
  const owned = slices.filter((slice) => controllerOf(slice)?.uid === service.metadata.uid);
  const remove = slices.filter((slice) => !owned.includes(slice));
  const { byPorts, incomplete } = desiredEndpoints(service, pods, family, nodeOf);
  const existing = new Map<string, SliceDraft[]>();
  for (const slice of owned) existing.set(portsKey(slice.ports), [...(existing.get(portsKey(slice.ports)) ?? []), slice]);
  let create: SliceDraft[] = [];
  const update: SliceDraft[] = [];
  const unchanged: SliceDraft[] = [];
  for (const [key, { ports, endpoints }] of byPorts) {
    const placed = place(
      existing.get(key) ?? [],
      endpoints,
      () => relabelled(emptySlice('Service', service, family, ports), service),
      (slice) => relabelled(slice, service),
    );
    create.push(...placed.create);
    update.push(...placed.update);
    remove.push(...placed.remove);
    unchanged.push(...placed.unchanged);
  }
  for (const [key, list] of existing) if (!byPorts.has(key)) remove.push(...list);
  // A service always has a slice of each family, if only an empty one.
  if (slices.length === remove.length && create.length === 0) {
    const placeholder = relabelled(emptySlice('Service', service, family, []), service);
    const [only] = remove;
    if (remove.length === 1 && only && isPlaceholder(only, placeholder)) remove.length = 0;
    else create = [placeholder];
  }
  const hinted = withHints(service.spec?.trafficDistribution, { create, update, unchanged });
  return { ...reuse(service, hinted.create, hinted.update, remove), incomplete };
}

/** Rather than delete one slice and create another, the first is filled with what the second should hold. */
function reuse(
  service: Service,
  create: readonly SliceDraft[],
  update: readonly SliceDraft[],
  remove: readonly SliceDraft[],
): Omit<SliceChanges, 'incomplete'> {
  const stillCreate = [...create];
  const updated = [...update];
  const stillRemove: SliceDraft[] = [];
  for (const slice of remove) {
    const next = controllerOf(slice)?.uid === service.metadata.uid ? stillCreate.pop() : undefined;
    if (next) updated.push({ ...next, metadata: { ...slice.metadata, labels: next.metadata.labels ?? {} } });
    else stillRemove.push(slice);
  }
  return { create: service.metadata.deletionTimestamp === undefined ? stillCreate : [], update: updated, remove: stillRemove };
}

function desiredEndpoints(
  service: Service,
  pods: readonly Pod[],
  family: AddressType,
  nodeOf: (name: string) => Node | undefined,
): { byPorts: Map<string, { readonly ports: readonly SlicePort[]; readonly endpoints: Endpoint[] }>; incomplete: boolean } {
  const byPorts = new Map<string, { readonly ports: readonly SlicePort[]; readonly endpoints: Endpoint[] }>();
  let incomplete = false;
  for (const pod of pods) {
    if (!belongsInEndpoints(pod, true)) continue;
    const ports = targetPorts(service, pod) as readonly SlicePort[];
    const key = portsKey(ports);
    let entry = byPorts.get(key);
    if (!entry) byPorts.set(key, (entry = { ports, endpoints: [] }));
    const node = pod.spec?.nodeName === undefined ? undefined : nodeOf(pod.spec.nodeName);
    if (!node && service.spec?.publishNotReadyAddresses !== true) {
      incomplete = true;
      continue;
    }
    const endpoint = endpointOf(service, pod, node, family);
    if (endpoint) entry.endpoints.push(endpoint);
  }
  return { byPorts, incomplete };
}

function endpointOf(service: Service, pod: Pod, node: Node | undefined, family: AddressType): Endpoint | undefined {
  const ips = pod.status?.podIPs?.map((one) => one.ip) ?? (pod.status?.podIP ? [pod.status.podIP] : []);
  const addresses = ips.filter((ip): ip is string => ip !== undefined && addressTypeOf(ip) === family);
  if (addresses.length === 0) return undefined;
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const { name, namespace, uid } = pod.metadata;
  const zone = node?.metadata.labels?.[ZONE_LABEL];
  const hostname = hostnameIn(service, pod);
  return {
    addresses,
    conditions: { ready: service.spec?.publishNotReadyAddresses === true || (serving && !terminating), serving, terminating },
    ...(hostname === undefined ? {} : { hostname }),
    targetRef: {
      kind: 'Pod',
      ...(namespace === undefined ? {} : { namespace }),
      ...(name === undefined ? {} : { name }),
      ...(uid === undefined ? {} : { uid }),
    },
    ...(pod.spec?.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone ? { zone } : {}),
  };
}

function addressTypesOf(service: Service): AddressType[] {
  const families = service.spec?.ipFamilies as AddressType[] | undefined;
  if (families?.length) return families;
  return [service.spec?.clusterIP && service.spec.clusterIP !== 'None' ? addressTypeOf(service.spec.clusterIP) : 'IPv4'];
}

/** The service's own labels, and those that tell whose slice it is. */
function relabelled(slice: SliceDraft, service: Service): SliceDraft {
  const own = Object.fromEntries(Object.entries(service.metadata.labels ?? {}).filter(([key]) => !RESERVED_LABELS.includes(key)));
  const labels = {
    ...own,
    ...(hasClusterIP(service) ? {} : { [HEADLESS_LABEL]: '' }),
    [SERVICE_NAME_LABEL]: service.metadata.name ?? '',
    [MANAGED_BY_LABEL]: CONTROLLER_NAME,
  };
  return deepEqual(slice.metadata.labels, labels) ? slice : { ...slice, metadata: { ...slice.metadata, labels } };
}

function isPlaceholder(slice: SliceDraft, placeholder: SliceDraft): boolean {
  return slice.endpoints.length === 0 && slice.ports.length === 0 && deepEqual(slice.metadata.labels, placeholder.metadata.labels);
}

function toDraft(slice: EndpointSlice): SliceDraft {
  return { ...slice, endpoints: slice.endpoints ?? [], ports: slice.ports ?? [] };
}
