// Runs a Web Worker entry in a worker_threads thread: provides the globals it uses, then loads it.
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

globalThis.self = globalThis;
globalThis.postMessage = (message) => parentPort.postMessage(message);
globalThis.addEventListener = (type, listener) => parentPort.on(type, (data) => listener({ data }));
register();
await import(workerData.entry);
