import * as Comlink from 'comlink';
import type { RaceHost } from '../../workers/protocol/page';
import type { RaceProgress, RaceResult, RaceSetup, Side } from '../../workers/protocol/race';
import type { StartRace } from '../state/races';
import type { Transport } from '../state/transport';
import { openSandbox } from './sandbox';
import type { OpenSandbox } from './sandbox';

const sides: readonly Side[] = ['a', 'b'];

/** Races run in a worker of their own, which reads the cluster over the transport's door; plugins of one's own in sandboxes. */
export function createRaces(transport: Transport): StartRace {
  return (setup, onProgress) => {
    let cancel = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      cancel = () => reject(new DOMException('cancelled', 'AbortError'));
    });
    stopped.catch(() => undefined);
    return { result: race(transport, setup, onProgress, stopped), cancel: () => cancel() };
  };
}

async function race(
  transport: Transport,
  setup: RaceSetup,
  onProgress: (progress: RaceProgress) => void,
  stopped: Promise<never>,
): Promise<RaceResult> {
  const worker = new Worker(new URL('../../workers/hosts/race.worker.ts', import.meta.url), { type: 'module', name: 'race' });
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'the race worker failed to load')));
  });
  const opened: OpenSandbox[] = [];
  try {
    const sandboxes: Partial<Record<Side, MessagePort>> = {};
    for (const side of sides) {
      if (setup[side].kind !== 'own') continue;
      const sandbox = await Promise.race([openSandbox(), stopped]);
      opened.push(sandbox);
      sandboxes[side] = sandbox.port;
    }
    const door = transport.door();
    const ports = [door.port, ...Object.values(sandboxes)].filter((port) => port instanceof MessagePort);
    const host = Comlink.wrap<RaceHost>(worker);
    const run = host.run(setup, door, Comlink.transfer(sandboxes, ports), Comlink.proxy(onProgress));
    return await Promise.race([run, failed, stopped, ...opened.map(({ broken }) => broken)]);
  } finally {
    worker.terminate();
    for (const sandbox of opened) sandbox.close();
  }
}
