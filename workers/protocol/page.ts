/**
 * What crosses between the page and the store worker. Control calls go through Comlink ({@link StoreHost}); everything
 * that streams goes over one MessagePort, batched, so a burst of events costs one message per animation tick.
 */
import type { WatchEvent } from '../api/meta';
import type { RaceProgress, RaceResult, RaceSetup, Side } from './race';

export interface BootOptions {
  readonly seed: number;
  /** Nodes node-1 ... node-N that exist from the start. */
  readonly nodes: number;
  /** Time stands still until somebody sets the clock. */
  readonly paused?: boolean;
}

export interface BootProgress {
  /** 0 to 1. */
  readonly done: number;
  /** What is being started, e.g. "apiserver", "scheduler", "controllers", "nodes". */
  readonly step: string;
}

/** Exposed by store.worker.ts through Comlink. `port` is a MessagePort, transferred; the promise settles when the cluster answers requests. */
export interface StoreHost {
  boot(options: BootOptions, port: unknown): Promise<void>;
  /** Serves one more port, also a MessagePort; for a worker that reads the cluster by itself. Once booted. */
  connect(port: unknown): void;
}

/** How a worker of the page gets at the cluster: over a port of the store worker, or HTTP below `base`. */
export interface RaceDoor {
  readonly port?: unknown;
  readonly base?: string;
}

/** Exposed by race.worker.ts through Comlink. `sandboxes`: MessagePorts, for sides that are a plugin of one's own. */
export interface RaceHost {
  run(
    setup: RaceSetup,
    door: RaceDoor,
    sandboxes: Readonly<Partial<Record<Side, unknown>>>,
    onProgress: (progress: RaceProgress) => void,
  ): Promise<RaceResult>;
}

/** HTTP without the wire: `path` carries the query; `body` is plain data for JSON types, else the text (YAML, a log). */
export interface PageRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Default application/json. */
  readonly contentType?: string;
  readonly accept?: string;
  readonly body?: unknown;
}

/** `code` 0: the request never reached the server. `body` is decoded JSON, or text where the server sent text. */
export interface PageReply {
  readonly code: number;
  readonly body: unknown;
  readonly warnings?: readonly string[];
}

/** `GET /sim/clock`. `speed` is virtual seconds per real second, 0.1 to 1000, or "max". */
export interface ClockState {
  readonly nowMs: number;
  readonly paused: boolean;
  readonly speed: number | 'max';
  readonly round: number;
  /** Nothing is left to do but periodic upkeep. */
  readonly idle: boolean;
}

export type PageToWorker =
  | { readonly type: 'request'; readonly id: number; readonly request: PageRequest }
  /** `path` is a watch request's: it contains `watch=1` and usually `resourceVersion`. Ids are the page's choice, never reused. */
  | { readonly type: 'watch'; readonly id: number; readonly path: string }
  | { readonly type: 'unwatch'; readonly id: number };

export interface WatchFrame {
  readonly id: number;
  /** In commit order. */
  readonly events: readonly WatchEvent[];
  /** The watch is over; no more frames carry this id. */
  readonly ended?: true;
  /** Why it could not start, where it could not. */
  readonly failure?: PageReply;
}

export type WorkerToPage =
  | { readonly type: 'progress'; readonly progress: BootProgress }
  | { readonly type: 'reply'; readonly id: number; readonly reply: PageReply }
  /** At most one per 16 ms: everything that happened since the last one, and the clock now. Sent also when only the clock changed. */
  | { readonly type: 'frame'; readonly clock: ClockState; readonly watches: readonly WatchFrame[] }
  /** The engine threw; nothing more will come. */
  | { readonly type: 'crashed'; readonly message: string };
