import * as Comlink from 'comlink';
import type { BootOptions, BootProgress, ClockState, PageReply, PageToWorker, StoreHost, WorkerToPage } from '../../workers/protocol/page';
import { failure } from '../../workers/api/status';
import type { Transport, WatchSink } from '../state/transport';

export interface WorkerBoot extends BootOptions {
  onProgress(progress: BootProgress): void;
  onCrash(message: string): void;
}

/** Starts the cluster's workers and resolves when the API server answers. */
export async function startWorkerTransport(boot: WorkerBoot): Promise<Transport> {
  const worker = new Worker(new URL('../../workers/hosts/store.worker.ts', import.meta.url), { type: 'module', name: 'store' });
  const channel = new MessageChannel();
  const failed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      boot.onCrash(event.message || 'The cluster worker failed to load');
      reject(new Error(event.message || 'The cluster worker failed to load'));
    });
  });
  const host = Comlink.wrap<StoreHost>(worker);
  const transport = portTransport(channel.port1, boot, {
    end: () => worker.terminate(),
    connect: (port) => void host.connect(Comlink.transfer(port, [port])),
  });
  const { seed, nodes, paused } = boot;
  await Promise.race([host.boot({ seed, nodes, paused: paused ?? false }, Comlink.transfer(channel.port2, [channel.port2])), failed]);
  return transport;
}

export interface PortOwner {
  /** Disposes of whatever is behind the port. */
  end(): void;
  /** Serves one more port, which is transferred. */
  connect(port: MessagePort): void;
}

/** The transport over an already connected port. */
export function portTransport(port: MessagePort, hooks: Pick<WorkerBoot, 'onProgress' | 'onCrash'>, owner: PortOwner): Transport {
  let nextId = 1;
  const replies = new Map<number, (reply: PageReply) => void>();
  const watches = new Map<number, WatchSink>();
  const clockListeners = new Set<(clock: ClockState) => void>();
  const send = (message: PageToWorker) => port.postMessage(message);

  port.addEventListener('message', ({ data }: MessageEvent<WorkerToPage>) => {
    if (data.type === 'reply') {
      replies.get(data.id)?.(data.reply);
      replies.delete(data.id);
    } else if (data.type === 'frame') {
      for (const listener of clockListeners) listener(data.clock);
      for (const frame of data.watches) {
        const sink = watches.get(frame.id);
        if (!sink) continue;
        if (frame.events.length > 0) sink.onEvents(frame.events);
        if (!frame.ended) continue;
        watches.delete(frame.id);
        sink.onEnd(frame.failure);
      }
    } else if (data.type === 'progress') {
      hooks.onProgress(data.progress);
    } else {
      hooks.onCrash(data.message);
      for (const answer of replies.values()) answer({ code: 0, body: failure(0, 'ConnectionRefused', data.message) });
      replies.clear();
    }
  });
  port.start();

  return {
    kind: 'worker',
    request(request) {
      const id = nextId++;
      return new Promise((resolve) => {
        replies.set(id, resolve);
        send({ type: 'request', id, request });
      });
    },
    watch(path, sink) {
      const id = nextId++;
      watches.set(id, sink);
      send({ type: 'watch', id, path });
      return () => {
        if (watches.delete(id)) send({ type: 'unwatch', id });
      };
    },
    onClock(listener) {
      clockListeners.add(listener);
      return () => clockListeners.delete(listener);
    },
    door() {
      const { port1, port2 } = new MessageChannel();
      owner.connect(port2);
      return { port: port1 };
    },
    close() {
      port.close();
      owner.end();
    },
  };
}
