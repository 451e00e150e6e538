import type { ApiReply, ApiRequest } from '../api/request';
import type { WatchEvent } from '../api/meta';
import type { ComponentSpec, Outbox } from './component';
import { Mailbox } from './mailbox';

export interface WatchSink {
  /** Called inside the write that caused the events. */
  events(events: readonly WatchEvent[]): void;
  closed(): void;
}

/** What the simulation needs of the API server. */
export interface ApiExecutor {
  handle(request: ApiRequest): ApiReply;
  /** A running watch, or the reply that refuses it. */
  watch(request: ApiRequest, sink: WatchSink): { stop(): void } | ApiReply;
}

/** A running component as the simulation knows it: its mail, its alarms, its open watches. */
export class Runner {
  readonly mailbox = new Mailbox();
  /** Its group has built it. */
  started = false;
  /** Nothing passes between it and the API server. */
  cut = false;
  private readonly watches = new Map<number, { stop(): void }>();
  private wakeAtMs: number | undefined;
  private backgroundAtMs: number | undefined;

  constructor(
    readonly spec: ComponentSpec,
    /** How often a component of this name was started before. */
    readonly incarnation: number,
    nowMs: number,
  ) {
    this.wakeAtMs = nowMs;
  }

  isDue(nowMs: number): boolean {
    return !this.mailbox.isEmpty || this.nextMs <= nowMs;
  }

  /** The earlier of its alarms; Infinity without one. */
  get nextMs(): number {
    return Math.min(this.wakeAtMs ?? Number.POSITIVE_INFINITY, this.backgroundAtMs ?? Number.POSITIVE_INFINITY);
  }

  /** It has a timer of real work, as opposed to upkeep. */
  get hasWork(): boolean {
    return this.wakeAtMs !== undefined;
  }

  setAlarms({ wakeAtMs, backgroundAtMs }: Outbox): void {
    this.wakeAtMs = wakeAtMs;
    this.backgroundAtMs = backgroundAtMs;
  }

  openWatch(api: ApiExecutor, id: number, request: ApiRequest): void {
    const opened = api.watch(request, {
      events: (events) => this.mailbox.watchEvents(id, events),
      closed: () => {
        this.watches.delete(id);
        this.mailbox.watchClosed(id);
      },
    });
    if ('stop' in opened) this.watches.set(id, opened);
    else this.mailbox.reply(id, opened);
  }

  stopWatch(id: number): void {
    this.watches.get(id)?.stop();
    this.watches.delete(id);
    this.mailbox.dropWatch(id);
  }

  /** The connection is gone: every watch ends, and the component hears of it. */
  breakWatches(): void {
    for (const [id, watch] of this.watches) {
      watch.stop();
      this.mailbox.watchClosed(id);
    }
    this.watches.clear();
  }

  dispose(): void {
    for (const watch of this.watches.values()) watch.stop();
    this.watches.clear();
  }
}
