/**
 * The frame every component is built in: it turns mail into informer updates, replies and messages into callbacks, due
 * timers into callbacks, and what those ask for into an outbox. Everything is synchronous and happens inside one `step`.
 */
import { isFailure } from '../api/request';
import type { ApiReply, ApiRequest } from '../api/request';
import type { GroupVersionResource } from '../api/meta';
import type {
  Component,
  ComponentContext,
  Mail,
  OutgoingMessage,
  OutgoingRequest,
  Outbox,
  RandomStream,
  SimCommand,
  TraceNote,
} from '../sim/component';
import { Informer } from './informer';
import type { InformerOptions } from './informer';
import { Timers } from './timers';

export type ReplyHandler = (reply: ApiReply) => void;

export class Process implements Component {
  readonly name: string;
  readonly random: RandomStream;
  readonly timers = new Timers();
  /** Virtual time of the step under way. */
  nowMs: number;
  /** User that requests are sent as; components set it to their Kubernetes user name. */
  user: string;

  private nextId = 1;
  private requests: OutgoingRequest[] = [];
  private stopWatches: number[] = [];
  private messages: OutgoingMessage[] = [];
  private notes: TraceNote[] = [];
  private readonly pending = new Map<number, ReplyHandler>();
  private readonly watches = new Map<number, Informer>();
  private readonly informers = new Map<string, Informer>();
  private readonly beforeSend: (() => void)[] = [];
  private onMessage: ((from: string, message: unknown) => void) | undefined;
  private onQuery: ((question: unknown) => unknown) | undefined;
  private cause: string | undefined;

  constructor(context: ComponentContext, user: string) {
    this.name = context.name;
    this.nowMs = context.nowMs;
    this.random = context.random;
    this.user = user;
  }

  step(nowMs: number, inbox: readonly Mail[]): Outbox {
    this.nowMs = nowMs;
    for (const mail of inbox) this.deliver(mail);
    this.cause = 'timer';
    this.timers.fire(nowMs);
    for (const work of this.beforeSend) work();
    this.cause = undefined;
    return this.takeOutbox();
  }

  /** `{type: 'caches'}` is answered here: what every synced informer holds, for checkers. All else goes to the component. */
  query(question: unknown): unknown {
    if ((question as { type?: unknown } | undefined)?.type === 'caches')
      return [...this.informers.values()].filter((informer) => informer.hasSynced).map((informer) => informer.snapshot());
    return this.onQuery?.(question);
  }

  /** Sends a request at the end of this step; its reply comes in a later step, after the watch events it caused. */
  send(request: ApiRequest, onReply?: ReplyHandler): void {
    const id = this.nextId++;
    if (onReply) this.pending.set(id, onReply);
    this.requests.push({ id, request: { user: this.user, ...(this.cause === undefined ? {} : { cause: this.cause }), ...request } });
  }

  post(to: string, message: unknown, delayMs = 0): void {
    this.messages.push({ to, message, delayMs });
  }

  command(command: SimCommand): void {
    this.post('sim', command);
  }

  note(note: TraceNote): void {
    this.notes.push(note);
  }

  /** The shared informer of a resource: every caller with the same resource and options gets the same one. */
  informer<T = unknown>(resource: GroupVersionResource, options: InformerOptions = {}): Informer<T> {
    const key = informerKey(resource, options);
    let informer = this.informers.get(key);
    if (!informer) {
      informer = new Informer(this, resource, options);
      this.informers.set(key, informer);
    }
    return informer as unknown as Informer<T>;
  }

  /** Ends the shared informer of a resource that is served no longer; whoever asks for it again gets a new one. */
  stopInformer(resource: GroupVersionResource): void {
    const key = informerKey(resource, {});
    this.informers.get(key)?.stop();
    this.informers.delete(key);
  }

  allInformers(): Iterable<Informer> {
    return this.informers.values();
  }

  /** Runs once per step after all mail and timers, before the outbox is closed: where queues are drained. */
  eachStep(work: () => void): void {
    this.beforeSend.push(work);
  }

  handleMessages(handler: (from: string, message: unknown) => void): void {
    this.onMessage = handler;
  }

  handleQueries(handler: (question: unknown) => unknown): void {
    this.onQuery = handler;
  }

  /** For informers: opens a watch whose mail goes to `informer`. Returns the watch's id. */
  openWatch(request: ApiRequest, informer: Informer): number {
    const id = this.nextId++;
    this.watches.set(id, informer);
    this.pending.set(id, (reply) => {
      if (isFailure(reply)) {
        this.watches.delete(id);
        informer.watchFailed(reply);
      }
    });
    this.requests.push({ id, request: { user: this.user, ...request } });
    return id;
  }

  closeWatch(id: number): void {
    if (this.watches.delete(id)) this.stopWatches.push(id);
    this.pending.delete(id);
  }

  /** What the work being done now answers to; requests sent meanwhile carry it. */
  withCause(cause: string | undefined, work: () => void): void {
    const before = this.cause;
    this.cause = cause;
    work();
    this.cause = before;
  }

  private deliver(mail: Mail): void {
    if (mail.type === 'watch') {
      this.watches.get(mail.id)?.receive(mail.events);
      if (mail.closed) {
        const informer = this.watches.get(mail.id);
        this.watches.delete(mail.id);
        informer?.watchClosed();
      }
    } else if (mail.type === 'reply') {
      const handler = this.pending.get(mail.id);
      this.pending.delete(mail.id);
      this.cause = 'reply';
      handler?.(mail.reply);
    } else {
      this.cause = `message ${mail.from}`;
      this.onMessage?.(mail.from, mail.message);
    }
  }

  private takeOutbox(): Outbox {
    const wakeAtMs = this.timers.nextWorkMs();
    const backgroundAtMs = this.timers.nextBackgroundMs();
    const outbox: Outbox = {
      ...(this.requests.length ? { requests: this.requests } : {}),
      ...(this.stopWatches.length ? { stopWatches: this.stopWatches } : {}),
      ...(this.messages.length ? { messages: this.messages } : {}),
      ...(this.notes.length ? { trace: this.notes } : {}),
      ...(wakeAtMs === undefined ? {} : { wakeAtMs }),
      ...(backgroundAtMs === undefined ? {} : { backgroundAtMs }),
    };
    this.requests = [];
    this.stopWatches = [];
    this.messages = [];
    this.notes = [];
    return outbox;
  }
}

function informerKey({ group, version, resource }: GroupVersionResource, options: InformerOptions): string {
  const { namespace = '', labelSelector = '', fieldSelector = '', user = '' } = options;
  return `${group}/${version}/${resource}?${namespace}&${labelSelector}&${fieldSelector}&${user}`;
}
