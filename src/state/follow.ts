/** List and watch of one collection, begun anew whenever the watch breaks. */
import type { KubeList, KubeObject, WatchEvent } from '../../workers/api/meta';
import type { Transport } from './transport';

/** Pause before a broken watch or list is tried again. */
const retryMs = 1000;
/** A kind that is not served (no simulation behind the API) is asked for again this much later. */
const unservedRetryMs = 30_000;

/** Objects per request of a list: taking in more of them at once would hold up a frame. */
const pageSize = 250;

export interface CollectionSink {
  /** All there is; empty where the kind is not served. */
  onList(items: readonly KubeObject[]): void;
  /** Changes after the list, in commit order; neither bookmarks nor errors. */
  onEvents(events: readonly WatchEvent[]): void;
}

/** `path` of the collection, without a query. Returns stop, after which the sink hears nothing. */
export function follow(transport: Transport, path: string, sink: CollectionSink): () => void {
  let stopped = false;
  let stopWatch: (() => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const again = (delayMs = retryMs) => {
    if (!stopped) retry = setTimeout(() => void list(), delayMs);
  };
  const list = async () => {
    const items: KubeObject[] = [];
    let version: string | undefined;
    let rest: string | undefined;
    do {
      const page = `limit=${pageSize}${rest ? `&continue=${encodeURIComponent(rest)}` : ''}`;
      const reply = await transport.request({ method: 'GET', path: `${path}?${page}` });
      if (stopped) return;
      if (reply.code !== 200) {
        if (reply.code === 404) sink.onList([]);
        again(reply.code === 404 ? unservedRetryMs : retryMs);
        return;
      }
      const { metadata, items: some } = reply.body as KubeList;
      items.push(...some);
      version ??= metadata.resourceVersion;
      rest = metadata.continue;
    } while (rest);
    sink.onList(items);
    watch(version ?? '0');
  };
  const watch = (since: string) => {
    let version = since;
    let healthy = true;
    stopWatch = transport.watch(`${path}?watch=1&allowWatchBookmarks=true&resourceVersion=${version}`, {
      onEvents(events) {
        const changes: WatchEvent[] = [];
        for (const event of events) {
          if (event.type === 'ERROR') healthy = false;
          else version = event.object.metadata?.resourceVersion ?? version;
          if (event.type !== 'ERROR' && event.type !== 'BOOKMARK') changes.push(event);
        }
        if (!stopped) sink.onEvents(changes);
      },
      onEnd(failure) {
        if (healthy && !failure) watch(version);
        else again();
      },
    });
  };

  void list();
  return () => {
    stopped = true;
    stopWatch?.();
    clearTimeout(retry);
  };
}
