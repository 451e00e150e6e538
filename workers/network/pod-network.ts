/**
 * What happens to a request that a program of this machine sends: names become addresses, service addresses become
 * endpoints (kube-proxy), and the machine that runs the pod answers. Differs: no packets, one request is one message;
 * names and addresses outside the cluster do not exist; network policies are not enforced.
 */
import type { ApiReply } from '../api/request';
import type { Informer } from '../client/informer';
import type { Process } from '../client/process';
import type { TimerHandle } from '../client/timers';
import type { PodRequest, PodResponse } from '../kubelet/node-messages';
import type { NetAnswer, NetRequest } from '../kubelet/images/program';
import type { ContainerRuntime } from '../kubelet/runtime/container-runtime';
import { serviceName } from '../kubelet/service-address';
import type { Node } from '../resources/core/nodes/types';
import type { Pod } from '../resources/core/pods/types';
import type { Service } from '../resources/core/services/types';
import type { EndpointSlice } from '../resources/discovery/endpointslices/types';
import type { FlowNote } from './flow';
import { ServiceProxy } from './proxy';
import type { Backend, ProxyPlace } from './proxy';

/** Asking the cluster's DNS, and the way to a pod and back. */
const ROUND_TRIP_MS = 1;
const NETWORK_USER = 'system:kubarium:traffic';
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

export interface NetClient {
  readonly podUid: string;
  readonly podIP: string;
  readonly namespace: string;
  /** "namespace/name" of the pod. */
  readonly pod: string;
}

interface Target extends Backend {
  /** "namespace/name" of the service that was asked for. */
  readonly service?: string;
  /** The address that the client sees, where a proxy chose another. */
  readonly asked?: string;
}

interface Unreachable {
  readonly error: 'bad-address' | 'refused';
  readonly address: string;
}

interface Flight {
  readonly client: NetClient;
  readonly target: Target;
  readonly sentMs: number;
  readonly timeout: TimerHandle;
  readonly done: (answer: NetAnswer) => void;
}

interface Machine {
  readonly process: Process;
  readonly runtime: ContainerRuntime;
  readonly nodeIP: string;
  readonly nodes: Informer<Node>;
  readonly services: Informer<Service>;
}

export class PodNetwork {
  private readonly flights = new Map<number, Flight>();
  private readonly waiting: (() => void)[] = [];
  private lastId = 0;
  private proxy: ServiceProxy | undefined;

  constructor(
    private readonly node: string,
    private readonly machine: Machine,
  ) {}

  fetch(client: NetClient, request: NetRequest, done: (answer: NetAnswer) => void): void {
    const { host, port } = request;
    if (host === 'localhost' || host === '127.0.0.1' || host === client.podIP) {
      this.send(client, { address: client.podIP, port, node: this.node, podUid: client.podUid }, request, done);
      return;
    }
    this.whenSynced((proxy) => {
      const found = this.resolve(client, proxy, host, port);
      if (found && 'error' in found) done(found);
      else if (found) this.send(client, found, request, done);
      else this.findPod(host, port, (target) => this.send(client, target, request, done), done);
    });
  }

  receive({ id, code, latencyMs, body, location }: PodResponse): void {
    const flight = this.flights.get(id);
    if (!flight || !this.flights.delete(id)) return;
    const { client, target, sentMs, timeout, done } = flight;
    timeout.cancel();
    const { process } = this.machine;
    this.note(client, target, code, process.nowMs - sentMs);
    const address = target.asked ?? target.address;
    if (code === 0) done({ error: 'refused', address });
    else done({ address, response: { code, latencyMs, body, ...(location === undefined ? {} : { location }) } });
  }

