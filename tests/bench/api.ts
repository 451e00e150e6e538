import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AnyObject } from '../../workers/api/meta';
import type { ApiRequest } from '../../workers/api/request';
import { handleHttp } from '../../workers/apiserver/http';
import { ApiServer } from '../../workers/apiserver/server';
import docs from '../../workers/resources/schema/generated/docs.json';
import { randomStream } from '../../workers/sim/prng';
import { Store } from '../../workers/store/store';
import { cpuMs } from './cpu';
import type { Print } from './run';
import { defaultAccount } from '../support/manifests';

const PODS = 10_000;
/** Each figure is the best of so many parts: other work on the machine disturbs some of them. */
export const PARTS = 5;
const pods = { group: '', version: 'v1', resource: 'pods', namespace: 'default' } as const;

/** A pod as someone would send it; `spec`: one that several share. */
export function podBody(at: number, spec?: AnyObject): AnyObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `pod-${at}`, labels: { app: 'web', shard: String(at % 10) } },
    spec: spec ?? podSpec(),
  };
}

function podSpec(): AnyObject {
  return {
    containers: [{ name: 'web', image: 'nginx:1.29', resources: { requests: { cpu: '100m', memory: '128Mi' } } }],
  } as AnyObject;
}

/** Operations per second on the API server alone, the heap a stored pod takes, and how long documents take. */
export function apiBench(print: Print): void {
  const api = newServer();
  const rate = (name: string, count: number, work: (at: number) => void) => {
    const rates: number[] = [];
    const costs: number[] = [];
    for (let part = 0; part < PARTS; part++) {
      const [started, cpu] = [performance.now(), cpuMs()];
      for (let at = part; at < count; at += PARTS) work(at);
      costs.push(((cpuMs() - cpu) * 1000 * PARTS) / count);
      rates.push(count / PARTS / ((performance.now() - started) / 1000));
    }
    print({ name: `api-${name}`, value: Math.max(...rates), unit: 'operations/s', cpuMicros: Math.round(Math.min(...costs)) });
  };
  const must = (request: ApiRequest) => {
    const reply = api.handle(request);
    if (reply.code >= 300) throw new Error(JSON.stringify(reply.body));
  };
  rate('create', PODS, (at) => must({ verb: 'create', ...pods, body: podBody(at) }));
  rate('get', 100_000, (at) => must({ verb: 'get', ...pods, name: `pod-${at % PODS}` }));
  rate('list-10000', 100, () => must({ verb: 'list', ...pods }));
  rate('patch', PODS, (at) =>
    must({ verb: 'patch', patchType: 'merge', ...pods, name: `pod-${at}`, body: { metadata: { annotations: { at: String(at) } } } }),
  );
  document(api, 'discovery', '/apis/apps/v1', print);
  document(api, 'openapi-apps', '/openapi/v3/apis/apps/v1', print);
  heapPerPod('heap-per-pod', () => podSpec(), print);
  const template = podSpec();
  heapPerPod('heap-per-pod-shared-template', () => template, print);
}

function newServer(): ApiServer {
  const api = new ApiServer({ store: new Store(), random: randomStream(1, 'bench'), clock: () => 0 });
  api.resources.docs = docs;
  api.handle(defaultAccount());
  return api;
}

/** The first answer builds the document; later ones find it. */
function document(api: ApiServer, name: string, path: string, print: Print): void {
  const ask = () => {
    const started = performance.now();
    JSON.stringify(handleHttp(api, { method: 'GET', path }).body);
    return performance.now() - started;
  };
  const first = ask();
  const later = Array.from({ length: 20 }, ask);
  print({ name: `api-${name}`, value: Math.min(...later), unit: 'ms', first: Math.round(first * 1000) / 1000 });
}

function heapPerPod(name: string, spec: () => AnyObject, print: Print): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const api = newServer();
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let at = 0; at < PODS; at++) api.handle({ verb: 'create', ...pods, body: podBody(at, spec()) });
  collect();
  print({ name, value: (process.memoryUsage().heapUsed - before) / PODS, unit: 'bytes' });
  api.close();
}
