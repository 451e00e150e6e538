/**
 * Clients outside the cluster: every Traffic object sends requests to a service at its rate, through a proxy decision to
 * the pod's machine. All of it is background work: "run until idle" does not wait for traffic.
 */
import { parseTime } from '../api/time';
import { Process } from '../client/process';
import type { TimerHandle } from '../client/timers';
import type { EndpointSlice } from '../resources/discovery/endpointslices/types';
import type { Service } from '../resources/core/services/types';
import type { Traffic } from '../resources/sim/traffics/types';
import type { Component, ComponentContext } from '../sim/component';
import type { FlowNote } from './flow';
import { ServiceProxy } from './proxy';
import type { Backend } from './proxy';

/** A client gives up after this long. */
const TIMEOUT_MS = 2000;
/** Requests per second and Traffic object; a higher wish is cut to this. */
const RATE_MAX = 1000;
/** Requests one object may have under way; further ones are skipped. */
const IN_FLIGHT_MAX = 2000;

interface Client {
  traffic: Traffic;
  sent: number;
  sinceMs: number;
  inFlight: number;
  timer: TimerHandle | undefined;
}

interface Flight {
  readonly client: Client;
  readonly backend: Backend;
  readonly sentMs: number;
}

interface ClientReport {
  sent: number;
  ok: number;
  failed: number;
}

export function createTraffic(context: ComponentContext, _options: unknown): Component {
  const process = new Process(context, 'system:kubarium:traffic');
  const traffics = process.informer<Traffic>({ group: 'sim.kubarium.dev', version: 'v1alpha1', resource: 'traffics' });
  const clients = new Map<string, Client>();
  const flights = new Map<number, Flight>();
  const reports = new Map<string, ClientReport>();
  let nextId = 1;
  let proxy: ServiceProxy | undefined;
  // Services are watched only once somebody sends requests.
  const proxyOf = (): ServiceProxy =>
    (proxy ??= new ServiceProxy(
      process.informer<Service>({ group: '', version: 'v1', resource: 'services' }),
      process.informer<EndpointSlice>({ group: 'discovery.k8s.io', version: 'v1', resource: 'endpointslices' }),
    ));

  const finish = ({ client, backend, sentMs }: Flight, code: number): void => {
    client.inFlight--;
    note(client, code, process.nowMs - sentMs, backend);
  };
  const note = (client: Client, code: number, latencyMs: number, backend?: Backend): void => {
    const { service } = client.traffic.spec;
    const name = client.traffic.metadata.name as string;
    const flow: FlowNote = {
      type: 'flow',
      traffic: name,
      service: `${service.namespace}/${service.name}`,
      ...(backend?.pod ? { pod: backend.pod } : {}),
      ...(backend?.node ? { node: backend.node } : {}),
      code,
      latencyMs,
    };
    process.note(flow);
    const report = reports.get(name) ?? { sent: 0, ok: 0, failed: 0 };
    reports.set(name, {
      sent: report.sent + 1,
      ok: report.ok + Number(code >= 200 && code < 400),
      failed: report.failed + Number(code < 200 || code >= 400),
    });
  };
  const send = (client: Client): void => {
    const { service, path } = client.traffic.spec;
    const backend = proxyOf().choose(service.namespace, service.name, service.port, client.traffic.metadata.name as string, process.nowMs);
    if (!backend?.node || !backend.podUid) {
      note(client, 0, 0, backend);
      return;
    }
    if (client.inFlight >= IN_FLIGHT_MAX) return;
    client.inFlight++;
    const id = nextId++;
    flights.set(id, { client, backend, sentMs: process.nowMs });
    process.post(`node/${backend.node}`, { type: 'request', id, podUid: backend.podUid, port: backend.port, ...(path ? { path } : {}) });
    process.timers.at(
      process.nowMs + TIMEOUT_MS,
      () => {
        const flight = flights.get(id);
        if (flights.delete(id) && flight) finish(flight, 0);
      },
      { background: true },
    );
  };
  const schedule = (client: Client): void => {
    const rate = Math.min(client.traffic.spec.requestsPerSecond, RATE_MAX);
    if (!(rate > 0)) return;
    const atMs = client.sinceMs + Math.ceil(((client.sent + 1) * 1000) / rate);
    client.timer = process.timers.at(
      Math.max(atMs, process.nowMs),
      () => {
        client.sent++;
        send(client);
        schedule(client);
      },
      { background: true },
    );
  };
  const start = (traffic: Traffic): void => {
    proxyOf();
    const { metadata, spec } = traffic;
    const startMs = parseTime(metadata.creationTimestamp) + (spec.startAfterSeconds ?? 0) * 1000;
    const client: Client = { traffic, sent: 0, sinceMs: Math.max(process.nowMs, startMs), inFlight: 0, timer: undefined };
    clients.set(metadata.name as string, client);
    schedule(client);
  };
  const stop = (traffic: Traffic): void => {
    clients.get(traffic.metadata.name as string)?.timer?.cancel();
    clients.delete(traffic.metadata.name as string);
  };
  traffics.addHandler({
    onAdd: start,
    onUpdate: (before, after) => {
      stop(before);
      start(after);
    },
    onDelete: stop,
  });
  process.handleMessages((_, raw) => {
    const message = raw as { type: string; id: number; code: number };
    if (message.type !== 'response') return;
    const flight = flights.get(message.id);
    if (flights.delete(message.id) && flight) finish(flight, message.code);
  });
  process.handleQueries((question) => ((question as { type?: string }).type === 'traffic' ? Object.fromEntries(reports) : undefined));
  return process;
}
