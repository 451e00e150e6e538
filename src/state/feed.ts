/** Keeps the cluster store up to date: list and watch per kind, gathered into one change of state per animation frame. */
import { applyFrame, clusterStore } from './cluster';
import type { Change } from './cluster';
import { followCustomKinds } from './custom-feed';
import { follow } from './follow';
import { kindPlaces } from './kinds';
import type { Transport } from './transport';

/** A hidden tab gets no animation frames; it still catches up this often. */
const hiddenFlushMs = 250;
/** With more pods or nodes than this the page is renewed 10 times a second, not 60. */
const crowdedAbove = 200;
const crowdedFrameMs = 100;
/** There, heartbeats alone wait this long: 5,000 nodes send 500 a second. */
const heartbeatFrameMs = 1000;

export function startFeed(transport: Transport): () => void {
  const batcher = createBatcher();
  const stops = kindPlaces.map(({ kind, prefix, only, resource }) =>
    follow(transport, `${prefix}${only ? `/namespaces/${only}` : ''}/${resource}`, {
      onList: (items) => batcher.add([{ type: 'list', kind, items }]),
      onEvents: (events) => batcher.add(events.map((event) => ({ type: 'event', kind, event }))),
    }),
  );
  stops.push(followCustomKinds(transport));
  return () => {
    for (const stop of stops) stop();
    batcher.dispose();
  };
}

function isHeartbeat({ type, kind }: Change): boolean {
  return type === 'event' && kind === 'Lease';
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
  const isDue = () => {
    const { Pod, Node } = clusterStore.getState().objects;
    const isCrowded = Pod.size > crowdedAbove || Node.size > crowdedAbove;
    const pauseMs = isCrowded ? (waiting.every(isHeartbeat) ? heartbeatFrameMs : crowdedFrameMs) : 0;
    return performance.now() - lastMs >= pauseMs;
  };
  const inFrame = () => {
    if (isDue()) flush();
    else frame = requestAnimationFrame(inFrame);
  };
  const whileHidden = () => {
    if (isDue()) flush();
    else timer = setTimeout(whileHidden, hiddenFlushMs);
  };
  return {
    add(changes) {
      waiting.push(...changes);
      if (frame !== undefined || waiting.length === 0) return;
      frame = requestAnimationFrame(inFrame);
      timer = setTimeout(whileHidden, hiddenFlushMs);
    },
    dispose: cancel,
  };
}
