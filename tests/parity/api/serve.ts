/** A whole cluster behind HTTP on a free port of this process. */
import type { AddressInfo } from 'node:net';
import { engineBackend } from '../../../workers/hosts/http-backends';
import { closeServer, httpServer } from '../../../workers/hosts/http-server';

export interface ServedCluster {
  readonly url: string;
  close(): Promise<void>;
}

export async function serveCluster(nodes: number, speed: number | 'max'): Promise<ServedCluster> {
  const backend = await engineBackend({ seed: 1, nodes, placement: 'inline', speed, paused: false, scheduler: true, controllers: ['*'] });
  const server = httpServer(backend);
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      backend.dispose();
      return closeServer(server);
    },
  };
}
