/** The browser's race worker: reads the cluster by itself, runs what needs no sandbox, and counts. */
import * as Comlink from 'comlink';
import type { AnyObject, GroupVersionResource, KubeList } from '../api/meta';
import type { PageRequest, PageToWorker, RaceHost, WorkerToPage } from '../protocol/page';
import { readLists } from './compare';
import { race, trackOf } from './race';

const host: RaceHost = {
  async run(setup, door, sandboxes, onProgress) {
    const request = door.port ? overPort(door.port as MessagePort) : overHttp(door.base ?? '');
    const list = async (resource: GroupVersionResource) => listOf(await request({ method: 'GET', path: pathOf(resource) }));
    const track = await trackOf(setup.stream, () => {
      onProgress({ step: 'reading' });
      return readLists(list);
    });
    return race(track, setup, {
      onProgress,
      openSandbox: (side) => {
        const port = sandboxes[side] as MessagePort | undefined;
        if (!port) throw new RangeError(`${side}: there is no sandbox`);
        return { port };
      },
    });
  },
};

/** A list that the server does not have is empty. */
function listOf({ code, body }: { readonly code: number; readonly body: unknown }): KubeList {
  if (code === 200) return body as KubeList;
  if (code === 404) return { items: [] as readonly AnyObject[] } as unknown as KubeList;
  throw new RangeError(`the cluster cannot be read: ${(body as { message?: string } | null)?.message ?? `code ${code}`}`);
}

function pathOf({ group, version, resource }: GroupVersionResource): string {
  return `/${group ? `apis/${group}` : 'api'}/${version}/${resource}`;
}

type Ask = (request: PageRequest) => Promise<{ readonly code: number; readonly body: unknown }>;

function overPort(port: MessagePort): Ask {
  let nextId = 1;
  const waiting = new Map<number, (reply: { readonly code: number; readonly body: unknown }) => void>();
  port.addEventListener('message', ({ data }: MessageEvent<WorkerToPage>) => {
    if (data.type !== 'reply') return;
    waiting.get(data.id)?.(data.reply);
    waiting.delete(data.id);
  });
  port.start();
  return (request) => {
    const id = nextId++;
    port.postMessage({ type: 'request', id, request } satisfies PageToWorker);
    return new Promise((resolve) => waiting.set(id, resolve));
  };
}

function overHttp(base: string): Ask {
  return async ({ path }) => {
    const response = await fetch(base + path, { headers: { accept: 'application/json' } });
    return { code: response.status, body: await response.json().catch(() => undefined) };
  };
}

Comlink.expose(host);
