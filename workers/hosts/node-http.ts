/**
 * A cluster behind HTTP, for kubectl and other clients; `npm run serve -- --help` names the flags. Prints one line with the URL when
 * it answers. Programs that come from elsewhere (a real scheduler, a controller manager) live in real time: keep speed 1 for them.
 */
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseTokenFile } from '../apiserver/authn/token-file';
import { MASTERS } from '../api/user-info';
import { apiOnlyBackend, engineBackend } from './http-backends';
import type { RunningBackend } from './http-backends';
import { closeServer, httpServer } from './http-server';
import { kubeconfig } from './kubeconfig';
import { ownNames } from './own-names';
import { serveFlags, USAGE } from './serve-flags';
import type { ServeFlags } from './serve-flags';
import { staticFile } from './static-files';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  try {
    const flags = serveFlags(args);
    if (flags) await serve(flags);
    else console.log(USAGE);
  } catch (error) {
    const expected = error instanceof RangeError || (error as NodeJS.ErrnoException).code !== undefined;
    console.error(expected ? `error: ${(error as Error).message}` : error);
    process.exit(2);
  }
}

async function serve(flags: ServeFlags): Promise<void> {
  const { seed, nodes, placement, speed, paused, scheduler, controllers, bindAddress } = flags;
  const start = flags.startMs === undefined ? {} : { startMs: flags.startMs };
  const backend = flags.apiOnly
    ? apiOnlyBackend(seed, flags.startMs)
    : await engineBackend({ seed, nodes, placement, speed, paused: paused || flags.demo, scheduler, controllers, ...start });
  const adminToken = flags.tokenAuthFile === undefined ? undefined : await useTokens(backend, flags.tokenAuthFile);
  if (flags.demo) {
    await createDemo(backend);
    if (!paused) await backend.control?.('PATCH', '/sim/clock', { paused });
  }
  const served = { ...backend, isOwnName: ownNames(bindAddress), page: (path: string) => staticFile(DIST, path) };
  const tls = await certificate(flags);
  const server = httpServer(served, tls);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(flags.port, bindAddress, resolve);
  });
  const { address, family, port } = server.address() as AddressInfo;
  const url = `${tls ? 'https' : 'http'}://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  if (flags.kubeconfig) await writeFile(flags.kubeconfig, kubeconfig(url, adminToken));
  console.log(`Kubarium serves Kubernetes v1.36 at ${url}${flags.kubeconfig ? `, kubeconfig ${flags.kubeconfig}` : ''}`);
  const stop = () => {
    backend.dispose();
    void closeServer(server);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

async function certificate({ tlsCertFile, tlsPrivateKeyFile }: ServeFlags) {
  if (tlsCertFile === undefined || tlsPrivateKeyFile === undefined) return undefined;
  return { cert: await readFile(tlsCertFile), key: await readFile(tlsPrivateKeyFile) };
}

/** The token of the first administrator in the file, for the kubeconfig. */
async function useTokens(backend: RunningBackend, file: string): Promise<string | undefined> {
  const tokens = parseTokenFile(await readFile(file, 'utf8'));
  backend.access.authenticator.staticTokens = tokens;
  return [...tokens].find(([, { groups }]) => groups.includes(MASTERS))?.[0];
}

/** A Deployment of three behind a Service; before time begins. */
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
