/** Watches as streams of JSON lines; source: k8s.io/apiserver/pkg/endpoints/handlers/watch.go, 1.36. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { WatchEvent } from '../api/meta';
import { failure } from '../api/status';
import type { HttpReply, Route } from '../apiserver/http';
import { replyOfStatus } from '../apiserver/http/render';
import { fellBehind } from '../apiserver/watch/fell-behind';
import type { HttpBackend } from './http-listener';
import { warningHeaders } from './warning-header';

export type WatchRoute = Extract<Route, { type: 'watch' }>;

/** Watches of all clients together; more get 429, as from a server whose queues are full. */
const WATCHES_MAX = 4096;
let openWatches = 0;

/** What a client may leave unread beyond the events its watch began with; 410 ends the watch of one that leaves more. */
const UNREAD_BYTES_MAX = 64 * 1024 * 1024;
/** How long it may then take to read the rest. */
const UNREAD_MS_MAX = 30_000;

/** What carries a watch to its client. */
export interface WatchWire {
  /** What the client has not taken yet. */
  readonly unreadBytes: number;
  /** The watch begins. `onClose` is called once nothing can be written any more, at once where the client has gone already. */
  open(onClose: () => void): void;
  write(lines: readonly Buffer[]): void;
  end(): void;
  /** The same, and closes where the client does not read the rest in time. */
  endInTime(): void;
}

/** Resolves to a reply where there is no watch. */
export async function streamWatch(
  backend: HttpBackend,
  way: WatchRoute,
  wire: WatchWire,
  unreadBytesMax = UNREAD_BYTES_MAX,
): Promise<HttpReply | undefined> {
  if (openWatches >= WATCHES_MAX) return tooManyWatches();
  const stream = new WatchStream(way, wire, backend.nowMs, unreadBytesMax);
  const opened = await backend.watch(way.request, stream);
  if (!('stop' in opened)) return way.fail(opened);
  openWatches++;
  stream.begin(() => {
    openWatches--;
    opened.stop();
  });
  return undefined;
}

class WatchStream {
  private open = true;
  private begun = false;
  private readonly early: Buffer[] = [];
  private finish = () => {};
  private unreadMax: number;

  constructor(
    private readonly way: WatchRoute,
    private readonly wire: WatchWire,
    private readonly nowMs: () => number,
    unreadBytesMax: number,
  ) {
    this.unreadMax = unreadBytesMax;
  }

  events(events: readonly WatchEvent[]): void {
    if (!this.open) return;
    if (this.begun && this.wire.unreadBytes > this.unreadMax) return this.giveUp();
    this.write(this.way.encode(events, this.nowMs()));
  }

  closed(): void {
    this.end();
  }

  /** Sends what came before the headers. `stop` is called once, when the stream is over for whatever reason. */
  begin(stop: () => void): void {
    const { wire, way } = this;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    this.finish = () => {
      if (stopped) return;
      stopped = true;
      this.open = false;
      clearTimeout(timer);
      stop();
    };
    wire.open(() => this.finish());
    if (stopped) return;
    this.begun = true;
    for (const line of this.early) this.unreadMax += line.length;
    wire.write(this.early.splice(0));
    if (!this.open) wire.end();
    else if (way.timeoutSeconds !== undefined) timer = setTimeout(() => wire.end(), way.timeoutSeconds * 1000);
  }

  private giveUp(): void {
    if (!this.open) return;
    this.write([fellBehind()]);
    this.finish();
    this.wire.endInTime();
  }

  private end(): void {
    if (!this.open) return;
    this.open = false;
    if (this.begun) this.wire.end();
  }

  private write(documents: readonly object[]): void {
    const texts = documents.map(lineOf);
    if (this.begun) this.wire.write(texts);
    else this.early.push(...texts);
  }
}

/** A response whose body is the watch. */
export class ResponseWire implements WatchWire {
  constructor(
    private readonly way: WatchRoute,
    private readonly response: ServerResponse,
  ) {}

  get unreadBytes(): number {
    return this.response.writableLength;
  }

  open(onClose: () => void): void {
    const { response, way } = this;
    response.on('close', onClose);
    if (response.destroyed) return onClose();
    response.writeHead(200, {
      'content-type': way.contentType,
      'cache-control': 'no-cache, private',
      ...warningHeaders(way.warnings),
    } as OutgoingHttpHeaders);
    response.flushHeaders();
  }

  write(lines: readonly Buffer[]): void {
    if (lines.length > 1) this.response.cork();
    for (const line of lines) this.response.write(line);
    if (lines.length > 1) this.response.uncork();
  }

  end(): void {
    this.response.end();
  }

  endInTime(): void {
    this.response.end();
    this.response.setTimeout(UNREAD_MS_MAX, () => this.response.destroy());
  }
}

/** Watchers of one kind and representation are given the same documents, and each is written as text once. */
const lines = new WeakMap<object, Buffer>();

function lineOf(document: object): Buffer {
  let line = lines.get(document);
  if (!line) lines.set(document, (line = Buffer.from(`${JSON.stringify(document)}\n`)));
  return line;
}

function tooManyWatches(): HttpReply {
  const message = 'too many requests, please try again later';
  return replyOfStatus(failure(429, 'TooManyRequests', message, { retryAfterSeconds: 1 }));
}
