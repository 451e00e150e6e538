/**
 * kube-proxy's decision: which endpoint answers a request to a service.
 * Source: pkg/proxy (topology.go, endpointslicecache.go), 1.36. Differs: round-robin instead of a random draw.
 */
import type { Informer } from '../client/informer';
import type { EndpointSlice } from '../resources/discovery/endpointslices/types';
import type { Service } from '../resources/core/services/types';

const SERVICE_LABEL = 'kubernetes.io/service-name';
const INDEX = 'service';
/** ClientIP affinity without a configured time. */
const AFFINITY_SECONDS = 10_800;

export interface Backend {
  readonly address: string;
  readonly port: number;
  readonly hostname?: string;
  readonly node?: string;
  readonly podUid?: string;
  /** "namespace/name" of the pod. */
  readonly pod?: string;
  readonly forZones?: readonly string[];
  readonly forNodes?: readonly string[];
}

/** The machine whose proxy decides; what is outside the cluster has none. */
export interface ProxyPlace {
  readonly node: string;
  readonly zone?: string;
  /** The request came to a node port: externalTrafficPolicy counts, not internalTrafficPolicy. */
  readonly external?: boolean;
}

interface Affinity {
  readonly address: string;
  readonly untilMs: number;
}

interface Endpoints {
  readonly ready: readonly Backend[];
  /** Terminating, and still answering. */
  readonly serving: readonly Backend[];
}

export class ServiceProxy {
  private readonly turns = new Map<string, number>();
  private readonly affinity = new Map<string, Affinity>();
  /** Endpoints per service port, dropped when a slice of the service changes. */
  private readonly cached = new Map<string, Endpoints>();

  constructor(
    private readonly services: Informer<Service>,
    private readonly slices: Informer<EndpointSlice>,
  ) {
    slices.addIndex(INDEX, (slice) => [serviceKey(slice)]);
    const drop = (slice: EndpointSlice): void => {
      const prefix = `${serviceKey(slice)}:`;
      for (const key of this.cached.keys()) if (key.startsWith(prefix)) this.cached.delete(key);
    };
    slices.addHandler({ onAdd: drop, onUpdate: (_, after) => drop(after), onDelete: drop });
  }

  get hasSynced(): boolean {
    return this.services.hasSynced && this.slices.hasSynced;
  }

  /** undefined: no service, no such port, or nobody ready. `client` is what ClientIP affinity remembers. */
  choose(
    namespace: string,
    name: string,
    port: number | string | undefined,
    client: string,
    nowMs: number,
    place?: ProxyPlace,
  ): Backend | undefined {
    const service = this.services.get(`${namespace}/${name}`);
    const ports = (service?.spec?.ports ?? []) as readonly { name?: string; port: number }[];
    const chosen = port === undefined ? ports[0] : ports.find((one) => one.port === port || one.name === port);
    if (!service || !chosen) return undefined;
    const key = `${namespace}/${name}:${chosen.name ?? ''}`;
    const backends = usable(service, this.endpoints(key, `${namespace}/${name}`, chosen.name ?? ''), place);
    if (backends.length === 0) return undefined;
    const sticky = service.spec?.sessionAffinity === 'ClientIP';
    const remembered = sticky ? this.affinity.get(`${key} ${client}`) : undefined;
    if (remembered && remembered.untilMs > nowMs) {
      const same = backends.find((one) => one.address === remembered.address);
      if (same) return same;
    }
    const turn = this.turns.get(key) ?? 0;
    this.turns.set(key, turn + 1);
    const backend = backends[turn % backends.length];
    if (sticky && backend) {
      const seconds = service.spec?.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? AFFINITY_SECONDS;
      this.affinity.set(`${key} ${client}`, { address: backend.address, untilMs: nowMs + seconds * 1000 });
    }
    return backend;
  }

  /** What DNS knows of a headless service: its ready endpoints on any port. */
  headless(namespace: string, name: string): readonly Backend[] {
    const found = new Map<string, Backend>();
    for (const slice of this.slices.byIndex(INDEX, `${namespace}/${name}`))
      for (const endpoint of slice.endpoints ?? [])
        if (endpoint.conditions?.ready !== false) found.set(endpoint.addresses[0] ?? '', backendOf(endpoint, 0));
    return [...found.values()];
  }

  private endpoints(key: string, service: string, portName: string): Endpoints {
    const known = this.cached.get(key);
    if (known) return known;
    const ready: Backend[] = [];
    const serving: Backend[] = [];
    for (const slice of this.slices.byIndex(INDEX, service)) {
      const port = slice.ports?.find((one) => (one.name ?? '') === portName)?.port;
      if (port === undefined) continue;
      for (const endpoint of slice.endpoints ?? []) {
        const { conditions } = endpoint;
        if (conditions?.ready !== false) ready.push(backendOf(endpoint, port));
        else if (conditions.serving && conditions.terminating) serving.push(backendOf(endpoint, port));
      }
    }
    const endpoints = { ready, serving };
    this.cached.set(key, endpoints);
    return endpoints;
  }
}

/** Ready endpoints, or else those that still serve; near ones only where policy or hints say so. Source: pkg/proxy/topology.go. */
function usable(service: Service, { ready, serving }: Endpoints, place: ProxyPlace | undefined): readonly Backend[] {
  if (!place) return ready.length ? ready : serving;
  const policy = place.external ? service.spec?.externalTrafficPolicy : service.spec?.internalTrafficPolicy;
  if (policy === 'Local') {
    const local = ready.filter(({ node }) => node === place.node);
    return local.length ? local : serving.filter(({ node }) => node === place.node);
  }
  if (!ready.length) return serving;
  const sameNode = ready.filter(({ forNodes }) => forNodes?.includes(place.node));
  if (sameNode.length && ready.every(({ forNodes }) => forNodes?.length)) return sameNode;
  const { zone } = place;
  const sameZone = zone === undefined ? [] : ready.filter(({ forZones }) => forZones?.includes(zone));
  return sameZone.length && ready.every(({ forZones }) => forZones?.length) ? sameZone : ready;
}

function backendOf(
  { addresses, hostname, nodeName, targetRef, hints }: NonNullable<EndpointSlice['endpoints']>[number],
  port: number,
): Backend {
  return {
    address: addresses[0] ?? '',
    port,
    ...(hostname ? { hostname } : {}),
    ...(nodeName ? { node: nodeName } : {}),
    ...(targetRef?.uid ? { podUid: targetRef.uid } : {}),
    ...(targetRef?.name ? { pod: `${targetRef.namespace ?? ''}/${targetRef.name}` } : {}),
    ...(hints?.forZones ? { forZones: hints.forZones.map(({ name }) => name) } : {}),
    ...(hints?.forNodes ? { forNodes: hints.forNodes.map(({ name }) => name) } : {}),
  };
}

function serviceKey(slice: EndpointSlice): string {
  return `${slice.metadata.namespace}/${slice.metadata.labels?.[SERVICE_LABEL] ?? ''}`;
}
