import { Worker } from 'node:worker_threads';
import type { GroupName } from '../sim/component';
import { connectGroup } from './remote-group';
import type { AsyncGroup } from './remote-group';

/** The three groups in worker_threads of this Node process, running the browser's worker entries. */
export async function nodeThreads(seed: number): Promise<Record<GroupName, AsyncGroup>> {
  const start = (name: GroupName) => {
    const entry = new URL(`./${name}.worker.ts`, import.meta.url).href;
    const worker = new Worker(new URL('./node-worker.mjs', import.meta.url), { workerData: { entry } });
    return connectGroup(
      {
        post: (message) => worker.postMessage(message),
        onMessage: (listener) => void worker.on('message', listener),
        onError: (listener) => void worker.on('error', listener),
        terminate: () => void worker.terminate(),
      },
      seed,
    );
  };
  const [scheduler, controllers, nodes] = await Promise.all([start('scheduler'), start('controllers'), start('nodes')]);
  return { scheduler, controllers, nodes };
}
