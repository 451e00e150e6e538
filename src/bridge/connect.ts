import type { Transport } from '../state/transport';
import { createHttpTransport, servesKubernetes } from './http-transport';
import { startWorkerTransport } from './worker-transport';
import type { WorkerBoot } from './worker-transport';

/** `worker` or `http` from `?engine=`; "auto" finds out whether the page came from a server with a cluster. */
export type Engine = 'auto' | 'worker' | 'http';

export async function connect(engine: Engine, boot: WorkerBoot): Promise<Transport> {
  if (engine === 'http' || (engine === 'auto' && (await isServed()))) return createHttpTransport('');
  return startWorkerTransport(boot);
}

/**
 * A serving host says so in `<meta name="kubarium-engine" content="http">`. One that only isolates the page (as the Node
 * host does, and file hosts don't) is asked for /version; others are not, because a 404 would stand in the console.
 */
async function isServed(): Promise<boolean> {
  const said = document.querySelector<HTMLMetaElement>('meta[name="kubarium-engine"]')?.content;
  if (said === 'http' || said === 'worker') return said === 'http';
  return crossOriginIsolated && servesKubernetes('');
}
