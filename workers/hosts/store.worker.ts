/** The browser's store worker: etcd, the API server and the rounds; it starts the three workers of the component groups. */
import * as Comlink from 'comlink';
import type { BootOptions, PageToWorker, StoreHost, WorkerToPage } from '../protocol/page';
import type { GroupName } from '../sim/component';
import { Engine } from './engine';
import { PageServer } from './page-server';
import { connectGroup } from './remote-group';
import type { AsyncGroup } from './remote-group';

let served: Engine | undefined;

const host: StoreHost = {
  async boot({ seed, nodes, paused }: BootOptions, given: unknown) {
    const port = given as MessagePort;
    const send = (message: WorkerToPage) => port.postMessage(message);
    const groups = await startGroups(seed, (done, step) => send({ type: 'progress', progress: { done, step } }));
    const engine = new Engine({ seed, nodes }, groups, {
      paused: paused ?? false,
      realNow: () => performance.now(),
      onProgress: () => page.progress(),
      onCrash: (error) => send({ type: 'crashed', message: error instanceof Error ? error.message : String(error) }),
    });
    const page = serve(engine, port);
    served = engine;
    engine.start();
    void import('../resources/schema/generated/docs.json').then((docs) => {
      engine.cluster.api.resources.docs = docs.default;
    });
    send({ type: 'progress', progress: { done: 1, step: 'apiserver' } });
  },
  connect(given: unknown) {
    if (!served) throw new Error('not booted');
    serve(served, given as MessagePort);
  },
};

function serve(engine: Engine, port: MessagePort): PageServer {
  const page = new PageServer(engine, (message) => port.postMessage(message));
  port.addEventListener('message', ({ data }: MessageEvent<PageToWorker>) => page.receive(data));
  port.start();
  return page;
}

async function startGroups(seed: number, report: (done: number, step: GroupName) => void): Promise<Record<GroupName, AsyncGroup>> {
  let ready = 0;
  const connect = async (name: GroupName, worker: Worker) => {
    const group = await connectGroup(
      {
        post: (message) => worker.postMessage(message),
        onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
        onError: (listener) =>
          worker.addEventListener('error', (event) => listener(new Error(event.message || `the ${name} worker failed to load`))),
        terminate: () => worker.terminate(),
      },
      seed,
    );
    report(++ready / 4, name);
    return group;
  };
  const [scheduler, controllers, nodes] = await Promise.all([
    connect('scheduler', new Worker(new URL('./scheduler.worker.ts', import.meta.url), { type: 'module', name: 'scheduler' })),
    connect('controllers', new Worker(new URL('./controllers.worker.ts', import.meta.url), { type: 'module', name: 'controllers' })),
    connect('nodes', new Worker(new URL('./nodes.worker.ts', import.meta.url), { type: 'module', name: 'nodes' })),
  ]);
  return { scheduler, controllers, nodes };
}

Comlink.expose(host);
