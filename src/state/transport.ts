/** The page's only way to a cluster. Implementations live in src/bridge: a worker's MessagePort, or HTTP. */
import type { WatchEvent } from '../../workers/api/meta';
import type { ClockState, PageReply, PageRequest, RaceDoor } from '../../workers/protocol/page';

export interface WatchSink {
  /** A batch in commit order. */
  onEvents(events: readonly WatchEvent[]): void;
  /** The stream ended; `failure` says why where the server refused it. Not called after stop. */
  onEnd(failure?: PageReply): void;
}

export interface Transport {
  /** "worker": simulated inside this page. "http": a server (npm run serve, or kubectl proxy). */
  readonly kind: 'worker' | 'http';
  /** Never rejects: what did not reach the server has code 0 and a Status as its body. */
  request(request: PageRequest): Promise<PageReply>;
  /** `path` as in a watch request, with `watch=1`. Returns stop. */
  watch(path: string, sink: WatchSink): () => void;
  /** Calls back with the clock whenever the page learns it. Returns stop. */
  onClock(listener: (clock: ClockState) => void): () => void;
  /** A way to the same cluster that a worker of the page can be given. */
  door(): RaceDoor;
  close(): void;
}
