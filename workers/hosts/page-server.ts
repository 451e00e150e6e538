/**
 * Serves a page over one port: requests and watches as the page's protocol has them, frames batched to at most one per
 * display tick. The same in the browser's store worker and wherever else an Engine has a port to a page.
 */
import { isFailure } from '../api/request';
import { route } from '../apiserver/http';
import type { Route } from '../apiserver/http';
import { fellBehind } from '../apiserver/watch/fell-behind';
import type { ClockState, PageReply, PageRequest, PageToWorker, WatchFrame, WorkerToPage } from '../protocol/page';
import type { WatchEvent } from '../api/meta';
import { handleControl } from './control';
import type { Engine } from './engine';

const FRAME_MS = 16;
/** Events in one frame: decoding and drawing them must not hold up the page. The rest follows in the next frames, in order. */
const FRAME_EVENTS_MAX = 100;
/** Events that wait for frames; a watch that leaves more has fallen behind, is told 410 and lists again. */
const WAITING_EVENTS_MAX = 100_000;

interface OpenWatch {
  events: WatchEvent[];
  ended: boolean;
  failure?: PageReply;
  stop: () => void;
}

export class PageServer {
  private readonly watches = new Map<number, OpenWatch>();
  private lastClock = '';
  private frameDue = false;

  constructor(
    private readonly engine: Engine,
    private readonly send: (message: WorkerToPage) => void,
  ) {}

  receive(message: PageToWorker): void {
    if (message.type === 'request') void this.answer(message.id, message.request);
    else if (message.type === 'watch') void this.openWatch(message.id, message.path);
    else {
      this.watches.get(message.id)?.stop();
      this.watches.delete(message.id);
    }
  }

  /** To be called whenever something may have changed; sends at most one frame per tick. */
  progress(): void {
    if (this.frameDue) return;
    this.frameDue = true;
    setTimeout(() => {
      this.frameDue = false;
      this.sendFrame();
    }, FRAME_MS);
  }

  private async answer(id: number, request: PageRequest): Promise<void> {
    this.send({ type: 'reply', id, reply: await this.reply(request).catch(internalError) });
    this.progress();
  }

  private async reply(request: PageRequest): Promise<PageReply> {
    if (request.path.startsWith('/sim/')) return handleControl(this.engine, request.method, request.path, request.body);
    const way = route(this.engine.cluster.api.resources, {
      method: request.method,
      path: request.path,
      headers: { accept: request.accept, 'content-type': request.contentType ?? 'application/json' },
      body: request.body,
    });
    if (way.type === 'reply') return way.reply;
    if (way.type === 'request') return way.render(await this.engine.request(way.request), this.engine.clock.nowMs);
    return { code: 404, body: '404 page not found\n' };
  }

  private async openWatch(id: number, path: string): Promise<void> {
    const watch: OpenWatch = { events: [], ended: false, stop: () => void this.watches.delete(id) };
    this.watches.set(id, watch);
    const way = route(this.engine.cluster.api.resources, { method: 'GET', path });
    if (way.type !== 'watch') {
      watch.ended = true;
      watch.failure = way.type === 'reply' ? way.reply : { code: 400, body: `not a watch: ${path}` };
    } else await this.connect(watch, way);
    if (!this.watches.has(id)) watch.stop(); // the page changed its mind meanwhile
    this.progress();
  }

  private async connect(watch: OpenWatch, way: Extract<Route, { type: 'watch' }>): Promise<void> {
    let begun = false;
    const opened = await this.engine.watch(way.request, {
      events: (events) => {
        if (watch.ended) return;
        for (const event of events) watch.events.push(event);
        if (begun && watch.events.length > WAITING_EVENTS_MAX) fallBehind(watch);
        this.progress();
      },
      closed: () => {
        watch.ended = true;
        this.progress();
      },
    });
    begun = true;
    if ('stop' in opened) watch.stop = () => opened.stop();
    else if (isFailure(opened)) {
      watch.ended = true;
      watch.failure = way.fail(opened);
    }
  }

  private sendFrame(): void {
    const frames: WatchFrame[] = [];
    let room = FRAME_EVENTS_MAX;
    for (const [id, watch] of this.watches) {
      const events = watch.events.splice(0, room);
      room -= events.length;
      const ended = watch.ended && watch.events.length === 0;
      if (watch.events.length > 0) this.progress();
      if (events.length === 0 && !ended) continue;
      frames.push({
        id,
        events,
        ...(ended ? { ended: true as const } : {}),
        ...(ended && watch.failure ? { failure: watch.failure } : {}),
      });
      if (ended) this.watches.delete(id);
    }
    const clock: ClockState = this.engine.clock;
    const text = JSON.stringify(clock);
    if (frames.length === 0 && text === this.lastClock) return;
    this.lastClock = text;
    this.send({ type: 'frame', clock, watches: frames });
  }
}

function fallBehind(watch: OpenWatch): void {
  watch.stop();
  watch.events = [fellBehind()];
  watch.ended = true;
}

function internalError(error: unknown): PageReply {
  console.error(error);
  return {
    code: 500,
    body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', reason: 'InternalError', message: String(error), code: 500 },
  };
}
