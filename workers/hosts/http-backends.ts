/** What the HTTP host can serve: a whole cluster with a wall clock, or an API server alone. */
import { ApiServer } from '../apiserver/server';
import docs from '../resources/schema/generated/docs.json';
import { randomStream } from '../sim/prng';
import { Store } from '../store/store';
import type { HttpBackend } from './http-listener';
import { followPodLog } from './pod-logs';

export type RunningBackend = HttpBackend & { dispose(): void };

export interface EngineSettings {
  readonly seed: number;
  readonly nodes: number;
  readonly placement: string;
  readonly speed: number | 'max';
  readonly paused: boolean;
  readonly scheduler: boolean;
  /** kube-controller-manager's --controllers. */
  readonly controllers: readonly string[];
  /** When virtual time starts; default its epoch. */
  readonly startMs?: number;
}

export function apiOnlyBackend(seed: number, startMs = 0): RunningBackend {
  const started = performance.now();
  const nowMs = () => startMs + Math.floor(performance.now() - started);
  const api = new ApiServer({ store: new Store(), random: randomStream(seed, 'apiserver'), clock: nowMs });
  api.resources.docs = docs;
  return {
    resources: api.resources,
    access: api.access,
    nowMs,
    request: (request) => Promise.resolve(api.handle(request)),
    watch: (request, sink) => Promise.resolve(api.watch(request, sink)),
    dispose: () => api.close(),
  };
}

export async function engineBackend({ placement, speed, paused, ...spec }: EngineSettings): Promise<RunningBackend> {
  const { seed } = spec;
  const [{ Engine }, { handleControl }] = await Promise.all([import('./engine'), import('./control')]);
  const groups = placement === 'threads' ? await (await import('./node-threads')).nodeThreads(seed) : await inlineThreads(seed);
  const engine = new Engine(spec, groups, {
    paused,
    speed,
    realNow: () => performance.now(),
    onCrash: (error) => {
      console.error(error);
      process.exit(1);
    },
  });
  engine.cluster.api.resources.docs = docs;
  engine.start();
  return {
    resources: engine.cluster.api.resources,
    access: engine.cluster.api.access,
    nowMs: () => engine.clock.nowMs,
    request: (request) => engine.request(request),
    follow: (request, sink) => followPodLog(engine, request, sink),
    converse: (to, message, onReply) => engine.converse(to, message, onReply),
    message: (to, message) => engine.message(to, message),
    query: (component, question) => engine.query(component, question),
    watch: (request, sink) => engine.watch(request, sink),
    control: (method, path, body) => handleControl(engine, method, path, body),
    dispose: () => engine.dispose(),
  };
}

async function inlineThreads(seed: number) {
  const { inlineGroups } = await import('./inline');
  const { scheduler, controllers, nodes } = inlineGroups(seed);
  const here = (group: typeof scheduler) => ({
    run: group.run.bind(group),
    query: group.query.bind(group),
    dispose: () => undefined,
  });
  return { scheduler: here(scheduler), controllers: here(controllers), nodes: here(nodes) };
}
