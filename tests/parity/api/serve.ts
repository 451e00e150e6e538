/** A whole cluster behind HTTP on a free port of this process. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { engineBackend } from '../../../workers/hosts/http-backends';
import { httpListener } from '../../../workers/hosts/http-listener';
import { upgradeListener } from '../../../workers/hosts/pod-streams';

export interface ServedCluster {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveCluster(nodes: number, speed: number | 'max'): Promise<ServedCluster> {
  const backend = await engineBackend({ seed: 1, nodes, placement: 'inline', speed, paused: false, scheduler: true, controllers: ['*'] });
  const server = createServer(httpListener(backend));
  server.on('upgrade', upgradeListener(backend));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        backend.dispose();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
