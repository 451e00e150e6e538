import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apiOnlyBackend } from '../../workers/hosts/http-backends';
import { httpListener } from '../../workers/hosts/http-listener';
import { defaultAccount } from '../support/manifests';
import { PARTS, podBody } from './api';
import { cpuMs } from './cpu';
import type { Print } from './run';

const PODS = '/api/v1/namespaces/default/pods';
const TABLE = 'application/json;as=Table;g=meta.k8s.io;v=v1';
const [STORED, REQUESTS, WATCHES, WRITES] = [10_000, 3_000, 500, 200];

/** Requests over a socket, one after another, and what one write costs with many watches open. Client and server share the process. */
export async function httpBench(print: Print): Promise<void> {
  const backend = apiOnlyBackend(1);
  await backend.request(defaultAccount());
  const server = createServer(httpListener(backend));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    exchange(port, agent, method, path, body, headers);
  const rate = async (name: string, count: number, work: (at: number) => Promise<unknown>) => {
    const rates: number[] = [];
    const costs: number[] = [];
    for (let part = 0; part < PARTS; part++) {
      const [started, cpu] = [performance.now(), cpuMs()];
      for (let at = part; at < count; at += PARTS) await work(at);
      costs.push(((cpuMs() - cpu) * 1000 * PARTS) / count);
      rates.push(count / PARTS / ((performance.now() - started) / 1000));
    }
    print({ name: `http-${name}`, value: Math.max(...rates), unit: 'requests/s', cpuMicros: Math.round(Math.min(...costs)) });
  };
  const answer = async (name: string, path: string, count: number) => {
    const times: number[] = [];
    for (let at = 0; at < count; at++) {
      const started = performance.now();
      await call('GET', path);
      times.push(performance.now() - started);
    }
    print({ name: `http-${name}`, value: Math.min(...times), unit: 'ms', first: Math.round((times[0] as number) * 1000) / 1000 });
  };
  await answer('discovery', '/apis/apps/v1', 200);
  await answer('openapi-apps', '/openapi/v3/apis/apps/v1', 20);
  await rate('create', STORED, (at) => call('POST', PODS, podBody(at)));
  await rate('get', REQUESTS, (at) => call('GET', `${PODS}/pod-${at}`));
  const merge = { 'content-type': 'application/merge-patch+json' };
  await rate('patch', REQUESTS, (at) => call('PATCH', `${PODS}/pod-${at}`, { metadata: { labels: { at: String(at) } } }, merge));
  await rate('list-10000', 20, () => call('GET', PODS));
  await rate('table-10000', 20, () => call('GET', PODS, undefined, { accept: TABLE }));
  for (const accept of ['application/json', TABLE]) await fanOut(port, call, accept, print);
  agent.destroy();
  server.closeAllConnections();
  server.close();
  backend.dispose();
}

type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<unknown>;

/** Watchers only count lines, so what is measured is what the server does for each. */
async function fanOut(port: number, call: Call, accept: string, print: Print): Promise<void> {
  const { metadata } = (await call('GET', `${PODS}?limit=1`)) as { metadata: { resourceVersion: string } };
  let left = WATCHES * WRITES;
  let done = () => {};
  const all = new Promise<void>((resolve) => (done = resolve));
  const heard = (count: number) => void ((left -= count) <= 0 && done());
  const path = `${PODS}?watch=1&resourceVersion=${metadata.resourceVersion}`;
  const stops = await Promise.all(Array.from({ length: WATCHES }, () => countLines(port, path, accept, heard)));
  const [started, cpu] = [performance.now(), cpuMs()];
  const merge = { 'content-type': 'application/merge-patch+json' };
  for (let at = 0; at < WRITES; at++) await call('PATCH', `${PODS}/pod-${at}`, { metadata: { annotations: { at: accept + at } } }, merge);
  await all;
  const events = WATCHES * WRITES;
  print({
    name: accept === TABLE ? 'watch-fan-out-table' : 'watch-fan-out',
    watches: WATCHES,
    value: events / ((performance.now() - started) / 1000),
    unit: 'events/s',
    cpuMicrosPerEvent: Math.round(((cpuMs() - cpu) * 1000 * 10) / events) / 10,
  });
  for (const stop of stops) stop();
}

function countLines(port: number, path: string, accept: string, heard: (count: number) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, agent: false, headers: { accept } }, (response) => {
      response.on('data', (chunk: Buffer) => {
        let count = 0;
        for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
        heard(count);
      });
      resolve(() => request.destroy());
    });
    request.on('error', reject);
    request.end();
  });
}

function exchange(
  port: number,
  agent: Agent,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('end', () => {
        if ((response.statusCode ?? 0) >= 300) reject(new Error(Buffer.concat(chunks).toString('utf8')));
        else resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
      });
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