  /** Services' endpoints are watched only once somebody asks for one. */
  private whenSynced(work: (proxy: ServiceProxy) => void): void {
    const { process, services } = this.machine;
    if (!this.proxy) {
      const slices = process.informer<EndpointSlice>({ group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' });
      const proxy = new ServiceProxy(services, slices);
      this.proxy = proxy;
      process.eachStep(() => {
        if (this.waiting.length && proxy.hasSynced) for (const one of this.waiting.splice(0)) one();
      });
    }
    const { proxy } = this;
    if (proxy.hasSynced) work(proxy);
    else this.waiting.push(() => work(proxy));
  }

  /** undefined: an address that may be a pod's. */
  private resolve(client: NetClient, proxy: ServiceProxy, host: string, port: number): Target | Unreachable | undefined {
    const { services, nodes, nodeIP, process } = this.machine;
    const zone = nodes.get(this.node)?.metadata.labels?.['topology.kubernetes.io/zone'];
    const place: ProxyPlace = { node: this.node, ...(zone ? { zone } : {}) };
    const choose = ({ metadata, spec }: Service, servicePort: number, from: ProxyPlace): Target | Unreachable => {
      const { namespace = '', name = '' } = metadata;
      const backend = proxy.choose(namespace, name, servicePort, client.podIP, process.nowMs, from);
      const asked = from.external ? nodeIP : (spec?.clusterIP ?? '');
      return backend ? { ...backend, service: `${namespace}/${name}`, asked } : { error: 'refused', address: asked };
    };
    if (IPV4.test(host)) {
      if (host === nodeIP) {
        const exposed = [...services.list()].find(({ spec }) => spec?.ports?.some(({ nodePort }) => nodePort === port));
        const exposedPort = exposed?.spec?.ports?.find(({ nodePort }) => nodePort === port)?.port;
        if (exposed && exposedPort !== undefined) return choose(exposed, exposedPort, { ...place, external: true });
      }
      const service = [...services.list()].find(({ spec }) => spec?.clusterIP === host);
      return service ? choose(service, port, place) : undefined;
    }
    const named = serviceName(services, host, client.namespace);
    const unknown: Unreachable = { error: 'bad-address', address: host };
    if (!named) return unknown;
    if (named.service.spec?.clusterIP !== 'None') return choose(named.service, port, place);
    const { namespace = '', name = '' } = named.service.metadata;
    const backends = proxy.headless(namespace, name).filter(({ hostname }) => named.hostname === undefined || hostname === named.hostname);
    const backend = backends.find(({ node }) => node === this.node) ?? backends[0];
    return backend ? { ...backend, port, service: `${namespace}/${name}` } : unknown;
  }

  private findPod(address: string, port: number, found: (target: Target) => void, done: (answer: NetAnswer) => void): void {
    const { process, runtime } = this.machine;
    for (const { uid, sandboxes } of runtime.pods.values())
      if (sandboxes.some((one) => one.ready && one.ip === address)) {
        found({ address, port, node: this.node, podUid: uid });
        return;
      }
    const query = { group: '', version: 'v1', resource: 'pods', options: { fieldSelector: `status.podIP=${address}` } };
    // The network knows every pod; the node itself may only list its own.
    process.send({ verb: 'list', ...query, user: NETWORK_USER }, (reply: ApiReply) => {
      const [pod] = ((reply.body as { items?: readonly Pod[] }).items ?? []).filter((one) => one.status?.phase === 'Running');
      if (pod?.spec?.nodeName)
        found({
          address,
          port,
          node: pod.spec.nodeName,
          podUid: pod.metadata.uid as string,
          pod: `${pod.metadata.namespace}/${pod.metadata.name}`,
        });
      else done({ error: 'unreachable', address });
    });
  }

  private send(client: NetClient, target: Target, { method, path, timeoutMs }: NetRequest, done: (answer: NetAnswer) => void): void {
    const { process } = this.machine;
    const { node, podUid, port } = target;
    const address = target.asked ?? target.address;
    // What has no pod is the API server: it answers, but nobody here can talk TLS.
    if (!node || !podUid) {
      done({ address, response: { code: 403, body: '', latencyMs: ROUND_TRIP_MS } });
      return;
    }
    const id = ++this.lastId;
    const message: PodRequest = { type: 'request', id, podUid, port, method, path };
    process.post(`node/${node}`, message, ROUND_TRIP_MS);
    const giveUp = (): void => {
      this.flights.delete(id);
      this.note(client, target, 0, timeoutMs);
      done({ error: 'timeout', address });
    };
    const timeout = process.timers.at(process.nowMs + timeoutMs, giveUp, { background: true });
    this.flights.set(id, { client, target, sentMs: process.nowMs, timeout, done });
  }

  private note({ pod: client }: NetClient, { service, pod, node }: Target, code: number, latencyMs: number): void {
    if (!service) return;
    const flow: FlowNote = { type: 'flow', client, service, ...(pod ? { pod } : {}), ...(node ? { node } : {}), code, latencyMs };
    this.machine.process.note(flow);
  }
}
