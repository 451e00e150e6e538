/**
 * A cluster behind HTTP, for kubectl and other clients:
 *
 *     npm run serve -- --port 8001 --nodes 3 --seed 1 [--placement threads|inline] [--speed 1|max] [--paused]
 *                      [--kubeconfig FILE] [--demo] [--api-only]
 *                      [--token-auth-file FILE] [--tls-cert-file FILE --tls-private-key-file FILE] [--no-scheduler] [--controllers LIST]
 *
 * Prints one line with the URL when it answers. `--api-only` serves the API server without any component behind it;
 * `--no-scheduler` leaves scheduling to a scheduler of yours, `--controllers=-*` control loops to a controller manager of
 * yours (LIST as kube-controller-manager takes it: `*`, `job`, `*,-job`, ...). Other programs live in real time: keep speed 1.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { parseTokenFile } from '../apiserver/authn/token-file';
import { MASTERS } from '../api/user-info';
import { apiOnlyBackend, engineBackend } from './http-backends';
import type { RunningBackend } from './http-backends';
import { httpListener } from './http-listener';
import { kubeconfig } from './kubeconfig';
import { upgradeListener } from './pod-streams';
import { staticFile } from './static-files';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** Bytes of a request's headers; milliseconds for the headers, and for a whole request. */
const LIMITS = { maxHeaderSize: 64 * 1024, headersTimeout: 30_000, requestTimeout: 120_000 };

await main();

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8001' },
      nodes: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      placement: { type: 'string', default: 'inline' },
      speed: { type: 'string', default: '1' },
      paused: { type: 'boolean', default: false },
      kubeconfig: { type: 'string' },
      demo: { type: 'boolean', default: false },
      'api-only': { type: 'boolean', default: false },
      'no-scheduler': { type: 'boolean', default: false },
      controllers: { type: 'string', default: '*' },
      'token-auth-file': { type: 'string' },
      'tls-cert-file': { type: 'string' },
      'tls-private-key-file': { type: 'string' },
    },
  });
  const seed = whole('seed', values.seed);
  const speed = values.speed === 'max' ? 'max' : Number(values.speed);
  const settings = {
    seed,
    nodes: whole('nodes', values.nodes),
    placement: values.placement,
    speed,
    paused: values.paused,
    scheduler: !values['no-scheduler'],
    controllers: values.controllers.split(','),
  } as const;
  const backend = values['api-only'] ? apiOnlyBackend(seed) : await engineBackend(settings);
  const adminToken = values['token-auth-file'] === undefined ? undefined : await useTokens(backend, values['token-auth-file']);
  if (values.demo) await createDemo(backend);
  const served = { ...backend, page: (path: string) => staticFile(DIST, path) };
  const listener = httpListener(served);
  const { 'tls-cert-file': certFile, 'tls-private-key-file': keyFile } = values;
  const secure = certFile !== undefined && keyFile !== undefined;
  const server = secure
    ? createTlsServer({ ...LIMITS, cert: await readFile(certFile), key: await readFile(keyFile) }, listener)
    : createServer(LIMITS, listener);
  server.on('upgrade', upgradeListener(served));
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(whole('port', values.port), '127.0.0.1', resolve);
  });
  const url = `${secure ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (values.kubeconfig) await writeFile(values.kubeconfig, kubeconfig(url, adminToken));
  console.log(`Kubarium serves Kubernetes v1.36 at ${url}${values.kubeconfig ? `, kubeconfig ${values.kubeconfig}` : ''}`);
  const stop = () => {
    backend.dispose();
    server.close();
    server.closeAllConnections();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** The token of the first administrator in the file, for the kubeconfig. */
async function useTokens(backend: RunningBackend, file: string): Promise<string | undefined> {
  const tokens = parseTokenFile(await readFile(file, 'utf8'));
  backend.access.authenticator.staticTokens = tokens;
  return [...tokens].find(([, { groups }]) => groups.includes(MASTERS))?.[0];
}

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  console.error(`--${name}: ${text} is not a whole number`);
  return process.exit(2);
}

/** A Deployment of three behind a Service. */
async function createDemo(backend: RunningBackend): Promise<void> {
  const labels = { app: 'web' };
  const metadata = { name: 'web', labels };
  const containers = [{ name: 'nginx', image: 'nginx:1.29', ports: [{ containerPort: 80 }] }];
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: { replicas: 3, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
  const service = { apiVersion: 'v1', kind: 'Service', metadata, spec: { selector: labels, ports: [{ port: 80 }] } };
  await backend.request({ verb: 'create', group: 'apps', version: 'v1', resource: 'deployments', namespace: 'default', body: deployment });
  await backend.request({ verb: 'create', group: '', version: 'v1', resource: 'services', namespace: 'default', body: service });
}
