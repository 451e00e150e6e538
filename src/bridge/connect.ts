import type { Transport } from '../state/transport';
import { createHttpTransport, servesKubernetes } from './http-transport';
import { startWorkerTransport } from './worker-transport';
import type { WorkerBoot } from './worker-transport';

/** `worker` or `http` from `?engine=`; "auto" asks the page's own origin whether it serves a cluster. */
export type Engine = 'auto' | 'worker' | 'http';

export async function connect(engine: Engine, boot: WorkerBoot): Promise<Transport> {
  if (engine === 'http' || (engine === 'auto' && (await servesKubernetes('')))) return createHttpTransport('');
  return startWorkerTransport(boot);
}
