/** Requests of the simulated data plane, from the causal trace: what the traffic dots show. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Transport } from './transport';

/** What is read of an entry of `GET /sim/trace`. */
interface TraceEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly type: string;
  readonly service?: unknown;
  readonly pod?: unknown;
  readonly node?: unknown;
  /** HTTP status; 0: no answer. */
  readonly code?: unknown;
}

export interface Flow {
  readonly seq: number;
  readonly atMs: number;
  /** "namespace/name" of the Service that was called. */
  readonly service: string;
  /** "namespace/name" of the pod that answered, or should have; absent where none was chosen. */
  readonly pod?: string;
  readonly node?: string;
  readonly ok: boolean;
}

export interface FlowCounts {
  readonly served: number;
  readonly failed: number;
}

const noCounts: FlowCounts = { served: 0, failed: 0 };
const pollMs = 300;

const countsStore = createStore<{ readonly byService: ReadonlyMap<string, FlowCounts> }>(() => ({ byService: new Map() }));
const listeners = new Set<(flows: readonly Flow[]) => void>();

/** Calls back with new requests as they are learnt. Returns stop. */
export function onFlows(listener: (flows: readonly Flow[]) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Requests to a service since the page was opened. */
export function useFlowCounts(service: string): FlowCounts {
  return useStore(countsStore, (state) => state.byService.get(service) ?? noCounts);
}

/** Polls the trace. */
export function startFlows(transport: Transport): () => void {
  let since = 0;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const poll = async () => {
    const reply = await transport.request({ method: 'GET', path: `/sim/trace?since=${since}&type=flow` });
    if (stopped) return;
    if (reply.code === 200) {
      const entries = entriesOf(reply.body);
      const last = entries.at(-1)?.seq;
      if (last !== undefined) since = last;
      receive(entries.flatMap((entry) => flowOf(entry) ?? []));
    }
    if (reply.code !== 404) timer = setTimeout(() => void poll(), pollMs);
  };
  void poll();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

function receive(flows: readonly Flow[]): void {
  if (flows.length === 0) return;
  countsStore.setState(({ byService }) => {
    const next = new Map(byService);
    for (const flow of flows) {
      const { served, failed } = next.get(flow.service) ?? noCounts;
      next.set(flow.service, flow.ok ? { served: served + 1, failed } : { served, failed: failed + 1 });
    }
    return { byService: next };
  });
  for (const listener of listeners) listener(flows);
}

function entriesOf(body: unknown): readonly TraceEntry[] {
  const list = Array.isArray(body) ? body : (body as { entries?: unknown } | null)?.entries;
  return Array.isArray(list) ? (list as TraceEntry[]) : [];
}

/** The flow an entry tells of; undefined for other entries. */
function flowOf(entry: TraceEntry): Flow | undefined {
  if (entry.type !== 'flow' || typeof entry.service !== 'string') return undefined;
  return {
    seq: entry.seq,
    atMs: entry.atMs,
    service: entry.service,
    ...(typeof entry.pod === 'string' ? { pod: entry.pod } : {}),
    ...(typeof entry.node === 'string' ? { node: entry.node } : {}),
    ok: typeof entry.code === 'number' && entry.code >= 200 && entry.code < 400,
  };
}
