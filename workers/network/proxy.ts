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
  readonly node?: string;
  readonly podUid?: string;
  /** "namespace/name" of the pod. */
  readonly pod?: string;
}

interface Affinity {
  readonly address: string;
  readonly untilMs: number;
}

export class ServiceProxy {
  private readonly turns = new Map<string, number>();
  private readonly affinity = new Map<string, Affinity>();
  /** Endpoints per service port, dropped when a slice of the service changes. */
  private readonly cached = new Map<string, readonly Backend[]>();

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

  /** undefined: no service, no such port, or nobody ready. `client` is what ClientIP affinity remembers. */
  choose(namespace: string, name: string, port: number | string | undefined, client: string, nowMs: number): Backend | undefined {
    const service = this.services.get(`${namespace}/${name}`);
    const ports = (service?.spec?.ports ?? []) as readonly { name?: string; port: number }[];
    const chosen = port === undefined ? ports[0] : ports.find((one) => one.port === port || one.name === port);
    if (!service || !chosen) return undefined;
    const key = `${namespace}/${name}:${chosen.name ?? ''}`;
    const backends = this.backends(key, `${namespace}/${name}`, chosen.name ?? '');
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

  /** Ready endpoints; if there are none, those that still serve while terminating. */
  private backends(key: string, service: string, portName: string): readonly Backend[] {
    const known = this.cached.get(key);
    if (known) return known;
    const ready: Backend[] = [];
    const serving: Backend[] = [];
    for (const slice of this.slices.byIndex(INDEX, service)) {
      const port = slice.ports?.find((one) => (one.name ?? '') === portName)?.port;
      if (port === undefined) continue;
      for (const { addresses, conditions, nodeName, targetRef } of slice.endpoints ?? []) {
        const backend: Backend = {
          address: addresses[0] ?? '',
          port,
          ...(nodeName ? { node: nodeName } : {}),
          ...(targetRef?.uid ? { podUid: targetRef.uid } : {}),
          ...(targetRef?.name ? { pod: `${targetRef.namespace ?? ''}/${targetRef.name}` } : {}),
        };
        if (conditions?.ready !== false) ready.push(backend);
        else if (conditions.serving && conditions.terminating) serving.push(backend);
      }
    }
    const backends = ready.length ? ready : serving;
    this.cached.set(key, backends);
    return backends;
  }
}

function serviceKey(slice: EndpointSlice): string {
  return `${slice.metadata.namespace}/${slice.metadata.labels?.[SERVICE_LABEL] ?? ''}`;
}
