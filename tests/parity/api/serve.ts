/** A whole cluster behind HTTP on a free port of this process. */
import type { AddressInfo } from 'node:net';
import { engineBackend } from '../../../workers/hosts/http-backends';
import { closeServer, httpServer } from '../../../workers/hosts/http-server';

export interface ServedCluster {
  readonly url: string;
  close(): Promise<void>;
}

export interface ClusterOptions {
  readonly nodes: number;
  readonly speed: number | 'max';
  /** Absent: there. */
  readonly scheduler?: boolean;
  /** Absent: all. */
  readonly controllers?: readonly string[];
}

export async function serveCluster({ nodes, speed, scheduler = true, controllers = ['*'] }: ClusterOptions): Promise<ServedCluster> {
  const backend = await engineBackend({ seed: 1, nodes, placement: 'inline', speed, paused: false, scheduler, controllers });
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
