/** Watches as streams of JSON lines; source: k8s.io/apiserver/pkg/endpoints/handlers/watch.go, 1.36. */
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { WatchEvent } from '../api/meta';
import { failure } from '../api/status';
import type { HttpReply, Route } from '../apiserver/http';
import { replyOfStatus } from '../apiserver/http/render';
import { fellBehind } from '../apiserver/watch/fell-behind';
import type { HttpBackend } from './http-listener';

export type WatchRoute = Extract<Route, { type: 'watch' }>;

/** Watches of all clients together; more get 429, as from a server whose queues are full. */
const WATCHES_MAX = 4096;
let openWatches = 0;

/** What a client may leave unread beyond the events its watch began with; 410 ends the watch of one that leaves more. */
const UNREAD_BYTES_MAX = 64 * 1024 * 1024;
/** How long it may then take to read the rest. */
const UNREAD_MS_MAX = 30_000;

/** Resolves to a reply where there is no watch. */
export async function streamWatch(
  backend: HttpBackend,
  way: WatchRoute,
  response: ServerResponse,
  unreadBytesMax = UNREAD_BYTES_MAX,
): Promise<HttpReply | undefined> {
  if (openWatches >= WATCHES_MAX) return tooManyWatches();
  const stream = new WatchStream(way, response, backend.nowMs, unreadBytesMax);
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
    private readonly response: ServerResponse,
    private readonly nowMs: () => number,
    unreadBytesMax: number,
  ) {
    this.unreadMax = unreadBytesMax;
  }

  events(events: readonly WatchEvent[]): void {
    if (!this.open) return;
    if (this.begun && this.response.writableLength > this.unreadMax) return this.giveUp();
    this.write(this.way.encode(events, this.nowMs()));
  }

  closed(): void {
    this.end([]);
  }

  /** Sends what came before the headers. `stop` is called once, when the stream is over for whatever reason. */
  begin(stop: () => void): void {
    const { response, way } = this;
    const warning = (way.warnings ?? []).map((text) => `299 - ${JSON.stringify(text)}`);
    response.writeHead(200, {
      'content-type': way.contentType,
      'cache-control': 'no-cache, private',
      ...(warning.length ? { warning } : {}),
    } as OutgoingHttpHeaders);
    response.flushHeaders();
    this.begun = true;
    for (const line of this.early) {
      this.unreadMax += line.length;
      response.write(line);
    }
    this.early.length = 0;
    const timer = way.timeoutSeconds === undefined ? undefined : setTimeout(() => response.end(), way.timeoutSeconds * 1000);
    let stopped = false;
    this.finish = () => {
      if (stopped) return;
      stopped = true;
      this.open = false;
      clearTimeout(timer);
      stop();
    };
    response.on('close', () => this.finish());
    if (!this.open) response.end();
    if (response.destroyed) this.finish();
  }

  private giveUp(): void {
    this.end([fellBehind()]);
    this.finish();
    this.response.setTimeout(UNREAD_MS_MAX, () => this.response.destroy());
  }

  private end(last: readonly WatchEvent[]): void {
    if (!this.open) return;
    this.write(last);
    this.open = false;
    if (this.begun) this.response.end();
  }

  private write(documents: readonly object[]): void {
    if (!this.begun) return void this.early.push(...documents.map(lineOf));
    if (documents.length > 1) this.response.cork();
    for (const document of documents) this.response.write(lineOf(document));
    if (documents.length > 1) this.response.uncork();
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
