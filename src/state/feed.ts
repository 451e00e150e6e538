/** Keeps the cluster store up to date: list and watch per kind, gathered into one change of state per animation frame. */
import type { KubeList } from '../../workers/api/meta';
import { applyFrame, clusterStore } from './cluster';
import type { Change } from './cluster';
import { kindPlaces } from './kinds';
import type { KindPlace } from './kinds';
import type { Transport } from './transport';

/** Pause before a broken watch or list is tried again. */
const retryMs = 1000;
/** A kind that is not served (no simulation behind the API) is asked for again this much later. */
const unservedRetryMs = 30_000;
/** A hidden tab gets no animation frames; it still catches up this often. */
const hiddenFlushMs = 250;
/** With more pods than this the page is renewed 10 times a second, not 60. */
const crowdedPods = 200;
const crowdedFrameMs = 100;

export function startFeed(transport: Transport): () => void {
  const batcher = createBatcher();
  const stops = kindPlaces.map((place) => follow(transport, place, batcher.add));
  return () => {
    for (const stop of stops) stop();
    batcher.dispose();
  };
}

function follow(transport: Transport, place: KindPlace, add: (changes: readonly Change[]) => void): () => void {
  let stopped = false;
  let stopWatch: (() => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const path = `${place.prefix}${place.only ? `/namespaces/${place.only}` : ''}/${place.resource}`;
  const { kind } = place;

  const again = (delayMs = retryMs) => {
    if (!stopped) retry = setTimeout(() => void list(), delayMs);
  };
  const list = async () => {
    const reply = await transport.request({ method: 'GET', path });
    if (stopped) return;
    if (reply.code !== 200) {
      if (reply.code === 404) add([{ type: 'list', kind, items: [] }]);
      again(reply.code === 404 ? unservedRetryMs : retryMs);
      return;
    }
    const body = reply.body as KubeList;
    add([{ type: 'list', kind, items: body.items }]);
    watch(body.metadata.resourceVersion ?? '0');
  };
  const watch = (since: string) => {
    let version = since;
    let healthy = true;
    stopWatch = transport.watch(`${path}?watch=1&allowWatchBookmarks=true&resourceVersion=${version}`, {
      onEvents(events) {
        const changes: Change[] = [];
        for (const event of events) {
          if (event.type === 'ERROR') healthy = false;
          else version = event.object.metadata?.resourceVersion ?? version;
          if (event.type !== 'ERROR' && event.type !== 'BOOKMARK') changes.push({ type: 'event', kind, event });
        }
        add(changes);
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

function createBatcher(): { add(changes: readonly Change[]): void; dispose(): void } {
  let waiting: Change[] = [];
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastMs = 0;
  const cancel = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = undefined;
  };
  const flush = () => {
    cancel();
    lastMs = performance.now();
    const changes = waiting;
    waiting = [];
    applyFrame(changes);
  };
  const schedule = () => {
    const isCrowded = clusterStore.getState().objects.Pod.size > crowdedPods;
    if (!isCrowded || performance.now() - lastMs > crowdedFrameMs) flush();
    else frame = requestAnimationFrame(schedule);
  };
  return {
    add(changes) {
      waiting.push(...changes);
      if (frame !== undefined || waiting.length === 0) return;
      frame = requestAnimationFrame(schedule);
      timer = setTimeout(flush, hiddenFlushMs);
    },
    dispose: cancel,
  };
}
