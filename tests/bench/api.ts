import type { AnyObject } from '../../workers/api/meta';
import type { ApiRequest } from '../../workers/api/request';
import { createInlineCluster } from '../../workers/hosts/inline';
import type { Print } from './run';

const PODS = 10_000;
const pods = { group: '', version: 'v1', resource: 'pods', namespace: 'default' } as const;

/** Operations per second on the API server alone, and the heap a stored pod takes. */
export function apiBench(print: Print): void {
  const cluster = createInlineCluster({ seed: 1, nodes: 0, controllers: [], scheduler: false });
  const body = (at: number): AnyObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${at}`, labels: { app: 'web', shard: String(at % 10) } },
    spec: { containers: [{ name: 'web', image: 'nginx:1.29', resources: { requests: { cpu: '100m', memory: '128Mi' } } }] },
  });
  const rate = (name: string, count: number, work: (at: number) => void) => {
    const started = performance.now();
    for (let at = 0; at < count; at++) work(at);
    print({ name: `api-${name}`, value: count / ((performance.now() - started) / 1000), unit: 'operations/s' });
  };
  const must = (request: ApiRequest) => {
    const reply = cluster.handle(request);
    if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
  };
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  rate('create', PODS, (at) => must({ verb: 'create', ...pods, body: body(at) }));
  globalThis.gc?.();
  print({
    name: 'heap-per-pod',
    value: (process.memoryUsage().heapUsed - before) / PODS,
    unit: 'bytes',
    collected: globalThis.gc !== undefined,
  });
  rate('get', 100_000, (at) => must({ verb: 'get', ...pods, name: `pod-${at % PODS}` }));
  rate('list-10000', 50, () => must({ verb: 'list', ...pods }));
  rate('patch', PODS, (at) =>
    must({ verb: 'patch', patchType: 'merge', ...pods, name: `pod-${at}`, body: { metadata: { annotations: { at: String(at) } } } }),
  );
}
