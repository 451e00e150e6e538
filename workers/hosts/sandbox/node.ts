import { MessageChannel, Worker } from 'node:worker_threads';
import type { Sandbox } from './run';

/** More than a plugin needs; a thread that wants more ends alone. */
const HEAP_MB_MAX = 512;

/** The sandbox in a thread of this Node process. `end` stops it whatever it does. */
export function openNodeSandbox(): Sandbox & { end(): Promise<unknown> } {
  const entry = new URL('../sandbox-node.worker.ts', import.meta.url).href;
  const worker = new Worker(new URL('../node-worker.mjs', import.meta.url), {
    workerData: { entry },
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB_MAX },
  });
  const { port1, port2 } = new MessageChannel();
  worker.postMessage({ port: port2 }, [port2]);
  return {
    port: port1 as unknown as Sandbox['port'],
    broken: new Promise((resolve) => worker.once('error', ({ message }) => resolve(message))),
    end: () => worker.terminate(),
  };
}
