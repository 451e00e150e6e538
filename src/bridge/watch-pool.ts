/**
 * Many watches over few connections. A browser keeps six connections to a host over HTTP/1.1, and a watch holds one for
 * good; so watches take turns: a quiet one gives its connection to the next and goes on later from the last version seen.
 */
import type { WatchEvent } from '../../workers/api/meta';
import type { PageReply } from '../../workers/protocol/page';
import type { WatchSink } from '../state/transport';

/** Leaves connections for requests. */
const streamsMax = 3;
/** A stream that was silent for so long makes room, if others wait. */
const quietMs = 250;

interface PooledWatch {
  /** Absolute or relative to the page. */
  readonly url: string;
  readonly sink: WatchSink;
  version: string | undefined;
  stopped: boolean;
  /** Ends the stream under way. */
  abort?: () => void;
}

export interface WatchPool {
  add(url: string, sink: WatchSink): () => void;
  close(): void;
}

export function createWatchPool(): WatchPool {
  const limit = isMultiplexed() ? Number.POSITIVE_INFINITY : streamsMax;
  const waiting: PooledWatch[] = [];
  const open = new Set<PooledWatch>();

  const next = () => {
    while (open.size < limit && waiting.length > 0) {
      const watch = waiting.shift();
      if (!watch || watch.stopped) continue;
      open.add(watch);
      void run(watch);
    }
  };
  const run = async (watch: PooledWatch) => {
    const outcome = await stream(watch, () => waiting.length > 0);
    open.delete(watch);
    if (watch.stopped) return next();
    if (outcome === 'quiet') waiting.push(watch);
    next();
    if (outcome !== 'quiet') watch.sink.onEnd(outcome === 'ended' ? undefined : outcome);
  };

  return {
    add(url, sink) {
      const watch: PooledWatch = { url, sink, version: undefined, stopped: false };
      waiting.push(watch);
      next();
      return () => {
        watch.stopped = true;
        watch.abort?.();
      };
    },
    close() {
      for (const watch of [...waiting, ...open]) {
        watch.stopped = true;
        watch.abort?.();
      }
    },
  };
}

/** Reads until the server ends the stream ("ended"), it is quiet while others wait ("quiet"), or the server refuses (its reply). */
async function stream(watch: PooledWatch, othersWait: () => boolean): Promise<'ended' | 'quiet' | PageReply> {
  const abort = new AbortController();
  watch.abort = () => abort.abort();
  let isQuiet = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      isQuiet = othersWait();
      if (isQuiet) abort.abort();
      else listen();
    }, quietMs);
  };
  try {
    const response = await fetch(continued(watch), { headers: { accept: 'application/json' }, signal: abort.signal });
    if (!response.ok || !response.body) return { code: response.status, body: await response.json().catch(() => undefined) };
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    listen();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return 'ended';
      listen();
      const lines = (rest + value).split('\n');
      rest = lines.pop() ?? '';
      deliver(
        watch,
        lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as WatchEvent),
      );
    }
  } catch {
    return isQuiet ? 'quiet' : 'ended';
  } finally {
    clearTimeout(timer);
  }
}

function deliver(watch: PooledWatch, events: readonly WatchEvent[]): void {
  for (const event of events) if (event.type !== 'ERROR') watch.version = event.object.metadata?.resourceVersion ?? watch.version;
  if (events.length > 0 && !watch.stopped) watch.sink.onEvents(events);
}

/** The watch's URL, from where it was left. */
function continued({ url, version }: PooledWatch): string {
  if (version === undefined) return url;
  const [path = '', search = ''] = url.split('?', 2);
  const query = new URLSearchParams(search);
  query.set('resourceVersion', version);
  return `${path}?${query}`;
}

/** HTTP/2 and later carry any number of streams over one connection. */
function isMultiplexed(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  const protocol = navigation && 'nextHopProtocol' in navigation ? String(navigation.nextHopProtocol) : '';
  return protocol === 'h2' || protocol === 'h3';
}
